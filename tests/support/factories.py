"""Records for tests, as someone would have saved them: drafts, complete in three languages unless a test says else."""

from functools import cache
from io import BytesIO
from itertools import count
from pathlib import Path
from textwrap import dedent

from django.apps import apps
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import BooleanObject, DictionaryObject, NameObject, TextStringObject

from alliances.models import Agreement, Alliance, Edition, Goal, Hazard, Participant, Product
from news.models import NewsItem, NewsRelease, ReleaseFile, ReleasePicture
from portal.i18n.languages import LANGUAGES, localized_field_name
from portal.models import Country, Document, DocumentFile, Editor, Office, Page, Picture
from programs.models import Entry, EntryLink, Jurisdiction, Section
from tests.support import factories
from workinggroup.models import Commitment, CommitmentStep, Meeting, Post, Subgroup, Submission, SubmissionStep

numbers = count(1)
COUNTRIES = Path(apps.get_app_config("portal").path) / "content" / "countries.yaml"
DESCRIBED = {"alt_en": "A helmet", "alt_es": "Un casco", "alt_fr": "Un casque"}
WORDS = {"en": "Safety", "es": "Seguridad", "fr": "Sécurité"}


def country(code):
    """A government of the first content: "US", "MX" or "CA"."""
    return Country.objects.get(code=code)


def titles():
    """A title in each language that no other record has."""
    number = next(numbers)
    return {localized_field_name("title", language): f"{WORDS[language]} {number}" for language in LANGUAGES}


def save(model, fields):
    """A record with these fields; without any title among them, it has one in each language."""
    texts = {} if any(name.startswith("title_") for name in fields) else titles()
    record = model(**texts, **fields)
    record.save()
    return record


def news_item(**fields):
    return save(NewsItem, {"date": "2004-04-26", **fields})


def news_release(**fields):
    return save(NewsRelease, {"date": "2004-04-08", **fields})


@cache
def pdf(*, title="", language="", pages=1, tagged=False, words=""):
    """The bytes of a PDF; `words` makes it another one."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(72, 72)
    writer.add_metadata({"/Title": title, "/Subject": words} if title else {"/Subject": words})
    if language:
        writer.root_object[NameObject("/Lang")] = TextStringObject(language)
    if tagged:
        writer.root_object[NameObject("/MarkInfo")] = DictionaryObject({NameObject("/Marked"): BooleanObject(True)})
        writer.root_object[NameObject("/StructTreeRoot")] = DictionaryObject()
    sink = BytesIO()
    writer.write(sink)
    return sink.getvalue()


def pdf_file(name="notice.pdf", **fields):
    """A PDF, as a browser sends it."""
    return SimpleUploadedFile(name, pdf(**fields), "application/pdf")


def release_file(**fields):
    """A document attached to a release, or to a new one."""
    release = fields.pop("release", None) or news_release()
    given = {} if any(name.startswith("title_") for name in fields) else titles()
    return ReleaseFile.objects.create(**{"release": release, "language": "en", "file": pdf_file(), **given, **fields})


def office(**fields):
    return save(Office, fields)


def page(**fields):
    return save(Page, {"key": f"page-{next(numbers)}", **fields})


def document(**fields):
    return save(Document, {"kind": "report", **fields})


def png(width=3, height=2):
    """The content of a picture of one colour."""
    buffer = BytesIO()
    Image.new("RGB", (width, height), "teal").save(buffer, "PNG")
    return buffer.getvalue()


PIXEL = png()


def picture_file(width=3, height=2):
    """A picture as a browser sends it."""
    return SimpleUploadedFile("one.png", png(width, height))


def picture(**fields):
    return Picture.objects.create(**{"file": picture_file(), **fields})


def release_picture(**fields):
    return ReleasePicture.objects.create(**{"picture": fields.get("picture") or picture(**DESCRIBED), **fields})


def meeting(**fields):
    return save(Meeting, {"start": "2004-04-26", **fields})


def subgroup(**fields):
    return save(Subgroup, fields)


def post(**fields):
    return save(Post, fields)


def submission(**fields):
    return save(
        Submission, {"number": f"US {next(numbers)}", "office": fields.pop("office", None) or office(), **fields}
    )


def submission_step(**fields):
    return SubmissionStep.objects.create(**fields)


def commitment(**fields):
    return save(Commitment, {"program": 2005, "kind": "project", "undertaken": "2004-09", **fields})


def commitment_step(**fields):
    return CommitmentStep.objects.create(**fields)


def document_file(**fields):
    return DocumentFile.objects.create(**{"document": fields.get("document") or document(), "language": "en", **fields})


def jurisdiction(**fields):
    return save(Jurisdiction, {"languages_of_its_own": ["en"], **fields})


def section(**fields):
    return save(Section, fields)


def entry(**fields):
    parents = {
        "jurisdiction": fields.get("jurisdiction") or jurisdiction(),
        "section": fields.get("section") or section(),
    }
    return save(Entry, {**fields, **parents})


def entry_link(**fields):
    texts = {} if any(name.startswith("text_") for name in fields) else {"text_en": "A", "text_es": "B", "text_fr": "C"}
    return EntryLink.objects.create(**{"address": "https://www.example.gov/", **texts, **fields})


def alliance(*, agreements=(("signed", "2004-12-07"),), participants=("consulate",), **fields):
    """An alliance with these agreements, of (kind, date), and with a participant of each of these kinds."""
    made = save(Alliance, {"level": "national", **fields})
    for kind, date in agreements:
        Agreement.objects.create(alliance=made, kind=kind, date=date)
    for kind in participants:
        participant(alliance=made, kind=kind)
    return made


def participant(**fields):
    return Participant.objects.create(**{"name": f"Participant {next(numbers)}", **fields})


def goal(**fields):
    return Goal.objects.create(**{"text_en": "<p>A</p>", "text_es": "<p>B</p>", "text_fr": "<p>C</p>", **fields})


def hazard(**fields):
    number = next(numbers)
    names = {"name_en": f"Heat {number}", "name_es": f"Calor {number}", "name_fr": f"Chaleur {number}"}
    return Hazard.objects.create(**{"key": f"hazard-{number}", **names, **fields})


def product(*, alliances=(), languages=("en",), hazards=(), **fields):
    """A free product of these alliances, or of a new public one, at an address in each of these languages."""
    made = save(Product, {"format": "booklet", "is_free": True, **fields})
    made.alliances.set(alliances or [published(alliance())])
    made.hazards.set(hazards)
    for language in languages:
        Edition.objects.create(product=made, language=language, address=f"https://www.osha.gov/{made.pk}/{language}")
    return made


def editor(*, roles=(), countries=(), **fields):
    """Someone who may sign in to the admin, with these roles in these countries: ("publisher",), ("MX",)."""
    made = Editor.objects.create_user(**{"username": f"editor-{next(numbers)}", "is_staff": True, **fields})
    made.groups.set(Group.objects.filter(name__in=roles))
    made.countries.set(Country.objects.filter(code__in=countries))
    return made


def published(record):
    """The record, public from now on."""
    record.publish(by=None)
    return record


def content_file(folder, text, name="content.yaml"):
    """A file of the first content."""
    path = folder / name
    path.write_text(dedent(text), encoding="utf-8")
    return path


def published_document(**fields):
    """A public document with an address in English."""
    made = document(**fields)
    document_file(document=made, address="https://www.dol.gov/")
    return published(made)


def live_alliance_of(*kinds, **fields):
    return factories.published(factories.alliance(participants=kinds, **fields))


def live_alliance(**fields):
    return factories.published(factories.alliance(**fields))
