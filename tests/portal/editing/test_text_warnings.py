"""Problems in texts: warnings on save, errors on publication, and links to the text."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from alliances.models import Alliance
from news.models import NewsItem
from news.release_status import ReleaseStatus
from portal.editing.checklist import MAX_WARNINGS
from portal.history.models import Event, get_versions
from portal.history.restore import Restoration
from portal.i18n.languages import LANGUAGES
from portal.models import Acronym
from portal.publishing.readiness import schedule_blockers
from portal.publishing.releases import Release
from portal.publishing.workflow import publish
from portal.records.models import Status
from portal.richtext.linter import lint_html
from portal.scheduler.publisher import publish_due
from tests.support import factories
from tests.support.clients import editor_client
from tests.support.drafts import clear_members, live_item, live_national_item, save_draft, schedule_draft
from tests.support.factories import country
from tests.support.forms import PUBLISH_CHANGES, admin_url
from tests.support.html import FormParser, ParsedPage

pytestmark = pytest.mark.django_db
VAGUE = {
    "en": '<p>Read it <a href="https://www.osha.gov/">here</a>.</p>',
    "es": '<p>Léalo <a href="https://www.osha.gov/">aquí</a>.</p>',
    "fr": '<p>À lire <a href="https://www.osha.gov/">ici</a>.</p>',
}
WORDS = {"en": "here", "es": "aquí", "fr": "ici"}
SCHEDULED = {"_schedule": "1", "transition-at": "2099-01-01T10:00", "transition-significance": "correction"}
FIELD = {"en": "text [es]", "es": "texto [es]", "fr": "texte [es]"}


def form_of(record):
    return admin_url(type(record), "change", record.pk)


def administrator(**fields):
    return editor_client(is_superuser=True, **fields)


def post_changes(client, record, **fields):
    """Submit the form of a record with changed fields and return the next page."""
    filled = FormParser(client.get(form_of(record)).content.decode()).fields
    return client.post(form_of(record), filled | fields, follow=True).content.decode()


def get_warnings(html):
    """Return the message and its links: (text, [(href, excerpt)])."""
    messages = html.split('class="messagelist"')[1].split("</ul>")[0]
    return messages, [
        (link["href"], link.get("data-place")) for link in ParsedPage(messages).all("a") if "#" in link["href"]
    ]


def get_sentence(html, language):
    """Return the message about the first problem of a Spanish text, in another language."""
    with override(language):
        return lint_html(html, "es")[0].message


def reload(record):
    return type(record).objects.get(pk=record.pk)


# Saving


@pytest.mark.parametrize("language", LANGUAGES)
def test_save_succeeds_with_warning_linked_to_text(language):
    item = factories.news_item()
    messages, links = get_warnings(
        post_changes(administrator(interface_language=language), item, body_es=VAGUE["es"], _continue="1")
    )
    assert reload(item).body_es.startswith("<p>Léalo")
    assert links == [("#id_body_es", "aquí")]
    assert FIELD[language] in messages
    assert get_sentence(VAGUE["es"], language) in messages
    assert 'class="warning"' in messages


def test_warning_on_other_page_links_to_form():
    item = factories.news_item()
    _messages, links = get_warnings(post_changes(administrator(), item, body_fr=VAGUE["fr"], _save="1"))
    assert links == [(f"{form_of(item)}#id_body_fr", "ici")]


def test_new_record_shows_warnings():
    client = administrator()
    path = admin_url(NewsItem, "add")
    fields = FormParser(client.get(path).content.decode()).fields | {
        "title_en": "A",
        "date": "2004",
        "sources_en": VAGUE["en"],
    }
    _messages, links = get_warnings(client.post(path, fields, follow=True).content.decode())
    assert links == [(f"{form_of(NewsItem.objects.get(title_en='A'))}#id_sources_en", "here")]


def test_many_warnings_are_counted():
    item = factories.news_item()
    messages, links = get_warnings(
        post_changes(administrator(), item, body_en=VAGUE["en"] * (MAX_WARNINGS + 2), _continue="1")
    )
    assert len(links) == MAX_WARNINGS
    assert "2 more problems in its texts." in messages


def test_clean_text_has_no_warnings():
    messages, links = get_warnings(post_changes(administrator(), factories.news_item(), body_en="<p>All is well.</p>"))
    assert 'class="warning"' not in messages
    assert links == []


def test_translator_sees_warnings_of_own_languages_only():
    item = factories.news_item(country=country("MX"), body_es=VAGUE["es"], source_language="es")
    client = editor_client(roles=["translator"], countries=["MX"], languages=["fr"])
    _messages, links = get_warnings(post_changes(client, item, body_fr=VAGUE["fr"], _continue="1"))
    assert links == [("#id_body_fr", "ici")]


def test_warning_in_child_links_to_row():
    alliance = factories.alliance()
    goal = factories.goal(alliance=alliance, emphasis="training", text_en="<p>Train</p>")
    _messages, links = get_warnings(
        post_changes(administrator(), alliance, **{"goals-0-text_es": VAGUE["es"], "_continue": "1"})
    )
    goal.refresh_from_db()
    assert "Léalo" in goal.text_es
    assert links == [("#goals-group", "aquí")]


# Publishing


@pytest.mark.parametrize("language", LANGUAGES)
def test_publish_is_rejected_with_link_to_text(language):
    item = factories.news_item()
    messages, links = get_warnings(
        post_changes(administrator(interface_language=language), item, body_es=VAGUE["es"], _publish="1")
    )
    assert reload(item).status == Status.DRAFT
    assert links == [("#id_body_es", "aquí")]
    assert FIELD[language] in messages
    assert get_sentence(VAGUE["es"], language) in messages
    assert 'class="warning"' not in messages


def test_schedule_is_rejected_until_text_is_fixed():
    item, client = factories.news_item(country=country("US")), administrator()
    _messages, links = get_warnings(
        post_changes(client, item, body_en="<h3>A</h3><p>a</p>", _schedule="1", **{"transition-at": "2099-01-01T10:00"})
    )
    assert links == [("#id_body_en", "A")]
    assert reload(item).status == Status.DRAFT
    post_changes(client, item, body_en="<h2>A</h2><p>a</p>", _publish="1")
    assert reload(item).is_public()


def test_text_in_optional_language_is_checked():
    item = factories.news_item(country=country("MX"), source_language="es", body_fr=VAGUE["fr"])
    with pytest.raises(ValidationError) as refused:
        publish(item, by=None, without_approval=True)
    assert "“ici”" in refused.value.messages[0]
    assert len(refused.value.messages) == 1


def test_error_in_child_links_to_row():
    alliance = factories.alliance()
    factories.goal(alliance=alliance, emphasis="training", text_fr=VAGUE["fr"])
    messages, links = get_warnings(post_changes(administrator(), alliance, _publish="1"))
    assert links == [("#goals-group", "ici")]
    assert "“Goal, text [fr]”" in messages
    assert Alliance.objects.get(pk=alliance.pk).status == Status.DRAFT


def test_heading_level_depends_on_page():
    meeting = factories.meeting(outcomes_en="<h3>A</h3><p>a</p>", body_en="<h2>B</h2><p>b</p>")
    assert meeting.content_errors() == []
    meeting.body_en = "<h3>B</h3><p>b</p>"
    assert len(meeting.content_errors()) == 1


def test_bulk_publish_reports_problem():
    item = factories.news_item(body_en=VAGUE["en"])
    data = {"action": "publish", "index": "0", "_selected_action": [item.pk]}
    html = administrator().post(admin_url(NewsItem, "changelist"), data).content.decode()
    assert "The link text “here” does not say where the link leads." in html


CAPITALS = "<p>SEGURIDAD Y SALUD en el trabajo</p>"


@pytest.mark.parametrize("language", LANGUAGES)
def test_publish_with_capitals_succeeds_with_warning(language):
    item = factories.news_item(country=country("CA"))
    messages, links = get_warnings(
        post_changes(administrator(interface_language=language), item, body_es=CAPITALS, _publish="1")
    )
    assert reload(item).is_public()
    assert links == [("#id_body_es", "SEGURIDAD Y SALUD")]
    assert get_sentence(CAPITALS, language) in messages
    assert 'class="error"' not in messages


def test_draft_with_capitals_is_published_with_warning():
    item, client = live_national_item(), administrator()
    _messages, links = get_warnings(post_changes(client, item, body_es=CAPITALS, **PUBLISH_CHANGES))
    assert links == [("#id_body_es", "SEGURIDAD Y SALUD")]
    assert (reload(item).body_es, reload(item).draft) == (CAPITALS, None)


def test_capitals_warn_and_other_problem_blocks():
    item = factories.news_item(country=country("CA"))
    messages, links = get_warnings(post_changes(administrator(), item, body_es=CAPITALS + VAGUE["es"], _publish="1"))
    assert reload(item).status == Status.DRAFT
    assert sorted(excerpt for _href, excerpt in links) == ["SEGURIDAD Y SALUD", "aquí"]
    assert [messages.count(f'class="{level}"') for level in ("warning", "error")] == [1, 1]


def test_acronym_added_in_admin_is_no_longer_reported():
    text = "<p>La ZZQAR PROHIBIDO</p>"
    publisher = editor_client(roles=["publisher"], countries=["MX"])
    item = factories.news_item(country=country("MX"), source_language="es")
    assert get_warnings(post_changes(publisher, item, body_es=text, _continue="1"))[1]
    for acronym in ("ZZQAR", "PROHIBIDO"):
        publisher.post(admin_url(Acronym, "add"), {"acronym": acronym, "meaning": ""})
    _messages, links = get_warnings(post_changes(publisher, item, body_es=text, summary_es="A", _continue="1"))
    assert links == []


@pytest.mark.parametrize("acronym", ["Osha", "OSHA 2", "A B", "2030"])
def test_acronym_that_is_no_word_in_capitals_is_rejected(acronym):
    with pytest.raises(ValidationError):
        Acronym(acronym=acronym).full_clean()


# Drafts of what is public


@pytest.mark.parametrize("button", [PUBLISH_CHANGES, SCHEDULED], ids=["now", "at a time"])
def test_draft_with_problem_is_saved_but_not_published(button):
    item, client = live_national_item(), administrator()
    messages, links = get_warnings(post_changes(client, item, body_es=VAGUE["es"], _continue="1"))
    assert links == [("#id_body_es", "aquí")]
    assert 'class="warning"' in messages
    assert reload(item).draft
    _messages, links = get_warnings(post_changes(client, item, **button))
    assert links == [("#id_body_es", "aquí")]
    assert (reload(item).body_es, reload(item).draft.state) == ("<p>Uno</p>", "draft")
    post_changes(client, item, body_es="<p>Dos</p>", **PUBLISH_CHANGES)
    assert (reload(item).body_es, reload(item).draft) == ("<p>Dos</p>", None)


def test_live_record_with_problems_is_fixed_by_draft():
    item, client = live_national_item(), administrator()
    NewsItem.objects.filter(pk=item.pk).update(body_es=VAGUE["es"])
    _messages, links = get_warnings(post_changes(client, item, title_es="Corregido", _continue="1"))
    assert links == [("#id_body_es", "aquí")]
    assert reload(item).draft
    _messages, links = get_warnings(post_changes(client, item, **PUBLISH_CHANGES))
    assert links == [("#id_body_es", "aquí")]
    post_changes(client, item, body_es="<p>Léalo en la página de la OSHA.</p>", **PUBLISH_CHANGES)
    assert (reload(item).title_es, reload(item).draft) == ("Corregido", None)


@pytest.mark.parametrize(("language", "is_published"), [("fr", True), ("es", False)])
def test_publishing_one_language_checks_only_its_text(language, is_published):
    item, client = live_national_item(), administrator()
    item = save_draft(item, client, body_es=VAGUE["es"], body_fr="<p>Corrigé</p>")
    alone = {"_publish_language": "1", "transition-language": language, "transition-significance": "correction"}
    messages, links = get_warnings(post_changes(client, item, **alone))
    assert (reload(item).body_fr == "<p>Corrigé</p>") == is_published
    assert reload(item).body_es == "<p>Uno</p>"
    assert links == ([] if is_published else [("#id_body_es", "aquí")])
    assert ('class="error"' in messages) != is_published


def test_scheduled_draft_with_problem_is_held():
    item = save_draft(live_national_item(), body_es="<p>Dos</p>")
    schedule_draft(item, seconds=1)
    NewsItem.objects.filter(pk=item.pk).update(body_fr=VAGUE["fr"])
    [result] = publish_due()
    assert "“ici”" in result.errors[0]
    assert reload(item).body_es == "<p>Uno</p>"
    assert reload(item).draft.held_at


def test_formerly_public_version_with_problem_is_restored():
    item = live_item()
    item.body_es = VAGUE["es"]
    item.transition_to(item.status, Event.CHANGES_PUBLISHED, by=None, note="")
    then = get_versions(item).first()
    item.body_es = "<p>Dos</p>"
    item.transition_to(item.status, Event.CHANGES_PUBLISHED, by=None, note="")
    Restoration(item, then).restore(by=None, reason="Back")
    assert "aquí" in reload(item).body_es
    assert get_versions(item).first().event == Event.RESTORED


# Releases, and warnings on other pages


def test_release_reports_problem_without_quoting_hidden_text():
    secretary = factories.editor(roles=["secretariat"])
    release = Release.objects.create(name="Joint", made_by=secretary)
    hidden = factories.news_release(country=country("CA"), body_en="<h3>QUETZAL SECRET</h3><p>a</p>")
    own = factories.news_release(country=country("MX"))
    for record in (hidden, own):
        release.add(record, by=secretary)
    clear_members(release)
    client = editor_client(roles=["publisher"], countries=["MX"])
    html = client.get(reverse("admin:release", args=[release.pk])).content.decode()
    assert "The text has problems." in html
    assert "QUETZAL" not in html
    with pytest.raises(ValidationError) as refused:
        Release.objects.get(pk=release.pk).publish(by=secretary)
    assert "QUETZAL" not in " ".join(refused.value.messages)
    assert {reload(hidden).status, reload(own).status} == {Status.DRAFT}


def test_problem_in_linked_item_blocks_release():
    item = factories.news_item(country=country("MX"), source_language="es", body_es=VAGUE["es"])
    release = factories.news_release(country=country("MX"), source_language="es", item=item)
    with pytest.raises(ValidationError) as refused:
        publish(release, by=factories.editor(roles=["publisher"], countries=["MX"]))
    assert [sentence for sentence in refused.value.messages if "“aquí”" in sentence]


def test_release_status_shows_problem_of_item():
    item = factories.news_item(body_es=VAGUE["es"])
    assert "“aquí”" in ReleaseStatus(item, factories.editor(roles=["secretariat"])).other_problems[0]


def panel(html):
    return html.split('class="checklist"')[1].split("</section>")[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_form_shows_problems_that_block_publication(language):
    item = factories.news_item(body_es=VAGUE["es"])
    html = panel(administrator(interface_language=language).get(form_of(item)).content.decode())
    assert [(link["href"], link["data-place"]) for link in ParsedPage(html).all("a")] == [("#id_body_es", "aquí")]
    assert get_sentence(VAGUE["es"], language) in html


def test_problem_without_write_permission_has_no_link():
    item = factories.news_item(country=country("MX"), source_language="es", body_es=VAGUE["es"])
    client = editor_client(roles=["translator"], countries=["MX"], languages=["fr"])
    html = panel(client.get(form_of(item)).content.decode())
    assert "“aquí”" in html
    assert not ParsedPage(html).all("a")


def test_form_of_draft_shows_problems_of_draft():
    item, client = live_national_item(), administrator()
    item = save_draft(item, client, body_es=VAGUE["es"])
    assert "“aquí”" in panel(client.get(form_of(item)).content.decode())


def test_scheduled_record_with_problem_is_warned_about():
    item = factories.published(factories.news_item(country=country("US")))
    NewsItem.objects.filter(pk=item.pk).update(body_en=VAGUE["en"], publish_at=timezone.now() + timedelta(hours=1))
    assert "“here”" in schedule_blockers(reload(item))[0]
