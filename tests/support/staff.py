"""Page object for editors in the browser: sign in, fill fields, press buttons, check texts."""

import re
from urllib.parse import urlsplit

from django.utils.translation import gettext, override

from news.models import NewsItem, NewsRelease
from portal.models import ChangeNote, Draft, Editor, Version
from tests.support import factories
from tests.support.axe import STANDARDS, find_violations
from tests.support.text_editor import write

PASSWORD = "the-day-of-an-office"
# Kinds of pages that axe has checked in this process; its rules do not depend on the language.
CHECKED = set()


COUNTRIES = {"es": "MX", "en": "US"}


TIME_ZONES = {"es": "America/Mexico_City", "en": "America/New_York"}


class EditorWindow:
    """A browser window of one editor. Each kind of page that it opens must pass axe."""

    def __init__(self, page, language):
        self.page, self.language = page, language

    def words(self, text):
        """Return an interface text in the editor's language."""
        with override(self.language):
            return gettext(text)

    def sign_in(self, name):
        self.page.locator("#id_login").fill(name)
        self.page.locator("#id_password").fill(PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.locator("#user-tools").wait_for()

    def arrives(self):
        self.page.wait_for_load_state()
        if (kind := self.kind_of_page()) not in CHECKED:
            assert not find_violations(self.page, STANDARDS), self.page.url
            CHECKED.add(kind)
        return self

    def kind_of_page(self):
        """Return the path without primary keys, and whether the page shows errors, messages and a draft."""
        notices = [self.page.locator(notice).count() for notice in (".errornote", ".messagelist", ".draft")]
        return re.sub(r"\d+", "0", urlsplit(self.page.url).path), *map(bool, notices)

    def goes(self, path):
        self.page.goto(path)
        return self.arrives()

    def opens(self, record, view="change"):
        return self.goes(f"/admin/news/newsrelease/{record.pk}/{view}/")

    def writes(self, **fields):
        for name, text in fields.items():
            write(self.page, f"#id_{name}", text)
        return self

    def presses(self, text):
        self.page.get_by_role("button", name=self.words(text), exact=True).first.click()
        return self.arrives()

    def follows(self, text):
        self.page.get_by_role("link", name=text, exact=True).first.click()
        return self.arrives()

    def reads(self, *texts):
        seen = self.page.locator("body").inner_text()
        for text in texts:
            assert text in seen, f"{text!r} is not in:\n{seen[:3000]}"
        return self


def create_team(language):
    """Create a contributor and a publisher of the country of a language."""
    return [
        factories.editor(
            roles=[role], countries=[COUNTRIES[language]], username=f"{role}-{language}", password=PASSWORD,
            interface_language=language, time_zone=TIME_ZONES[language],
        )
        for role in ("contributor", "publisher")
    ]  # fmt: skip


def delete_team(people):
    """Delete these editors with everything they created."""
    Draft.objects.filter(author__in=people).delete()
    for model, column in ((NewsRelease, "created_by"), (NewsItem, "created_by"), (ChangeNote, "by"), (Version, "by")):
        model.objects.filter(**{f"{column}__in": people}).delete()
    Editor.objects.filter(pk__in=[person.pk for person in people]).delete()
