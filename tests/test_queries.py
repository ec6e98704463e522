"""Query counts of lists do not depend on the number of records."""

import pytest

from alliances.models import Alliance, Edition, Hazard, Product
from news.models import NewsItem, NewsRelease
from portal.models import Document, DocumentFile, Office, OfficeAddress, OfficeName, Page
from programs.models import Entry, HelpPlace, Jurisdiction, Section
from tests.support import factories
from tests.support.queries import count_queries
from workinggroup.models import Commitment, Meeting, Post, PostHolder, Subgroup, Submission

pytestmark = pytest.mark.django_db


@pytest.fixture
def empty():
    """Delete all records except the pages of the menu."""
    register = (Commitment, Submission, Meeting, Post, Subgroup)
    programs = (Entry, Jurisdiction, Section)
    directory = (Edition, Product, Alliance)
    for records in (HelpPlace.objects.all(), Entry.objects.all(), Jurisdiction.objects.exclude(parent=None)):
        records.delete()
    for model in (
        *directory,
        *register,
        NewsRelease,
        NewsItem,
        *programs,
        OfficeName,
        OfficeAddress,
        DocumentFile,
        Document,
    ):
        model._base_manager.all().delete()
    Office._base_manager.all().delete()


def add_news_item():
    item = factories.published(factories.news_item(date="2004-04-26"))
    factories.published(factories.news_release(item=item, country=factories.country("US")))
    factories.published(factories.news_release(item=item, country=factories.country("MX")))


def add_release():
    office = factories.published(factories.office(country=factories.country("CA")))
    factories.published(factories.news_release(date="2099", country=factories.country("MX"), office=office))


def add_section(jurisdictions=1):
    section = factories.published(factories.section())
    for number in range(jurisdictions):
        jurisdiction = factories.published(factories.jurisdiction(country=factories.country("CA")))
        entry = factories.entry(section=section, jurisdiction=jurisdiction, label_en=f"Label {number}")
        factories.entry_link(entry=entry)
        factories.published(entry)
    return section


def add_office():
    office = factories.office(country=factories.country("CA"))
    OfficeName.objects.create(office=office, name_en="Office", current=True)
    OfficeName.objects.create(office=office, name_en="Former office")
    OfficeAddress.objects.create(office=office, telephone="1", current=True)
    factories.published(office)


def add_document():
    document = factories.document(issued="2004", country=factories.country("US"))
    factories.document_file(document=document, language="en", address="https://www.dol.gov/")
    factories.document_file(document=document, language="fr", address="https://www.dol.gov/fr")
    factories.published(document)


def add_meeting():
    meeting = factories.meeting(country=factories.country("US"))
    meeting.hosts.add(factories.country("CA"))
    meeting.subgroups.add(factories.published(factories.subgroup()))
    factories.published(meeting)


def add_other_meeting():
    meeting = factories.meeting(kind=Meeting.Kind.OTHER, country=factories.country("CA"))
    meeting.hosts.add(factories.country("MX"))
    factories.published(meeting)


def add_commitment():
    commitment = factories.commitment(undertaken="2021", lead=factories.country("MX"))
    factories.commitment_step(commitment=commitment, state="planned", date="2021")
    factories.published(commitment)


def add_case():
    office = factories.published(factories.office(country=factories.country("CA")))
    submission = factories.submission(office=office, issues=["prevention"])
    submission.countries_concerned.add(factories.country("US"))
    factories.submission_step(submission=submission, kind="filed", date="1998")
    factories.submission_step(submission=submission, kind="agreement", date="2002")
    factories.published(submission)


def add_post():
    post = factories.post(country=factories.country("MX"))
    PostHolder.objects.create(post=post, name="Someone", named_from="2004")
    factories.published(post)


def add_subgroup():
    factories.published(factories.subgroup())


def add_alliance():
    kinds = (("signed", "2004"), ("renewed", "2006-05"))
    alliance = factories.alliance(agreements=kinds, country=factories.country("US"), participants=("consulate", ""))
    alliance.participants.update(country=factories.country("MX"))
    factories.published(alliance)


