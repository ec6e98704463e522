"""How each row of the policy's addresses of a record is asked, and how its answer reads.

A new address of the admin needs a row in portal/permissions.md and one here: the name of the address and its request,
then what is sent, what of the answer counts as `yes`, and what the records are before.
"""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from django.urls import NoReverseMatch, reverse

from news.models import NewsItem
from portal.drafts.models import Draft
from portal.editing.sessions.models import Presence
from portal.history.models import Event, get_versions
from portal.history.snapshots import get_object_key
from portal.i18n.languages import LANGUAGES, get_translated_fields, localized_field_name
from portal.models import Picture
from portal.previews.models import Preview
from portal.publishing.consents import compute_fingerprint
from portal.records.models import Status
from tests.support import factories
from tests.support.forms import AMENDED, address
from tests.support.html import Filled
from tests.support.policy_walk import Person
from tests.support.record_family import EVERY_WORD, LIVE, NEW, WORDS, Family
from workinggroup.models import Post

# The models that every row is asked of by everyone: one that offices publish, one of the register, and pictures, which
# have no status. Of the others only what a model decides is asked; --exhaustive asks all of all.
IN_FULL = (NewsItem, Post, Picture)
IN_REVIEW = {"status": Status.IN_REVIEW}
SCHEDULED = {**LIVE, "publish_at": "2098-01-01T00:00Z"}


class Asked(NamedTuple):
    """One request: by whom, for which record of which family, and whether it is hidden from them."""

    who: Person
    family: Family
    place: str
    is_hidden: bool

    @property
    def record(self):
        return self.family.records[self.place]

    @property
    def now(self):
        """The record as the database has it, None once it is gone."""
        return self.family.model._base_manager.filter(pk=self.record.pk).first()

    @property
    def country(self):
        """Its country as a form sends it."""
        return self.record.country_id or ""

    @property
    def filled(self):
        """Its form as a browser sends it; in other words where they would only come back as what was typed."""
        form = self.family.filled[self.place]
        if not self.is_hidden:
            return form
        return {name: [value.replace(WORDS[self.place], NEW) for value in values] for name, values in form.items()}

    @property
    def texts(self):
        """A new text in each language."""
        return {localized_field_name(self.family.text, language): NEW for language in LANGUAGES}


# What is sent


def nothing(asked):
    return {}


def by_words(asked):
    return {"q": EVERY_WORD}


def by_country(asked):
    return {"country__id__exact": asked.country} if asked.country else {"country__isnull": "True"}


def as_choices(asked):
    source = asked.family.source
    place = {"app_label": source.model._meta.app_label, "model_name": source.model._meta.model_name}
    return {**place, "field_name": source.name, "term": EVERY_WORD}


def ticked(action, *, confirmed=True):
    """All the records ticked in the list, with a transition for many and what its second page sends."""

    def send(asked):
        keys = [record.pk for record in asked.family.records.values()]
        second = {"confirmed": "1", "post": "yes", "note": "Why"} if confirmed else {}
        return {"action": action, "_selected_action": keys, "index": "0", **second}

    return send


def new_texts(asked):
    return asked.filled | asked.texts


def amended(asked):
    return new_texts(asked) | AMENDED


def new_one(asked):
    file = {"file": factories.picture_file()} if asked.family.model is Picture else {}
    return asked.family.new() | asked.texts | {"country": asked.country} | file


def to_a_third(asked):
    return asked.filled | {"country": factories.country("CA").pk}


def confirmed(asked):
    return {"post": "yes", "reason": "Why"}


def first_and_now(asked):
    return {"one": "1"}


def reasoned(asked):
    """Why, of the record as it stands: what restoring and bringing back ask."""
    seen = asked.now.version if asked.now else ""
    return {"reason": "Why", "seen": seen, "going_live-significance": "correction"}


def said(asked):
    """All that any transition asks."""
    return {
        "going_live-note": "Why", "going_live-at": "2099-01-01T00:00", "going_live-significance": "correction",
        "going_live-seen": compute_fingerprint(asked.record), "going_live-language": "es",
        "_approve": factories.country("MX").pk,
    }  # fmt: skip


def public_holds(asked):
    """That of each language the public text holds."""
    texts = [localized_field_name(asked.family.text, language) for language in LANGUAGES]
    newest = get_versions(asked.record).first()
    return {"seen": newest.number if newest else 0} | {
        f"{get_object_key(asked.record)}:{text}": "theirs" for text in texts
    }


def for_a_week(asked):
    return {"share": "1", "days": "7"}


# What is read of an answer that is no refusal; of what should be done, always from the database


def named(asked, response):
    return "yes" if WORDS[asked.place] in response.content.decode() else "none"


def offered(asked, response):
    """Whether the form of a new record offers the country."""
    select = re.search(r'<select name="country".*?</select>', response.content.decode(), re.DOTALL)[0]
    return "yes" if f'<option value="{asked.country}"' in select else "no"


