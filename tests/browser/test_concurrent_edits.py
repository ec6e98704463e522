"""Two editors with one record in two browsers, and a session that expires while an editor types."""

from contextlib import suppress
from types import SimpleNamespace

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from news.models import NewsItem
from portal.history.models import Event, get_versions
from portal.models import Editor
from portal.publishing.models import finalize_save
from tests.support import factories
from tests.support.axe import STANDARDS, find_violations
from tests.support.browser import get_session_cookies, run_committed, save_form
from tests.support.text_editor import write

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
PASSWORD = "a-long-enough-password"


@pytest.fixture(scope="module")
def editors(site):
    """Create the superusers Ana and Bo."""
    create = Editor.objects.create_superuser
    made = run_committed(lambda: [create(name, password=PASSWORD, first_name=name) for name in ("Ana", "Bo")])
    yield made
    run_committed(lambda: [editor.delete() for editor in made])


def draft():
    item = factories.news_item(title_en="Old title", title_es="Viejo", title_fr="Vieux", body_en="<p>One</p>")
    finalize_save(item, Event.SAVED, by=None)
    return item


def delete(item):
    get_versions(item).delete()
    NewsItem.objects.filter(pk=item.pk).delete()


@pytest.fixture
def shared_draft(site, editors, open_page):
    """Return a draft and a function that opens it for each editor."""
    item = run_committed(draft)
    path = f"/admin/news/newsitem/{item.pk}/change/"
    ana, bo = (
        lambda editor=editor, **options: open_page(path, cookies=get_session_cookies(editor, site), **options)
        for editor in editors
    )
    yield SimpleNamespace(item=item, ana=ana, bo=bo)
    run_committed(lambda: delete(item))


def ping_until_alone(page):
    """Let pings pass until no other editor is listed: the beacon of a page that was left can arrive after a ping."""
    others = page.locator(".presence li")
    for _ping in range(10):
        page.clock.fast_forward(31_000)
        with suppress(PlaywrightTimeoutError):
            others.wait_for(state="detached", timeout=3000)
            return
    assert not others.count()


@pytest.mark.parametrize("width", [1280, 320])
def test_two_editors_see_each_other_and_keep_all_text(shared_draft, width):
    ana = shared_draft.ana()
    ana.clock.install()
    ana.reload()
    assert not ana.locator(".presence li").count()
    bo = shared_draft.bo(width=width, bypass_csp=True)
    assert "Ana also has this record open" in bo.locator(".presence li").inner_text()
    ana.clock.fast_forward(31_000)
    ana.locator(".presence li").wait_for()
    assert "Bo also has this record open" in ana.locator(".presence [role=status]").inner_text()

    ana.locator("#id_title_en").fill("Ana’s title")
    ana.locator("#id_joint_languages input").last.check()
    ana.locator("#id_title_es").fill("De Ana")
    save_form(ana)
    bo.locator("#id_title_en").fill("Bo’s title")
    bo.locator("#id_joint_languages input").first.check()
    bo.locator("#id_title_fr").fill("De Bo")
    save_form(bo)
    assert bo.locator("#id_title_en").input_value() == "Bo’s title"
    assert bo.locator("#id_title_es").input_value() == "De Ana"
    assert bo.evaluate("document.documentElement.scrollWidth") <= width
    assert not find_violations(bo, STANDARDS)
    bo.locator(".field-title_en button.take").click()
    assert bo.locator("#id_title_en").input_value() == "Ana’s title"
    bo.locator(".field-joint_languages button.take").click()
    save_form(bo)
    shared_draft.item.refresh_from_db()
    titles = [shared_draft.item.title_en, shared_draft.item.title_es, shared_draft.item.title_fr]
    assert titles == ["Ana’s title", "De Ana", "De Bo"]
    assert shared_draft.item.joint_languages == ["fr"]

    bo.goto("/admin/")
    ping_until_alone(ana)


@pytest.mark.parametrize("width", [1280, 320])
def test_text_survives_session_expiry(shared_draft, width):
    page = shared_draft.ana(width=width, bypass_csp=True)
    write(page, "#id_body_en", "<p>First line</p>\n<p>“Second” & last</p>")
    run_committed(Session.objects.all().delete)
    save_form(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not find_violations(page, STANDARDS)
    page.locator("#id_resume-username").fill("Ana")
    page.locator("#id_resume-password").fill(PASSWORD)
    page.locator("#login-form input[type=submit]").first.click()
    page.wait_for_load_state()
    assert page.locator("#id_body_en").input_value() == "<p>First line</p>\n<p>“Second” & last</p>"
    shared_draft.item.refresh_from_db()
    assert shared_draft.item.body_en == "<p>One</p>"
    save_form(page)
    shared_draft.item.refresh_from_db()
    assert shared_draft.item.body_en == "<p>First line</p>\n<p>“Second” &amp; last</p>"


def test_unsaved_text_is_readable(shared_draft):
    page = shared_draft.bo(width=320, bypass_csp=True)
    page.locator("#id_summary_fr").fill("Un mot de Bo")
    run_committed(lambda: delete(shared_draft.item))
    save_form(page)
    assert page.get_by_label("Summary [fr]").input_value() == "Un mot de Bo"
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert not find_violations(page, STANDARDS)