def add_product():
    hazards = [Hazard.objects.first(), factories.hazard()]
    factories.published(factories.product(languages=("en", "vi"), hazards=hazards, audiences=["workers"]))


@pytest.mark.parametrize(
    ("path", "add"),
    [
        ("/en/", add_news_item), ("/fr/nouvelles/", add_news_item), ("/es/noticias/2004/", add_news_item),
        ("/en/news/releases/", add_release), ("/es/noticias/canal/", add_release),
        ("/fr/nouvelles/fil/", add_news_item),
        ("/en/", add_section), ("/es/programas/", add_section), ("/fr/bureaux/", add_office), ("/en/", add_office),
        ("/sitemap.xml", add_document), ("/sitemap.xml", add_section),
        ("/es/grupo-de-trabajo/documentos/", add_document), ("/en/working-group/meetings/", add_meeting),
        ("/fr/groupe-de-travail/", add_meeting), ("/fr/groupe-de-travail/", add_commitment),
        ("/es/grupo-de-trabajo/compromisos/", add_commitment), ("/en/working-group/public-communications/", add_case),
        ("/fr/groupe-de-travail/autres-reunions/", add_other_meeting),
        ("/fr/groupe-de-travail/", add_post), ("/en/working-group/", add_subgroup),
        ("/es/alianzas/directorio/", add_alliance), ("/fr/alliances/repertoire/?level=national", add_alliance),
        ("/en/alliances/", add_product), ("/es/alianzas/materiales/?language=vi", add_product),
    ],
)  # fmt: skip
def test_list_query_count_is_constant(empty, path, add):
    add()
    count_with_one = count_queries(path)
    add()
    add()
    assert count_queries(path) == count_with_one


def test_office_query_count_is_constant(empty):
    office = factories.published(factories.office(country=factories.country("CA")))
    counts = []
    for number in (1, 2):
        for _ in range(number):
            factories.published(factories.news_release(country=factories.country("MX"), office=office))
        counts.append(count_queries(office.get_absolute_url()))
    assert counts[0] == counts[1]


def test_item_query_count_is_constant(empty):
    item = factories.published(factories.news_item())
    counts = []
    for _ in range(2):
        office = factories.published(factories.office(country=factories.country("CA")))
        factories.published(factories.news_release(item=item, country=factories.country("MX"), office=office))
        counts.append(count_queries(item.get_absolute_url()))
    assert counts[0] == counts[1]


def test_section_query_count_is_constant(empty):
    single, triple = add_section(jurisdictions=1), add_section(jurisdictions=3)
    assert count_queries(single.get_absolute_url()) == count_queries(triple.get_absolute_url())


def test_jurisdiction_query_count_is_constant(empty):
    section = add_section()
    jurisdiction = section.entries.get().jurisdiction
    count_with_one = count_queries(jurisdiction.get_absolute_url())
    for _ in range(2):
        factories.published(
            factories.entry(
                jurisdiction=jurisdiction, section=factories.published(factories.section()), label_en="Word"
            )
        )
    assert count_queries(jurisdiction.get_absolute_url()) == count_with_one


def test_subgroup_query_count_is_constant(empty):
    subgroup = factories.published(factories.subgroup())

    def add():
        meeting = factories.meeting(country=factories.country("CA"))
        meeting.subgroups.add(subgroup)
        factories.published(meeting)
        commitment = factories.commitment(lead=factories.country("MX"))
        commitment.subgroups.add(subgroup)
        factories.published(commitment)
        subgroup.members.create(name=meeting.title_en, country=factories.country("US"))

    add()
    count_with_one = count_queries(subgroup.get_absolute_url())
    add()
    add()
    assert count_queries(subgroup.get_absolute_url()) == count_with_one


def test_menu_needs_one_query():
    before = count_queries("/en/offices/")
    factories.published(factories.page(place=Page.Place.MENU))
    factories.published(factories.page(place=Page.Place.ABOUT))
    assert count_queries("/en/offices/") == before
