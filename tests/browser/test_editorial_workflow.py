"""An office's day in the admin, in Spanish and English: a release is written, submitted, returned, scheduled,
published, changed, withdrawn, edited concurrently, compared and restored.
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from news.models import NewsRelease
from portal.models import Version
from tests.support.browser import run_committed
from tests.support.staff import COUNTRIES, EditorWindow, create_team, delete_team

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
# What is written, and what the other language's readers get.
TITLE = {"es": "Jornada de seguridad en la construcción", "en": "Construction safety day"}
TEXT = {"es": "<p>La jornada comienza a las nueve.</p>", "en": "<p>The day begins at nine.</p>"}
BETTER = {"es": "<p>La jornada comienza a las diez.</p>", "en": "<p>The day begins at ten.</p>"}
PATH = {"es": "/es/noticias/comunicados/", "en": "/en/news/releases/"}


@pytest.fixture
def office(open_page):
    """Return the contributor and publisher of an office, each signed in to a window."""
    people = []

    def staff(language):
        people.extend(run_committed(lambda: create_team(language)))
        windows = [EditorWindow(open_page("/admin/", locale=language, bypass_csp=True), language) for _ in people]
        for window, person in zip(windows, people, strict=True):
            window.sign_in(person.username)
        return windows

    yield staff
    run_committed(lambda: delete_team(people))


def public_status(window, release):
    """Return the HTTP status of the public page of the release."""
    slug = getattr(release, f"slug_{window.language}")
    return window.page.request.get(f"{PATH[window.language]}{slug}/").status


def create_and_submit(author, language):
    """Create a release in the admin, submit it for review and return it."""
    author.goes("/admin/news/newsrelease/add/")
    author.writes(**{f"title_{language}": TITLE[language], f"body_{language}": TEXT[language], "number": "26-114"})
    author.writes(contact="prensa@example.org").presses("Save and continue editing")
    release = NewsRelease.objects.get(**{f"title_{language}": TITLE[language]})
    assert release.country.code == COUNTRIES[language]
    author.writes(**{"transition-note": "26-114"}).presses("Save and submit for review")
    author.reads(author.words("in review"))
    return release


def request_changes_and_resubmit(author, publisher, language):
    """Request changes with a note, correct the text and submit it again."""
    publisher.goes("/admin/").follows(TITLE[language])
    publisher.presses("Request changes").reads(publisher.words("Explain what needs to change."))
    publisher.writes(**{"transition-note": "10:00"}).presses("Request changes")
    author.goes("/admin/").reads("10:00").follows(TITLE[language])
    author.writes(**{f"body_{language}": BETTER[language]}).presses("Save and submit for review")


def schedule_cancel_and_publish(publisher, release, language):
    """Schedule in the publisher's time zone, check the times of three capitals, cancel the schedule and publish."""
    tomorrow = timezone.localtime() + timedelta(days=1)
    publisher.opens(release)
    publisher.page.locator("#id_transition-at").fill(tomorrow.strftime("%Y-%m-%dT10:00"))
    publisher.presses("Save and schedule")
    publisher.reads("Washington", publisher.words("Mexico City"), "Ottawa", publisher.words("scheduled"))
    assert public_status(publisher, release) == 404
    publisher.goes("/admin/").reads(TITLE[language])
    publisher.opens(release).presses("Cancel schedule").presses("Save and publish")
    assert public_status(publisher, release) == 200


def publish_significant_change(publisher, release, language):
    """Save a change to the public release as a draft, then publish it with a note to readers."""
    publisher.writes(contact="comunicacion@example.org").presses("Save and continue editing")
    release.refresh_from_db()
    assert (release.status, release.contact) == ("published", "prensa@example.org")
    assert publisher.page.locator("#id_contact").input_value() == "comunicacion@example.org"
    significant = "Significant change: sets a new modification date and shows a note to readers"
    publisher.page.get_by_label(publisher.words(significant)).check()
    publisher.writes(**{f"transition-what_changed_{code}": "26-114 → 26-115" for code in ("en", "es", "fr")})
    publisher.presses("Publish changes")
    publisher.goes(f"{PATH[language]}{getattr(release, f'slug_{language}')}/").reads("26-114 → 26-115")


def unpublish(publisher, release):
    publisher.opens(release).presses("Unpublish")
    assert public_status(publisher, release) == 404


def edit_concurrently(author, publisher, release, language):
    """Save two edits at once: other fields are merged, the conflict is shown, no text is lost."""
    author.opens(release)
    publisher.opens(release).writes(number="26-200", contact="uno@example.org").presses("Save and continue editing")
    author.writes(**{f"summary_{language}": "26-114", "contact": "dos@example.org"}).presses(
        "Save and continue editing"
    )
    author.reads("uno@example.org")
    assert author.page.locator("#id_contact").input_value() == "dos@example.org"
    assert author.page.locator("#id_number").input_value() == "26-200"
    author.presses("Save and continue editing")
    release.refresh_from_db()
    assert (release.contact, release.number) == ("dos@example.org", "26-200")
    assert getattr(release, f"summary_{language}") == "26-114"


def compare_and_restore(author, release, language):
    """Compare two versions and restore the first one with a reason."""
    author.opens(release, "history")
    first = Version.objects.filter(object_id=release.pk, content_type__model="newsrelease").earliest("number")
    author.goes(f"/admin/news/newsrelease/{release.pk}/compare/?one={first.number}")
    author.reads("26-200", "26-114", author.words("Contact") if language == "en" else "Contacto")
    author.goes(f"/admin/news/newsrelease/{release.pk}/restore/{first.number}/").writes(reason="26-114")
    author.page.locator("form:has(#id_reason) [type=submit]").first.click()
    author.arrives()
    release.refresh_from_db()
    assert (release.number, getattr(release, f"body_{language}")) == ("26-114", TEXT[language])


@pytest.mark.parametrize("language", ["es", "en"])
def test_release_editorial_workflow(office, language):
    author, publisher = office(language)
    release = create_and_submit(author, language)
    request_changes_and_resubmit(author, publisher, language)
    schedule_cancel_and_publish(publisher, release, language)
    publish_significant_change(publisher, release, language)
    unpublish(publisher, release)
    edit_concurrently(author, publisher, release, language)
    compare_and_restore(author, release, language)