def leads_on(asked, response):
    return "on" if response.headers.get("Location") == address(asked.family.model, "change", asked.record.pk) else "?"


def written_in(asked, languages):
    """What it is called to write in these languages."""
    return {LANGUAGES: "yes", tuple(asked.who.editor.languages): "part"}[tuple(languages)]


def form(asked, response):
    """Which languages the form lets one write. The first whole form of a record is kept, to be sent in other rows."""
    html = response.content.decode()
    text = get_translated_fields(asked.family.model)[0]
    found = [language for language in LANGUAGES if f'name="{localized_field_name(text, language)}"' in html]
    assert WORDS[asked.place] in html
    if tuple(found) == LANGUAGES:
        asked.family.filled.setdefault(asked.place, Filled(html).fields)
    return written_in(asked, found) if found else "look"


def says(text):
    """Reads in which languages the record says something now."""

    def read(asked, response):
        record = asked.now
        found = [
            one for one in LANGUAGES if getattr(record, localized_field_name(asked.family.text, one)) == text(asked)
        ]
        return written_in(asked, found) if found else "no"

    return read


def drafted(asked, response):
    """Reads in which languages the draft of the record says something new; the public text never does."""
    draft = Draft.objects.filter(object_id=asked.record.pk).first()
    columns = draft.changes.get(get_object_key(asked.record), {}) if draft else {}
    found = [
        one for one in LANGUAGES if columns.get(localized_field_name(asked.family.text, one), {}).get("now") == NEW
    ]
    assert saved(asked, response) == "no"
    return written_in(asked, found) if found else "no"


saved = says(lambda asked: NEW)
restored = says(lambda asked: f"{WORDS[asked.place]} once")


def done(happened):
    """Reads whether something has happened to the record."""
    return lambda asked, response: "yes" if happened(asked) else "no"


made = done(lambda asked: type(asked.record)._base_manager.filter(country=asked.record.country, **asked.texts).exists())
is_open = done(lambda asked: Presence.objects.filter(object_id=asked.record.pk, editor=asked.who.editor).exists())
moved = done(lambda asked: asked.now.country != asked.record.country)
gone = done(lambda asked: asked.now is None)
there_again = done(lambda asked: asked.now is not None)
decided = done(lambda asked: not Draft.objects.filter(object_id=asked.record.pk).exists())
shared = done(lambda asked: Preview.objects.filter(object_id=asked.record.pk, shared=True).exists())
carried_out = done(lambda asked: get_versions(asked.record).exclude(event=Event.SAVED).exists())


# The rows


def no_key(asked):
    return ()


def the_key(asked):
    return (asked.record.pk,)


def key_and(*more):
    return lambda asked: (asked.record.pk, *more)


class Row(NamedTuple):
    """How one row of the policy is asked."""

    send: Callable = nothing
    read: Callable = named
    args: Callable = the_key
    before: dict[str, Any] = {}  # the columns of every record
    made_so: Callable | None = None  # what else the records are: a method of their family
    is_own_work: bool = False  # whether the records were written first by the one who asks
    at_once: bool = False  # whether one request tells of all three


def transition(name, made_so=None, **before):
    return Row(said, carried_out, key_and(name), before, made_so)


def bulk(name, **before):
    return Row(ticked(name), carried_out, no_key, before, at_once=True)


