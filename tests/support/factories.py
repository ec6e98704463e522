"""Factories of records: drafts that are complete in three languages unless fields say otherwise."""

from functools import cache
from io import BytesIO
from itertools import count
from pathlib import Path
from textwrap import dedent

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import BooleanObject, DictionaryObject, NameObject, TextStringObject

from alliances.models import Agreement, Alliance, Edition, Goal, Hazard, Participant, Product
from news.models import NewsItem, NewsRelease, ReleaseFile, ReleasePicture
from portal.i18n.languages import LANGUAGES, localized_field_name
from portal.models import Country, Document, DocumentFile, Editor, Office, Page, Picture, Synonym, Term
from portal.publishing.workflow import publish
from programs.indicators import Indicator, IndicatorDefinition, IndicatorValue
from programs.models import Answer, Entry, EntryLink, HelpEntry, HelpPlace, Jurisdiction, Question, Section
from workinggroup.models import Commitment, CommitmentStep, Meeting, Post, Subgroup, Submission, SubmissionStep

numbers = count(1)
COUNTRIES = Path(apps.get_app_config("portal").path) / "content" / "countries.yaml"
ALT_TEXTS = {"alt_en": "A helmet", "alt_es": "Un casco", "alt_fr": "Un casque"}
WORDS = {"en": "Safety", "es": "Seguridad", "fr": "Sécurité"}
SOURCE = {
    "source_title_en": "A", "source_title_es": "B", "source_title_fr": "C",
    "source_address_en": "https://www.osha.gov/", "checked_on": "2026",
}  # fmt: skip


def country(code):
    """Return a country of the seed content: "US", "MX" or "CA"."""
    return Country.objects.get(code=code)


def titles():
    """Return a unique title in each language."""
    number = next(numbers)
    return {localized_field_name("title", language): f"{WORDS[language]} {number}" for language in LANGUAGES}


def create(model, fields):
    """Create a record with these fields, and a title in each language if there is none among them."""
    texts = {} if any(name.startswith("title_") for name in fields) else titles()
    record = model(**texts, **fields)
    record.save()
    return record


def news_item(**fields):
    return create(NewsItem, {"date": "2004-04-26", **fields})


def news_release(**fields):
    return create(NewsRelease, {"date": "2004-04-08", **fields})


@cache
def pdf_bytes(*, title="", language="", pages=1, tagged=False, words=""):
    """Return the bytes of a PDF; different `words` give different bytes."""
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
    """Return an uploaded PDF."""
    return SimpleUploadedFile(name, pdf_bytes(**fields), "application/pdf")


def release_file(**fields):
    """Create an attachment of a release, or of a new one."""
    release = fields.pop("release", None) or news_release()
    given = {} if any(name.startswith("title_") for name in fields) else titles()
    return ReleaseFile.objects.create(**{"release": release, "language": "en", "file": pdf_file(), **given, **fields})


def office(**fields):
    return create(Office, fields)


def page(**fields):
    return create(Page, {"key": f"page-{next(numbers)}", **fields})


def document(**fields):
    return create(Document, {"kind": "report", **fields})


def png_bytes(width=3, height=2):
    """Return the bytes of a single-colour PNG."""
    buffer = BytesIO()
    Image.new("RGB", (width, height), "teal").save(buffer, "PNG")
    return buffer.getvalue()


PIXEL = png_bytes()


def picture_file(width=3, height=2):
    """Return an uploaded PNG."""
    return SimpleUploadedFile("one.png", png_bytes(width, height))


def picture(**fields):
    return Picture.objects.create(**{"file": picture_file(), **fields})


def release_picture(**fields):
    return ReleasePicture.objects.create(**{"picture": fields.get("picture") or picture(**ALT_TEXTS), **fields})


def meeting(**fields):
    return create(Meeting, {"start": "2004-04-26", **fields})


def subgroup(**fields):
    return create(Subgroup, fields)


def post(**fields):
    return create(Post, fields)


def submission(**fields):
    return create(
        Submission, {"number": f"US {next(numbers)}", "office": fields.pop("office", None) or office(), **fields}
    )


def submission_step(**fields):
    return SubmissionStep.objects.create(**fields)


def commitment(**fields):
    return create(Commitment, {"program": 2005, "kind": "project", "undertaken": "2004-09", **fields})


def commitment_step(**fields):
    return CommitmentStep.objects.create(**fields)


def document_file(**fields):
    return DocumentFile.objects.create(**{"document": fields.get("document") or document(), "language": "en", **fields})


def jurisdiction(**fields):
    return create(Jurisdiction, {"languages_of_its_own": ["en"], **fields})


def section(**fields):
    return create(Section, fields)


def entry(**fields):
    parents = {
        "jurisdiction": fields.get("jurisdiction") or jurisdiction(),
        "section": fields.get("section") or section(),
    }
    return create(Entry, {**fields, **parents})


