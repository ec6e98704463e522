"""Fixtures of the permission matrix: three records of a model, of Mexico, the United States and all three countries.

Each has its own word in every text, child, version and note. They are related to records that no Mexican editor may
see, and to public ones of the United States.
"""

import re
from datetime import UTC, datetime
from functools import cached_property, partial

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import models

from portal.drafts.models import Draft
from portal.editing.scoping import get_form_fields
from portal.history.models import Event, get_versions, record_version
from portal.history.snapshots import get_object_key, take_snapshot
from portal.i18n.languages import LANGUAGES, get_translated_fields, localized_field_name
from portal.models import Picture
from portal.previews.models import Preview
from portal.publishing.approvals import Approval
from portal.publishing.change_notes import ChangeNote
from portal.publishing.models import Publishable, finalize_save
from portal.records.models import OwnedMixin, Status
from portal.records.parts import get_parts, get_root_field
from tests.support import factories
from tests.support.approvals import approve_for_all

# Owners of the records, as the policy names them for a Mexican editor, and the word in their texts.
PLACES = {"own": "MX", "another's": "US", "trinational": None}
WORDS = {"own": "zzqown", "another's": "zzqanother", "trinational": "zzqeveryones"}
PUBLIC = "zzqpublic"
EVERY_WORD = "zzq"
NEW = "zzq-new"
LIVE = {"status": Status.PUBLISHED, "publish_at": datetime(2004, 1, 1, tzinfo=UTC)}
# Field values of children that the factory of a record does not create.
PARTS = {
    "names": {"current": True}, "addresses": {"current": True, "telephone": "1"},
    "files": {"language": "en", "address": "https://www.osha.gov/a"},
    "links": {"web_address_en": "https://www.osha.gov/b"}, "holders": {"name": "Someone"},
    "members": {"name": "Someone"},
    "participants": {"name": "Someone"}, "goals": {"emphasis": "training"}, "reports": {"year": 2005},
    "contacts": {"name": "Someone"}, "pictures": {"picture": partial(factories.picture, **factories.ALT_TEXTS)},
    "entries": {"need": "danger"}, "values": {"year": 2005, "value": 1}, "definitions": {"topic": "diseases"},
}  # fmt: skip
STEPS = {"submission": {"kind": "filed", "date": "1998"}, "commitment": {"state": "planned", "date": "2005"}}


def get_factory(model):
    """Return the factory of a model: factories.news_item for NewsItem."""
    return getattr(factories, re.sub(r"(?<=[a-z])(?=[A-Z])", "_", model.__name__).lower())


def make_record(model, country, word, **fields):
    """Create a complete record of a country with `word` in each text."""
    record = get_factory(model)(country=country and factories.country(country), **fields)
    for name in getattr(model, "parts", ()):
        part = STEPS[model._meta.model_name] if name == "steps" else PARTS.get(name, {})
        if name == "answers":
            part = {"question": factories.question(section=record.section)}
        if not getattr(record, name).exists():
            part = {column: value() if callable(value) else value for column, value in part.items()}
            getattr(record, name).create(**part)
    for row in (record, *get_parts(record)):
        fill_texts(row, word)
    return record


def fill_texts(row, word):
    """Set each text of a row to `word`, in three languages. Slugs and URLs are no texts."""
    for field in get_translated_fields(type(row)):
        is_text = field != "slug" and not isinstance(row._meta.get_field(field), models.URLField)
        for language in LANGUAGES if is_text else ():
            setattr(row, localized_field_name(field, language), word)
    if hasattr(row, "name") and "name" not in get_translated_fields(type(row)):
        row.name = word
    row.save()


def add_history(record, word):
    """Create two versions, a change note and an admin log entry of a record."""
    finalize_save(record, Event.SAVED, by=None, note=word)
    once = f"{word} once"
    get_versions(record).update(snapshot=replace_texts(take_snapshot(record), word, once))
    finalize_save(record, Event.SAVED, by=None, note=word)
    ChangeNote.objects.create(record=record, text_en=word, text_es=word, text_fr=word)
    someone = factories.editor()
    LogEntry.objects.log_actions(someone.pk, [record], CHANGE, change_message=word, single_object=True)


def replace_texts(rows, word, once):
    """Return a snapshot with other texts."""
    texts = {localized_field_name(field, language) for field in ("summary", "alt") for language in LANGUAGES}
    return {
        key: {column: once if column in texts and value == word else value for column, value in columns.items()}
        for key, columns in rows.items()
    }


def get_owned_relations(model):
    """Return the relations of a model and its children to owned records: [(accessor of the children or "", field)]."""
    owners = [("", model), *((name, model._meta.get_field(name).related_model) for name in getattr(model, "parts", ()))]
    return [
        (part, field)
        for part, owner in owners
        for field in get_form_fields(owner)
        if field.is_relation
        and issubclass(field.related_model, OwnedMixin)
        and field.related_model is not (part and model)
    ]


def set_relation(row, field, record):
    """Relate a row to a record."""
    if field.many_to_many:
        getattr(row, field.name).add(record)
    else:
        setattr(row, field.name, record)
        row.save()


def get_hidden_word(model):
    """Return the word in the texts of hidden related records of a model."""
    return f"zzqhidden{model._meta.model_name}"


def get_stored_state(record):
    """Return everything stored about a record in one comparable value; of a deleted one, its version count."""
    model = type(record)
    if not (row := model._base_manager.filter(pk=record.pk).first()):
        return get_versions(record).count()
    clock = [getattr(row, name, None) for name in ("status", "publish_at", "withdraw_at", "changed_at")]
    about = {"content_type__model": model._meta.model_name, "object_id": record.pk}
    related = [list(other.objects.filter(**about).order_by("pk").values()) for other in (ChangeNote, Approval, Draft)]
    related.append(Preview.objects.filter(shared=True, **about).count())
    return take_snapshot(row), clock, related, get_versions(record).count()


