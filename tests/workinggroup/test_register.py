"""Public pages of the register: meetings, subgroups, public communications and commitments."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from portal.i18n.languages import LANGUAGES
from tests.support import factories
from tests.support.html import ParsedPage
from workinggroup.models import Commitment, Meeting

pytestmark = pytest.mark.django_db
GROUP = {"en": "/en/working-group/", "es": "/es/grupo-de-trabajo/", "fr": "/fr/groupe-de-travail/"}
MEETINGS = {"en": "meetings/", "es": "reuniones/", "fr": "reunions/"}
NOT_SCHEDULED = {
    "en": "No meeting is scheduled.",
    "es": "No hay ninguna reunión programada.",
    "fr": "Aucune réunion n’est prévue.",
}


def get(path):
    response = Client().get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def meetings(language, query=""):
    return get(GROUP[language] + MEETINGS[language] + query)


@pytest.mark.parametrize("language", LANGUAGES)
def test_group_page_shows_next_meeting_if_scheduled(language):
    assert NOT_SCHEDULED[language] in get(GROUP[language])
    tomorrow = (timezone.localdate() + datetime.timedelta(days=1)).isoformat()
    meeting = factories.published(factories.meeting(start=tomorrow))
    html = get(GROUP[language])
    assert NOT_SCHEDULED[language] not in html
    assert meeting.get_url(language) in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_meeting_names_what_is_not_on_record_in_one_line(language):
    html = get(factories.published(factories.meeting()).get_url(language))
    article = html[html.index("<article") : html.index("</article")]
    assert article.count("<h2>") == 1  # the meetings of the group
    words = {
        "en": "Not on record: agenda, participants, outcomes, documents",
        "es": "Sin registro: orden del día, participantes, resultados, documentos",
        "fr": "Ne figure pas au registre\xa0: ordre du jour, participants, résultats, documents",
    }
    assert words[language] in article


@pytest.mark.parametrize(("language", "name"), [("en", "Canada"), ("es", "Canadá"), ("fr", "Canada")])
def test_meeting_without_place_names_host_country(language, name):
    subgroup = factories.published(factories.subgroup())
    meeting = factories.meeting()
    meeting.hosts.add(factories.country("CA"))
    meeting.subgroups.add(subgroup)
    factories.published(meeting)
    when_and_where = get(meeting.get_url(language)).split('<ul class="whenwhere">')[1].split("</ul>")[0]
    assert name in when_and_where
    row = get(subgroup.get_url(language)).split("<tbody>")[1].split("</tbody>")[0]
    assert name in row


def test_commitments_of_meeting_have_heading():
    commitment = factories.commitment(meeting=factories.published(factories.meeting()))
    factories.published(commitment)
    assert "<h2>Commitments made</h2>" in get(commitment.meeting.get_url("en"))


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "April 26–27, 2004"), ("es", "26 y 27 de abril de 2004"), ("fr", "les 26 et 27 avril 2004")],
)
def test_meeting_formats_dates_for_reader(language, words):
    assert words in meetings(language, "?year=2004")


def test_other_meetings_are_listed_separately():
    other = factories.published(factories.meeting(kind=Meeting.Kind.OTHER))
    assert other.get_absolute_url() not in meetings("en")
    assert other.get_absolute_url() in get("/en/working-group/other-meetings/")


def test_unpublished_meeting_is_hidden():
    subgroup = factories.published(factories.subgroup())
    meeting = factories.meeting(title_en="Hidden title", title_es="Oculto", title_fr="Caché")
    meeting.subgroups.add(subgroup)
    commitment = factories.published(factories.commitment(meeting=meeting))
    for path in (GROUP["en"], GROUP["en"] + "meetings/", subgroup.get_absolute_url(), commitment.get_absolute_url()):
        assert "Hidden title" not in get(path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_language_switcher_and_filters_keep_filters(language):
    mexico = factories.country("MX").pk
    html = meetings(language, f"?kind=group&country={mexico}&year=2002")
    page = ParsedPage(html)
    other = next(item for item in page.all("a") if "lang" in item and item["hreflang"] != language)
    assert other["href"].endswith(f"?kind=group&country={mexico}&year=2002")
    assert [item["value"] for item in page.all("option") if "selected" in item] == ["group", str(mexico), "2002"]
    removals = [item["href"].partition("?")[2] for item in page.all("a") if "=" in item.get("href", "")
                and not item.get("hreflang")]  # fmt: skip
    assert f"country={mexico}&year=2002" in removals
    assert "kind=group&year=2002" in removals


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "1 meeting"), ("es", "1 reunión"), ("fr", "1 réunion")],
)
def test_list_shows_filters_and_result_count(language, sentence):
    factories.published(factories.meeting(start="1999"))
    html = meetings(language, "?year=1999")
    assert sentence in html
    assert {"en": "Year: 1999", "es": "Año: 1999", "fr": "Année\xa0: 1999"}[language] in html


def test_due_dates_have_a_column_if_one_is_known():
    factories.published(factories.commitment(kind="project"))
    url = "/en/working-group/commitments/?kind=project"
    assert '<th scope="col">Due</th>' not in Client().get(url).content.decode()
    factories.published(factories.commitment(kind="project", due="2005"))
    assert '<th scope="col">Due</th>' in Client().get(url).content.decode()


@pytest.mark.parametrize(
    ("language", "label"), [("en", "All"), ("es", "Todas"), ("fr", "Tous")],
)  # fmt: skip
def test_filter_offers_all_offices_in_the_gender_of_the_name(language, label):
    for code in ("US", "CA"):
        office = factories.published(factories.office(country=factories.country(code)))
        factories.published(factories.submission(office=office))
    urls = {"en": "working-group/public-communications", "es": "grupo-de-trabajo/comunicaciones-publicas",
            "fr": "groupe-de-travail/communications-du-public"}  # fmt: skip
    html = Client().get(f"/{language}/{urls[language]}/").content.decode()
    assert f'<option value="">{label}</option>' in html


@pytest.mark.parametrize("query", ["?year=1066", "?kind=other", "?country=0", "?kind=%00", "?year=2004'"])
def test_filter_with_unknown_value_is_not_found(query):
    assert Client().get("/en/working-group/meetings/" + query).status_code == 404


def test_case_number_is_shown_in_every_spelling():
    submission = factories.submission(number="US 0001", spellings=["0001", "US0001"])
    factories.submission_step(submission=submission, kind="filed", date="1998-09-22")
    factories.published(submission)
    html = get("/en/working-group/public-communications/")
    assert "(0001, US0001)" in html
    assert "September 22, 1998" in html
    assert "October 2007" in html


class TestCommitment:
    def listed(self, commitment, query=""):
        html = get("/en/working-group/commitments/" + query)
        return html[html.index(commitment.get_absolute_url()) :].split("</tr>")[0]

    def test_commitment_under_naalc_is_never_overdue(self):
        old = factories.published(factories.commitment(undertaken="2004-09", due="2005"))
        assert "Archived" in self.listed(old)
        assert "Overdue" not in self.listed(old)

    def test_overdue_commitment_says_so(self):
        late = factories.published(factories.commitment(undertaken="2021", due="2022-01", program=2021))
        assert "Overdue" in self.listed(late)
        assert late.get_absolute_url() in get(GROUP["en"])

    @pytest.mark.parametrize("precision", [4, 7, 10])
    def test_commitment_is_not_overdue_before_due_date_passes(self, precision):
        today = timezone.localdate().isoformat()[:precision]
        due = factories.published(factories.commitment(undertaken="2021", due=today))
        assert "Overdue" not in self.listed(due)

    def test_state_is_that_of_last_step(self):
        commitment = factories.published(factories.commitment(undertaken="2021", due="2022"))
        factories.commitment_step(commitment=commitment, state="done", date="2023-02")
        factories.commitment_step(commitment=commitment, state="planned", date="2021")
        assert "Completed" in self.listed(commitment, "?state=done")
        assert "Overdue" not in self.listed(commitment)
        assert commitment.get_absolute_url() not in get("/en/working-group/commitments/?state=planned")
        assert commitment not in Commitment.objects.active()

    def test_commitment_without_step_shows_no_state(self):
        commitment = factories.published(factories.commitment(undertaken="2021"))
        assert 'class="tag' not in self.listed(commitment, "?state=unknown")


@pytest.mark.parametrize("precision", [4, 7, 10])
def test_meeting_of_today_or_this_month_is_upcoming(precision):
    today = timezone.localdate().isoformat()[:precision]
    meeting = factories.published(factories.meeting(start=today))
    assert meeting in Meeting.objects.upcoming()
    assert meeting not in Meeting.objects.past()
    assert NOT_SCHEDULED["en"] not in get(GROUP["en"])


def test_ongoing_meeting_is_not_latest():
    day = datetime.timedelta(days=1)
    now = timezone.localdate()
    meeting = factories.published(factories.meeting(start=(now - day).isoformat(), end=(now + day).isoformat()))
    assert meeting in Meeting.objects.upcoming()


def test_meeting_in_two_countries_is_found_under_each():
    for code in ("US", "MX"):
        assert "El Paso" in meetings("en", f"?year=2003&country={factories.country(code).pk}")


@pytest.mark.parametrize(
    ("date", "is_ring"), [("1998-02-18", False), ("1998-02", True), ("1998", True), ("", True)], ids=str
)
def test_case_marks_steps_without_known_day(date, is_ring):
    submission = factories.submission()
    factories.submission_step(submission=submission, kind="hearing", date=date)
    html = get(factories.published(submission).get_url("en"))
    assert ('class="stages__about"' in html) == is_ring


def test_case_hides_unpublished_office():
    office = factories.office(country=factories.country("CA"), title_en="Hidden office", title_fr="Caché")
    case = factories.published(factories.submission(office=office))
    assert "Hidden office" not in get(case.get_url("en"))
    assert "Hidden office" not in get("/en/working-group/public-communications/")


def test_participants_are_grouped_by_side_and_country():
    meeting = factories.meeting()
    for name, side, code in (("Wera", "workers", "US"), ("Eva", "employers", "CA"), ("Gil", "government", "MX")):
        meeting.participants.create(name=name, side=side, country=factories.country(code))
    html = get(factories.published(meeting).get_absolute_url())
    words = ["<h3>Government</h3>", "Gil", "(Mexico)", "<h3>Employers</h3>", "Eva", "<h3>Workers</h3>", "Wera"]
    places = [html.index(word) for word in words]
    assert places == sorted(places)


def test_timeline_starts_with_declaration_and_canada_joining():
    html = get(GROUP["en"])
    timeline = html[html.index("Timeline</h2>") :]
    assert timeline.index("June 11, 2002") < timeline.index("September 2002") < timeline.index("April 26–27, 2004")


@pytest.mark.parametrize(
    ("undertaken", "on_record"), [("2020-06-30", True), ("2020", True), ("2020-07", False), ("2020-07-01", False)]
)
def test_commitment_is_on_record_before_naalc_end(undertaken, on_record):
    assert factories.commitment(undertaken=undertaken).is_on_record == on_record
    assert Commitment.objects.on_record().filter(undertaken=undertaken).exists() == on_record