def entry_link(**fields):
    texts = {} if any(name.startswith("text_") for name in fields) else {"text_en": "A", "text_es": "B", "text_fr": "C"}
    has_address = any(name.startswith("web_address_") for name in fields)
    address = {} if has_address else {"web_address_en": "https://www.example.gov/"}
    return EntryLink.objects.create(**{**address, **texts, **fields})


def question(**fields):
    """Create a question of a section, or of a new one."""
    texts = {} if any(name.startswith("title_") for name in fields) else titles()
    return Question.objects.create(**{"section": fields.get("section") or section(), **texts, **fields})


def answer(**fields):
    """Create a confirmed answer of an entry, or of a new one, to a question of its section."""
    of_entry = fields.get("entry") or entry()
    texts = (
        {}
        if any(name.startswith("body_") for name in fields)
        else {f"body_{language}": f"<p>{WORDS[language]} {next(numbers)}</p>" for language in LANGUAGES}
    )
    parents = {"entry": of_entry, "question": fields.get("question") or question(section=of_entry.section)}
    return Answer.objects.create(**{**SOURCE, "confirmed": True, **texts, **fields, **parents})


def help_place(**fields):
    return create(HelpPlace, fields)


def help_entry(**fields):
    """Create a confirmed entry of a place, or of a new one, about a danger."""
    place = fields.pop("place", None) or help_place()
    texts = {} if any(name.startswith("title_") for name in fields) else titles()
    return HelpEntry.objects.create(
        **{"place": place, "need": "danger", "confirmed": True, **SOURCE, **texts, **fields}
    )


def indicator(*, counts=(), **fields):
    """Create an indicator of deaths with a confirmed value for each of these counts, (year, value)."""
    made = create(
        Indicator, {"kind": "deaths", "unit_en": "deaths", "unit_es": "muertes", "unit_fr": "décès", **fields}
    )
    for year, value in counts:
        indicator_value(indicator=made, year=year, value=value)
    return made


SOURCE = {
    "source_title_en": "A", "source_title_es": "B", "source_title_fr": "C", "checked_on": "2026", "confirmed": True,
    "source_address_en": "https://www.bls.gov/",
}  # fmt: skip


def indicator_value(**fields):
    """Create a confirmed value of an indicator, or of a new one."""
    made = fields.pop("indicator", None) or indicator()
    return IndicatorValue.objects.create(**{"indicator": made, "year": 2004, "value": 10, **SOURCE, **fields})


def indicator_definition(**fields):
    """Create a confirmed definition of an indicator, or of a new one."""
    made = fields.pop("indicator", None) or indicator()
    texts = {"text_en": "Included", "text_es": "Se incluyen", "text_fr": "Comprises"}
    return IndicatorDefinition.objects.create(**{"indicator": made, "topic": "diseases", **SOURCE, **texts, **fields})


def alliance(*, agreements=(("signed", "2004-12-07"),), participants=("consulate",), **fields):
    """Create an alliance with these agreements, (kind, date), and a participant of each of these kinds."""
    made = create(Alliance, {"level": "national", **fields})
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


def term(**fields):
    number = next(numbers)
    names = {localized_field_name("term", language): f"{WORDS[language]} {number}" for language in LANGUAGES}
    return Term.objects.create(**{"key": f"term-{number}", "theme": Term.Theme.SAFETY, **names, **fields})


def synonym(**fields):
    number = next(numbers)
    return Synonym.objects.create(**{"words": f"first-{number}, second-{number}", **fields})


def product(*, alliances=(), languages=("en",), hazards=(), **fields):
    """Create a free product of these alliances (or a new public one) with a URL in each of these languages."""
    made = create(Product, {"format": "booklet", "is_free": True, **fields})
    made.alliances.set(alliances or [published(alliance())])
    made.hazards.set(hazards)
    for language in languages:
        Edition.objects.create(product=made, language=language, address=f"https://www.osha.gov/{made.pk}/{language}")
    return made


def editor(*, roles=(), countries=(), **fields):
    """Create an editor with these roles in these countries: ("publisher",), ("MX",)."""
    made = Editor.objects.create_user(**{"username": f"editor-{next(numbers)}", "is_staff": True, **fields})
    made.groups.set(Group.objects.filter(name__in=roles))
    made.countries.set(Country.objects.filter(code__in=countries))
    return made


def administrator(**fields):
    """Create a superuser with a second factor, which a production installation demands."""
    made = editor(is_superuser=True, **fields)
    TOTP.activate(made, generate_totp_secret())
    return made


def published(record):
    """Publish a record and return it."""
    publish(record, by=None, without_approval=True)
    return record


def write_content_file(folder, text, name="content.yaml"):
    """Write a content file and return its path."""
    path = folder / name
    path.write_text(dedent(text), encoding="utf-8")
    return path


def published_document(**fields):
    """Create a public document with a URL in English."""
    made = document(**fields)
    document_file(document=made, address="https://www.dol.gov/")
    return published(made)


def live_alliance_of(*kinds, **fields):
    return published(alliance(participants=kinds, **fields))


def live_alliance(**fields):
    return published(alliance(**fields))
