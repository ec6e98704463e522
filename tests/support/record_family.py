"""Three records of one model, of Mexico, of the United States and of all three, with all that could tell of them.

Each carries a word of its own in every text, part, version and note. Around them stand records that no Mexican may see,
which they lead to or which lead to them, and public ones of the United States.
"""

import re
from datetime import UTC, datetime
from functools import cached_property, partial

from django.contrib.admin.models import CHANGE, LogEntry

from portal.drafts.models import Draft
from portal.editing.scoping import get_form_fields
from portal.history.models import Event, get_versions, record_version
from portal.history.snapshots import get_object_key, take_snapshot
from portal.i18n.languages import LANGUAGES, get_translated_fields, localized_field_name
from portal.models import Picture
from portal.previews.models import Preview
from portal.publishing.change_notes import ChangeNote
from portal.publishing.consents import Consent
from portal.publishing.models import Publishable, finalize_save
from portal.records.models import OwnedMixin, Status
from portal.records.parts import get_parts, get_root_field
from tests.support import factories

# Whose a record is, as the policy puts it in the eyes of a Mexican editor; and the word that it carries.
PLACES = {"own": "MX", "another's": "US", "trinational": None}
WORDS = {"own": "zzqown", "another's": "zzqanother", "trinational": "zzqeveryones"}
PUBLIC = "zzqpublic"
EVERY_WORD = "zzq"
NEW = "zzq-new"
LIVE = {"status": Status.PUBLISHED, "publish_at": datetime(2004, 1, 1, tzinfo=UTC)}
# One part of each kind that a factory does not make with its record.
PARTS = {
    "names": {"current": True}, "addresses": {"current": True, "telephone": "1"},
    "files": {"language": "en", "address": "https://www.osha.gov/a"},
    "links": {"address": "https://www.osha.gov/b"}, "holders": {"name": "Someone"}, "members": {"name": "Someone"},
    "participants": {"name": "Someone"}, "goals": {"emphasis": "training"}, "reports": {"year": 2005},
    "contacts": {"name": "Someone"}, "pictures": {"picture": partial(factories.picture, **factories.DESCRIBED)},
}  # fmt: skip
STEPS = {"submission": {"kind": "filed", "date": "1998"}, "commitment": {"state": "planned", "date": "2005"}}


def factory_of(model):
    """factories.news_item for NewsItem."""
    return getattr(factories, re.sub(r"(?<=[a-z])(?=[A-Z])", "_", model.__name__).lower())


def make(model, country, word, **fields):
    """A record of a country, whole, that says `word` in each of its texts."""
    record = factory_of(model)(country=country and factories.country(country), **fields)
    for name in getattr(model, "parts", ()):
        part = STEPS[model._meta.model_name] if name == "steps" else PARTS.get(name, {})
        if not getattr(record, name).exists():
            part = {column: value() if callable(value) else value for column, value in part.items()}
            getattr(record, name).create(**part)
    for row in (record, *get_parts(record)):
        say(row, word)
    return record


def say(row, word):
    """Puts `word` into each text of a row, in three languages."""
    for field in get_translated_fields(type(row)):
        for language in LANGUAGES if field != "slug" else ():
            setattr(row, localized_field_name(field, language), word)
    if hasattr(row, "name") and "name" not in get_translated_fields(type(row)):
        row.name = word
    row.save()


def remember(record, word):
    """What is kept of a record beside itself: two versions, a note to readers, an entry in the log."""
    finalize_save(record, Event.SAVED, by=None, note=word)
    once = f"{word} once"
    get_versions(record).update(snapshot=said_once(take_snapshot(record), word, once))
    finalize_save(record, Event.SAVED, by=None, note=word)
    ChangeNote.objects.create(record=record, text_en=word, text_es=word, text_fr=word)
    someone = factories.editor()
    LogEntry.objects.log_actions(someone.pk, [record], CHANGE, change_message=word, single_object=True)


def said_once(rows, word, once):
    """A snapshot as it was when the texts still said something else."""
    texts = {localized_field_name(field, language) for field in ("summary", "alt") for language in LANGUAGES}
    return {
        key: {column: once if column in texts and value == word else value for column, value in columns.items()}
        for key, columns in rows.items()
    }


def relations(model):
    """Where records of a model, or their parts, lead to somebody's records: (accessor of the part or "", field)."""
    owners = [("", model), *((name, model._meta.get_field(name).related_model) for name in getattr(model, "parts", ()))]
    return [
        (part, field)
        for part, owner in owners
        for field in get_form_fields(owner)
        if field.is_relation
        and issubclass(field.related_model, OwnedMixin)
        and field.related_model is not (part and model)
    ]


def relate(row, field, record):
    """Makes a row lead to a record."""
    if field.many_to_many:
        getattr(row, field.name).add(record)
    else:
        setattr(row, field.name, record)
        row.save()


def hidden_word(model):
    """The word of those records of a model that lead to the family, or that it leads to."""
    return f"zzqhidden{model._meta.model_name}"