class RecordFixtures:
    """The records of one model, with their related records and history."""

    def __init__(self, model):
        self.model = model
        places = {place: code for place, code in PLACES.items() if code is None or not model.trinational_only}
        self.records = {place: make_record(model, code, WORDS[place]) for place, code in places.items()}
        self.hidden_models, self.incoming = set(), []
        self.form_data = {}  # form data of each record
        self.public = {
            field.name: self.make_public(field.related_model) for part, field in get_owned_relations(model) if not part
        }
        mexican = [record for place, record in self.records.items() if place != "another's"]
        for record in mexican:
            self.add_outgoing_relations(record)
            self.add_incoming_relations(record)
        for place, record in self.records.items():
            add_history(record, WORDS[place])

    def make_public(self, model):
        """Create a public record of the United States; a picture has no status of its own."""
        record = make_record(model, "US", PUBLIC)
        if issubclass(model, Publishable):
            model.objects.filter(pk=record.pk).update(**LIVE)
        return record

    def make_hidden(self, model, **fields):
        """Create a draft of the United States."""
        self.hidden_models.add(model)
        return make_record(model, "US", get_hidden_word(model), **fields)

    def add_outgoing_relations(self, record):
        """Relate the record and its children to drafts of another country."""
        for part, field in get_owned_relations(self.model):
            if field.related_model.trinational_only:
                continue  # every editor sees it
            row = getattr(record, part).first() if part else record
            set_relation(row, field, self.make_hidden(field.related_model))

    def add_incoming_relations(self, record):
        """Relate drafts of another country, or their children, to the record."""
        for relation in self.model._meta.related_objects:
            field, related = relation.field, relation.related_model
            if related is self.model:
                continue  # a jurisdiction that is part of another one has no parts
            whole = get_root_field(related)
            if issubclass(related, OwnedMixin):
                other = row = self.make_hidden(related)
            elif whole and whole.related_model is not self.model:
                other = self.make_hidden(whole.related_model)
                row = related._base_manager.filter(**{whole.name: other}).first()
            else:
                continue
            set_relation(row, field, record)
            self.incoming.append(other)

    @cached_property
    def source(self):
        """Return a field of an owned model that refers to this model, None if there is none."""
        fields = (relation.field for relation in self.model._meta.related_objects)
        return next((field for field in fields if issubclass(field.model, OwnedMixin)), None)

    def update(self, **fields):
        """Set columns of all records without running a transition."""
        for record in self.records.values():
            type(record)._base_manager.filter(pk=record.pk).update(**fields)

    def request_approval(self):
        """Request the approval of Mexico's office to each record."""
        for record in self.records.values():
            Approval.objects.create(record=record, country=factories.country("MX"))

    def approve(self):
        """Give the approval of each office to the trinational records, or their drafts."""
        for record in self.records.values():
            if record.country_id is None:
                approve_for_all(record)

    def approved_draft(self):
        """Create a draft of each record, approved where that is required."""
        self.draft()
        self.approve()

    def draft(self, state=Draft.State.DRAFT, was=None):
        """Create a draft of each record with a new text in each language and without an author."""
        for record in self.records.values():
            columns = [localized_field_name(self.text, language) for language in LANGUAGES]
            texts = {column: {"was": was or getattr(record, column), "now": NEW} for column in columns}
            Draft.objects.create(record=record, state=state, changes={get_object_key(record): texts})

    def draft_in_review(self):
        self.draft(Draft.State.IN_REVIEW)

    def draft_scheduled(self):
        self.draft(Draft.State.SCHEDULED)
        Draft.objects.update(publish_at="2098-01-01T00:00Z")

    def add_conflict(self):
        """Create a draft of each record that conflicts with its published version."""
        self.draft(was="as it was")

    def delete(self):
        """Delete the records as the admin does, with a last version."""
        self.delete_incoming()
        for place, record in self.records.items():
            record_version(record, Event.DELETED, by=None, note=WORDS[place])
            type(record)._base_manager.filter(pk=record.pk).delete()

    def state(self):
        """Return everything stored about the records in one comparable value."""
        return [get_stored_state(record) for record in self.records.values()]

    def delete_incoming(self):
        """Delete the records that protect these from deletion."""
        for other in self.incoming:
            type(other)._base_manager.filter(pk=other.pk).delete()

    @property
    def has_public_choices(self):
        """Return whether the add form offers public records of another country."""
        return any(isinstance(record, Publishable) for record in self.public.values())

    @property
    def is_publishable(self):
        return issubclass(self.model, Publishable)

    @property
    def text(self):
        """Return the base name of a text field without special rules."""
        return "summary" if self.is_publishable else "alt"

    def new(self):
        """Return form data for a new record: that of the first one with new texts, public relations, no children."""
        place, form_data = next(iter(self.form_data.items()))
        own = {
            name: [value.replace(WORDS[place], NEW) for value in values]
            for name, values in form_data.items()
            if not re.search(r"-(\d+|__prefix__)-", name)
        }
        counts = {name: "0" for name in own if name.endswith(("-TOTAL_FORMS", "-INITIAL_FORMS"))}
        unique = {field.name: NEW for field in get_form_fields(self.model) if field.unique}
        slugs = {localized_field_name("slug", language): "" for language in LANGUAGES}
        related = {name: "" if isinstance(record, Picture) else record.pk for name, record in self.public.items()}
        return own | counts | unique | slugs | related