# What a model itself decides: which records its lists, choices and history name, and who may write and publish them.
ROWS_OF_EVERY_MODEL = {
    ("change", "GET, a draft"): Row(read=form),
    ("changelist", "GET, a search for its words"): Row(by_words, args=no_key, at_once=True),
    ("autocomplete", "GET, a search for its words"): Row(as_choices, args=no_key, at_once=True),
    ("add", "GET, whether its country is offered"): Row(read=offered, args=no_key, at_once=True),
    ("add", "POST, a new one of its country"): Row(new_one, made, no_key),
    ("change", "POST, a draft"): Row(new_texts, saved),
    ("version", "GET, an older one"): Row(args=key_and(1)),
    ("go", "POST, publish"): transition("publish"),
}  # fmt: skip
# What depends on the status of a record, or on nothing that a model has of its own. That a right holds for each kind of
# records, tests/portal/test_permissions.py asks; that no admin overrides it, test_no_admin_overrides_permissions.
FURTHER_ROWS = {
    ("delete", "GET, a draft that is their own work"): Row(is_own_work=True),
    ("delete", "POST, a draft that is their own work"): Row(confirmed, gone, is_own_work=True, made_so=Family.free),
    ("history", "GET"): Row(),
    ("board", "GET"): Row(),
    ("presence", "GET"): Row(),
    ("presence", "POST, a draft"): Row(read=is_open),
    ("go", "GET"): Row(args=key_and("publish")),
    ("the key alone", "GET"): Row(read=leads_on),
    ("changelist", "POST, delete_selected all that are ticked"): Row(
        ticked("delete_selected"), gone, no_key, made_so=Family.free, at_once=True
    ),
    ("compare", "GET, an older one with now"): Row(first_and_now),
    ("restore", "GET, an older one of a draft"): Row(args=key_and(1)),
    ("restore", "POST, an older one of a draft"): Row(reasoned, restored, key_and(1)),
    ("deleted", "GET, once it is deleted"): Row(args=no_key, made_so=Family.delete, at_once=True),
    ("restore_deleted", "GET, once it is deleted"): Row(made_so=Family.delete),
    ("restore_deleted", "POST, once it is deleted"): Row(reasoned, there_again, made_so=Family.delete),
    ("changelist", "GET"): Row(args=no_key, at_once=True),
    ("changelist", "GET, filtered by its country"): Row(by_country, args=no_key),
    ("changelist", "POST, asking what becomes of all that are ticked"): Row(
        ticked("submit", confirmed=False), args=no_key, at_once=True
    ),
    ("changelist", "POST, submit all that are ticked"): bulk("submit"),
    ("changelist", "POST, publish all that are ticked"): bulk("publish"),
    ("changelist", "POST, request_changes all that are ticked"): bulk("request_changes", **IN_REVIEW),
    ("changelist", "POST, withdraw all that are ticked"): bulk("withdraw", **LIVE),
    ("change", "POST, what is in review"): Row(new_texts, saved, before=IN_REVIEW),
    ("change", "POST, what is public, to be amended"): Row(amended, saved, before=LIVE),
    ("change", "POST, what is public, into its draft"): Row(new_texts, drafted, before=LIVE),
    ("decide", "GET, where its draft and the public text collide"): Row(before=LIVE, made_so=Family.collide),
    ("decide", "POST, that the public text holds"): Row(public_holds, decided, before=LIVE, made_so=Family.collide),
    ("preview", "GET"): Row(),
    ("preview", "POST, an address of a draft for others"): Row(for_a_week, shared),
    ("translation", "GET, Spanish beside its source"): Row(args=key_and("es")),
    ("change", "POST, a draft given to a third country"): Row(to_a_third, moved),
    ("delete", "POST, a draft"): Row(confirmed, gone, made_so=Family.free),
    ("delete", "POST, what is public"): Row(confirmed, gone, before=LIVE, made_so=Family.free),
    ("restore", "POST, an older one of what is public"): Row(reasoned, restored, key_and(1), LIVE),
    ("go", "POST, submit"): transition("submit"),
    ("go", "POST, withdraw_from_review"): transition("withdraw_from_review", **IN_REVIEW),
    ("go", "POST, request_changes"): transition("request_changes", **IN_REVIEW),
    ("go", "POST, schedule"): transition("schedule"),
    ("go", "POST, publish_draft"): transition("publish_draft", **LIVE),
    ("go", "POST, schedule_draft of its draft"): transition("schedule_draft", Family.draft, **LIVE),
    ("go", "POST, publish_language of its draft"): transition("publish_language", Family.draft, **LIVE),
    ("go", "POST, submit_draft of its draft"): transition("submit_draft", Family.draft, **LIVE),
    ("go", "POST, request_draft_changes of its draft"): transition(
        "request_draft_changes", Family.draft_in_review, **LIVE
    ),
    ("go", "POST, withdraw_draft_from_review of its draft"): transition(
        "withdraw_draft_from_review", Family.draft_in_review, **LIVE
    ),
    ("go", "POST, unschedule_draft of its draft"): transition("unschedule_draft", Family.draft_scheduled, **LIVE),
    ("go", "POST, discard_draft of its draft"): transition("discard_draft", Family.draft, **LIVE),
    ("go", "POST, request_approval"): transition("request_approval"),
    ("go", "POST, approve"): transition("approve", Family.request_approval),
    ("go", "POST, cancel_approval_request"): transition("cancel_approval_request", Family.request_approval),
    ("go", "POST, unschedule"): transition("unschedule", **SCHEDULED),
    ("go", "POST, schedule_withdrawal"): transition("schedule_withdrawal", **LIVE),
    ("go", "POST, withdraw"): transition("withdraw", **LIVE),
}


def path_of(name, row, asked):
    """The address of a row, None where the model has none of that name."""
    if name == "autocomplete":
        return reverse("admin:autocomplete") if asked.family.source else None
    if name == "the key alone":
        return address(asked.family.model, "changelist") + f"{asked.record.pk}/"
    try:
        return address(asked.family.model, name, *row.args(asked))
    except NoReverseMatch:
        return None


def rows_for(family, *, in_full):
    """The rows that are asked of a family: {(address, request): Row}. A picture has no status, and is no one's work."""
    rows = ROWS_OF_EVERY_MODEL | (FURTHER_ROWS if in_full else {})
    return {key: row for key, row in rows.items() if family.is_publishable or not needs_transitions(row)}


def needs_transitions(row):
    return bool(row.before) or row.is_own_work or row.read is carried_out