def state_of(record):
    """All that is kept of a record; once it is gone, its versions alone."""
    model = type(record)
    if not (row := model._base_manager.filter(pk=record.pk).first()):
        return get_versions(record).count()
    clock = [getattr(row, name, None) for name in ("status", "publish_at", "withdraw_at", "changed_at")]
    about = {"content_type__model": model._meta.model_name, "object_id": record.pk}
    kept = [list(one.objects.filter(**about).order_by("pk").values()) for one in (ChangeNote, Consent, Draft)]
    kept.append(Preview.objects.filter(shared=True, **about).count())
    return take_snapshot(row), clock, kept, get_versions(record).count()


class Family:
    """The records of one model that a walk asks for."""

    def __init__(self, model):
        self.model = model
        places = {place: code for place, code in PLACES.items() if code is None or not model.trinational_only}
        self.records = {place: make(model, code, WORDS[place]) for place, code in places.items()}
        self.hidden_models, self.incoming = set(), []
        self.filled = {}  # what a browser would send of each record's form
        self.public = {
            field.name: self.make_public(field.related_model) for part, field in relations(model) if not part
        }
        mexican = [record for place, record in self.records.items() if place != "another's"]
        for record in mexican:
            self.lead_away_from(record)
            self.lead_to(record)
        for place, record in self.records.items():
            remember(record, WORDS[place])

    def make_public(self, model):
        """A public record of the United States; a picture is none by itself."""
        record = make(model, "US", PUBLIC)
        if issubclass(model, Publishable):
            model.objects.filter(pk=record.pk).update(**LIVE)
        return record

    def make_hidden(self, model, **fields):
        """A draft of the United States."""
        self.hidden_models.add(model)
        return make(model, "US", hidden_word(model), **fields)

    def lead_away_from(self, record):
        """Makes the record and its parts lead to drafts of another country."""
        for part, field in relations(self.model):
            row = getattr(record, part).first() if part else record
            relate(row, field, self.make_hidden(field.related_model))

    def lead_to(self, record):
        """Makes drafts of another country, or parts of them, lead to the record."""
        for relation in self.model._meta.related_objects:
            field, related = relation.field, relation.related_model
            whole = get_root_field(related)
            if issubclass(related, OwnedMixin):
                other = row = self.make_hidden(related)
            elif whole and whole.related_model is not self.model:
                other = self.make_hidden(whole.related_model)
                row = related._base_manager.filter(**{whole.name: other}).first()
            else:
                continue
            relate(row, field, record)
            self.incoming.append(other)

    @cached_property
    def source(self):
        """A field of some model that leads to this one, None where none does."""
        fields = (relation.field for relation in self.model._meta.related_objects)
        return next((field for field in fields if issubclass(field.model, OwnedMixin)), None)

    def update(self, **fields):
        """Puts all the records into one state, past the transitions."""
        for record in self.records.values():
            type(record)._base_manager.filter(pk=record.pk).update(**fields)

    def request_approval(self):
        """Asks Mexico's office for its consent to each of the records."""
        for record in self.records.values():
            Consent.objects.create(record=record, country=factories.country("MX"))

    def draft(self, state=Draft.State.DRAFT, was=None):
        """A draft of each record that says something new in each language, and whose author is nobody who walks."""
        for record in self.records.values():
            columns = [localized_field_name(self.text, language) for language in LANGUAGES]
            texts = {column: {"was": was or getattr(record, column), "now": NEW} for column in columns}
            Draft.objects.create(record=record, state=state, changes={get_object_key(record): texts})

    def draft_in_review(self):
        self.draft(Draft.State.IN_REVIEW)

    def draft_scheduled(self):
        self.draft(Draft.State.SCHEDULED)
        Draft.objects.update(publish_at="2098-01-01T00:00Z")

    def collide(self):
        """A draft of each record that changes what has changed in public as well."""
        self.draft(was="as it was")

    def delete(self):
        """Deletes the records as the admin does, with a last version."""
        self.free()
        for place, record in self.records.items():
            record_version(record, Event.DELETED, by=None, note=WORDS[place])
            type(record)._base_manager.filter(pk=record.pk).delete()

    def state(self):
        """All that is kept of the records, in one value that can be compared."""
        return [state_of(record) for record in self.records.values()]

    def free(self):
        """Deletes what leads to the records, so that they can be deleted."""
        for other in self.incoming:
            type(other)._base_manager.filter(pk=other.pk).delete()

    @property
    def offers_public(self):
        """Whether the form of a new record has public records of another country to choose from."""
        return any(isinstance(record, Publishable) for record in self.public.values())

    @property
    def is_publishable(self):
        return issubclass(self.model, Publishable)

    @property
    def text(self):
        """The unsuffixed name of a text that has no rules of its own."""
        return "summary" if self.is_publishable else "alt"

    def new(self):
        """What is sent to add a record: like the first one, in other words, without parts and beside public records."""
        place, filled = next(iter(self.filled.items()))
        own = {
            name: [value.replace(WORDS[place], NEW) for value in values]
            for name, values in filled.items()
            if not re.search(r"-(\d+|__prefix__)-", name)
        }
        counts = {name: "0" for name in own if name.endswith(("-TOTAL_FORMS", "-INITIAL_FORMS"))}
        unique = {field.name: NEW for field in get_form_fields(self.model) if field.unique}
        slugs = {localized_field_name("slug", language): "" for language in LANGUAGES}
        related = {name: "" if isinstance(record, Picture) else record.pk for name, record in self.public.items()}
        return own | counts | unique | slugs | related
