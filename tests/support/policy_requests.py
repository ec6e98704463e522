"""Requests of the permission matrix test: how each row of the policy is sent and its response is classified.

A new admin URL needs a row in portal/permissions.md and one here: the URL name and the request, then the submitted
data, the reader of the response, and the state of the records before.
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
from portal.publishing.approvals import compute_fingerprint
from portal.publishing.transitions import TRANSITIONS
from portal.records.models import Status
from tests.support import factories
from tests.support.forms import admin_url, get_publish_fields, get_seen, get_seen_in_list
from tests.support.html import FormParser
from tests.support.policy_walk import PolicyUser
from tests.support.record_fixtures import EVERY_WORD, LIVE, NEW, WORDS, RecordFixtures
from workinggroup.models import Post

# Models that are tested with every row and user: one published by offices, one of the register, and pictures, which
# have no status. Other models are tested only with the rows that depend on the model; --exhaustive tests all.
FULL_MODELS = (NewsItem, Post, Picture)
IN_REVIEW = {"status": Status.IN_REVIEW}
SCHEDULED = {**LIVE, "publish_at": "2098-01-01T00:00Z"}


class PolicyRequest(NamedTuple):
    """A request: the user, the records, the place of the requested one, and whether it is hidden from the user."""

    who: PolicyUser
    fixtures: RecordFixtures
    place: str
    is_hidden: bool

    @property
    def record(self):
        return self.fixtures.records[self.place]

    @property
    def now(self):
        """Return the reloaded record, None if it was deleted."""
        return self.fixtures.model._base_manager.filter(pk=self.record.pk).first()

    @property
    def country(self):
        """Return its country as form data."""
        return self.record.country_id or ""

    @property
    def form_data(self):
        """Return its form data; of a hidden record with other texts, so that redisplayed input is no leak."""
        form = self.fixtures.form_data[self.place]
        if not self.is_hidden:
            return form
        return {name: [value.replace(WORDS[self.place], NEW) for value in values] for name, values in form.items()}

    @property
    def texts(self):
        """Return a new text in each language."""
        return {localized_field_name(self.fixtures.text, language): NEW for language in LANGUAGES}


# Submitted data


def send_nothing(asked):
    return {}


def send_search(asked):
    return {"q": EVERY_WORD}


def send_country_filter(asked):
    return {"country__id__exact": asked.country} if asked.country else {"country__isnull": "True"}


def send_autocomplete(asked):
    source = asked.fixtures.source
    place = {"app_label": source.model._meta.app_label, "model_name": source.model._meta.model_name}
    return {**place, "field_name": source.name, "term": EVERY_WORD}


def send_bulk_action(action, *, confirmed=True):
    """Return a function that selects all records in the list and runs an action, confirmed or not."""

    def send(asked):
        keys = [record.pk for record in asked.fixtures.records.values()]
        if not confirmed:
            return {"action": action, "_selected_action": keys, "index": "0"}
        return {"action": action, "post": "yes", "note": "Why", **get_seen_in_list(*asked.fixtures.records.values())}

    return send


def send_texts(asked):
    return asked.form_data | asked.texts


def send_published_changes(asked):
    return send_texts(asked) | get_publish_fields(asked.record)


def send_new_record(asked):
    file = {"file": factories.picture_file()} if asked.fixtures.model is Picture else {}
    return asked.fixtures.new() | asked.texts | {"country": asked.country} | file


def send_other_country(asked):
    return asked.form_data | {"country": factories.country("CA").pk}


def send_confirmation(asked):
    return {"post": "yes", "reason": "Why"}


def send_comparison(asked):
    return {"one": "1"}


def send_reason(asked):
    """Return the data of the restore forms: a reason and the current version."""
    newest = get_versions(asked.record).first()
    return {"reason": "Why", "seen": newest.number if newest else "", "transition-significance": "correction"}


def send_transition(name):
    """Return a function that returns the fields of the transition form, with a time if the transition takes one."""

    def send(asked):
        mexico = factories.country("MX").pk
        return {
            "transition-note": "Why", "transition-significance": "correction", "transition-language": "es",
            "transition-at": "2099-01-01T00:00" if "at" in TRANSITIONS[name].arguments else "",
            "transition-seen": compute_fingerprint(asked.record), **get_seen(asked.record),
            "_approve": mexico, "_refuse_approval": mexico,
        }  # fmt: skip

    return send


def send_resolution(asked):
    """Resolve the conflict of each language in favour of the published version."""
    texts = [localized_field_name(asked.fixtures.text, language) for language in LANGUAGES]
    newest = get_versions(asked.record).first()
    return {"seen": newest.number if newest else 0} | {
        f"{get_object_key(asked.record)}:{text}": "public" for text in texts
    }


def send_share(asked):
    return {"share": "1", "days": "7"}


# Readers of responses that did not deny access. Whether something was done is read from the database.


def read_name(asked, response):
    return "yes" if WORDS[asked.place] in response.content.decode() else "none"


def read_country_option(asked, response):
    """Return whether the add form offers the country."""
    select = re.search(r'<select name="country".*?</select>', response.content.decode(), re.DOTALL)[0]
    return "yes" if f'<option value="{asked.country}"' in select else "no"


def read_redirect(asked, response):
    return (
        "on" if response.headers.get("Location") == admin_url(asked.fixtures.model, "change", asked.record.pk) else "?"
    )


def name_languages(asked, languages):
    """Return "yes" for all languages, "part" for the languages of the user."""
    return {LANGUAGES: "yes", tuple(asked.who.editor.languages): "part"}[tuple(languages)]


def read_form(asked, response):
    """Return which languages the form can write. Stores the first complete form data for other rows."""
    html = response.content.decode()
    text = get_translated_fields(asked.fixtures.model)[0]
    shown = [language for language in LANGUAGES if f'name="{localized_field_name(text, language)}"' in html]
    assert WORDS[asked.place] in html
    if tuple(shown) == LANGUAGES:
        asked.fixtures.form_data.setdefault(asked.place, FormParser(html).fields)
    return name_languages(asked, shown) if shown else "look"


def text_reader(text):
    """Return a reader of the languages in which the record has this text now."""

    def read(asked, response):
        record = asked.now
        saved = [
            language
            for language in LANGUAGES
            if getattr(record, localized_field_name(asked.fixtures.text, language)) == text(asked)
        ]
        return name_languages(asked, saved) if saved else "no"

    return read


def read_draft(asked, response):
    """Return in which languages the draft has the new text; the published version must not have it."""
    draft = Draft.objects.filter(object_id=asked.record.pk).first()
    columns = draft.changes.get(get_object_key(asked.record), {}) if draft else {}
    drafted = [
        language
        for language in LANGUAGES
        if columns.get(localized_field_name(asked.fixtures.text, language), {}).get("now") == NEW
    ]
    assert read_saved(asked, response) == "no"
    return name_languages(asked, drafted) if drafted else "no"


read_saved = text_reader(lambda asked: NEW)
read_restored = text_reader(lambda asked: f"{WORDS[asked.place]} once")


def state_reader(happened):
    """Return a reader that answers whether a condition is true."""
    return lambda asked, response: "yes" if happened(asked) else "no"


read_created = state_reader(
    lambda asked: type(asked.record)._base_manager.filter(country=asked.record.country, **asked.texts).exists()
)
read_session = state_reader(
    lambda asked: Presence.objects.filter(object_id=asked.record.pk, editor=asked.who.editor).exists()
)
read_moved = state_reader(lambda asked: asked.now.country != asked.record.country)
read_deleted = state_reader(lambda asked: asked.now is None)
read_restored_from_trash = state_reader(lambda asked: asked.now is not None)
read_resolved = state_reader(lambda asked: not Draft.objects.filter(object_id=asked.record.pk).exists())
read_shared = state_reader(lambda asked: Preview.objects.filter(object_id=asked.record.pk, shared=True).exists())
read_transition = state_reader(lambda asked: get_versions(asked.record).exclude(event=Event.SAVED).exists())


# Rows


def no_args(asked):
    return ()


def pk_args(asked):
    return (asked.record.pk,)


def pk_args_and(*more):
    return lambda asked: (asked.record.pk, *more)


class PolicyRow(NamedTuple):
    """How one row of the policy is requested."""

    send: Callable = send_nothing
    read: Callable = read_name
    args: Callable = pk_args
    before: dict[str, Any] = {}  # columns to set on every record
    setup: Callable | None = None  # method of RecordFixtures to call before
    is_own_work: bool = False  # whether the user created the records
    covers_all: bool = False  # whether one request covers all three records


def transition(name, setup=None, **before):
    return PolicyRow(send_transition(name), read_transition, pk_args_and(name), before, setup)


def bulk_row(name, setup=None, **before):
    return PolicyRow(send_bulk_action(name), read_transition, no_args, before, setup, covers_all=True)


# Rows that depend on the model: its lists, choices and history, and who may change and publish its records.
ROWS_OF_EVERY_MODEL = {
    ("change", "GET, a draft"): PolicyRow(read=read_form),
    ("changelist", "GET, a search for its title"): PolicyRow(send_search, args=no_args, covers_all=True),
    ("autocomplete", "GET, a search for its title"): PolicyRow(send_autocomplete, args=no_args, covers_all=True),
    ("add", "GET, with its country as a choice"): PolicyRow(read=read_country_option, args=no_args, covers_all=True),
    ("add", "POST, a record of its country"): PolicyRow(send_new_record, read_created, no_args),
    ("change", "POST, a draft"): PolicyRow(send_texts, read_saved),
    ("version", "GET, an older version"): PolicyRow(args=pk_args_and(1)),
    ("transition", "POST, publish"): transition("publish", RecordFixtures.approve),
}  # fmt: skip
# Rows that do not depend on the model. tests/portal/test_permissions.py tests the rights for each kind of record, and
# test_no_admin_overrides_permissions that no admin has rules of its own.
ROWS_OF_FULL_MODELS = {
    ("delete", "GET, their own draft"): PolicyRow(is_own_work=True),
    ("delete", "POST, their own draft"): PolicyRow(
        send_confirmation, read_deleted, is_own_work=True, setup=RecordFixtures.delete_incoming
    ),
    ("history", "GET"): PolicyRow(),
    ("release_status", "GET"): PolicyRow(),
    ("presence", "GET"): PolicyRow(),
    ("presence", "POST, a draft"): PolicyRow(read=read_session),
    ("transition", "GET"): PolicyRow(args=pk_args_and("publish")),
    ("primary key alone", "GET"): PolicyRow(read=read_redirect),
    ("changelist", "POST, delete_selected the selected records"): PolicyRow(
        send_bulk_action("delete_selected"),
        read_deleted,
        no_args,
        setup=RecordFixtures.delete_incoming,
        covers_all=True,
    ),
    ("compare", "GET, an older version and the current one"): PolicyRow(send_comparison),
    ("restore", "GET, an older version of a draft"): PolicyRow(args=pk_args_and(1)),
    ("restore", "POST, an older version of a draft"): PolicyRow(send_reason, read_restored, pk_args_and(1)),
    ("deleted", "GET, after deletion"): PolicyRow(args=no_args, setup=RecordFixtures.delete, covers_all=True),
    ("restore_deleted", "GET, after deletion"): PolicyRow(setup=RecordFixtures.delete),
    ("restore_deleted", "POST, after deletion"): PolicyRow(
        send_reason, read_restored_from_trash, setup=RecordFixtures.delete
    ),
    ("changelist", "GET"): PolicyRow(args=no_args, covers_all=True),
    ("changelist", "GET, filtered by its country"): PolicyRow(send_country_filter, args=no_args),
    ("changelist", "POST, the confirmation of a bulk action"): PolicyRow(
        send_bulk_action("submit", confirmed=False), args=no_args, covers_all=True
    ),
    ("changelist", "POST, submit the selected records"): bulk_row("submit"),
    ("changelist", "POST, publish the selected records"): bulk_row("publish", RecordFixtures.approve),
    ("changelist", "POST, request_changes the selected records"): bulk_row("request_changes", **IN_REVIEW),
    ("changelist", "POST, unpublish the selected records"): bulk_row("unpublish", **LIVE),
    ("change", "POST, a record in review"): PolicyRow(send_texts, read_saved, before=IN_REVIEW),
    ("change", "POST, a public record, published at once"): PolicyRow(send_published_changes, read_saved, before=LIVE),
    ("change", "POST, a public record, saved as its draft"): PolicyRow(send_texts, read_draft, before=LIVE),
    ("resolve_conflicts", "GET, a draft in conflict with the public text"): PolicyRow(
        before=LIVE, setup=RecordFixtures.add_conflict
    ),
    ("resolve_conflicts", "POST, keeping the public text"): PolicyRow(
        send_resolution, read_resolved, before=LIVE, setup=RecordFixtures.add_conflict
    ),
    ("preview", "GET"): PolicyRow(),
    ("preview", "POST, a shared preview"): PolicyRow(send_share, read_shared),
    ("translation", "GET, Spanish beside its source"): PolicyRow(args=pk_args_and("es")),
    ("change", "POST, a draft moved to a third country"): PolicyRow(send_other_country, read_moved),
    ("delete", "POST, a draft"): PolicyRow(send_confirmation, read_deleted, setup=RecordFixtures.delete_incoming),
    ("delete", "POST, a public record"): PolicyRow(
        send_confirmation, read_deleted, before=LIVE, setup=RecordFixtures.delete_incoming
    ),
    ("restore", "POST, an older version of a public record"): PolicyRow(
        send_reason, read_restored, pk_args_and(1), LIVE
    ),
    ("transition", "POST, submit"): transition("submit"),
    ("transition", "POST, withdraw_from_review"): transition("withdraw_from_review", **IN_REVIEW),
    ("transition", "POST, request_changes"): transition("request_changes", **IN_REVIEW),
    ("transition", "POST, schedule"): transition("schedule", RecordFixtures.approve),
    ("transition", "POST, publish of its draft"): transition("publish", RecordFixtures.approved_draft, **LIVE),
    ("transition", "POST, schedule of its draft"): transition("schedule", RecordFixtures.approved_draft, **LIVE),
    ("transition", "POST, publish_language of its draft"): transition("publish_language", RecordFixtures.draft, **LIVE),
    ("transition", "POST, submit of its draft"): transition("submit", RecordFixtures.draft, **LIVE),
    ("transition", "POST, request_changes of its draft"): transition(
        "request_changes", RecordFixtures.draft_in_review, **LIVE
    ),
    ("transition", "POST, withdraw_from_review of its draft"): transition(
        "withdraw_from_review", RecordFixtures.draft_in_review, **LIVE
    ),
    ("transition", "POST, unschedule of its draft"): transition("unschedule", RecordFixtures.draft_scheduled, **LIVE),
    ("transition", "POST, comment"): transition("comment"),
    ("transition", "POST, comment of its draft"): transition("comment", RecordFixtures.draft, **LIVE),
    ("transition", "POST, discard_draft of its draft"): transition("discard_draft", RecordFixtures.draft, **LIVE),
    ("transition", "POST, request_approval"): transition("request_approval"),
    ("transition", "POST, approve"): transition("approve", RecordFixtures.request_approval),
    ("transition", "POST, refuse_approval"): transition("refuse_approval", RecordFixtures.request_approval),
    ("transition", "POST, publish_without_approval"): transition("publish_without_approval"),
    ("transition", "POST, cancel_approval_request"): transition(
        "cancel_approval_request", RecordFixtures.request_approval
    ),
    ("transition", "POST, unschedule"): transition("unschedule", **SCHEDULED),
    ("transition", "POST, schedule_unpublishing"): transition("schedule_unpublishing", **LIVE),
    ("transition", "POST, unpublish"): transition("unpublish", **LIVE),
}


def get_path(name, row, asked):
    """Return the URL of a row, None if the model has no such URL."""
    if name == "autocomplete":
        return reverse("admin:autocomplete") if asked.fixtures.source else None
    if name == "primary key alone":
        return admin_url(asked.fixtures.model, "changelist") + f"{asked.record.pk}/"
    try:
        return admin_url(asked.fixtures.model, name, *row.args(asked))
    except NoReverseMatch:
        return None


def rows_for(fixtures, *, in_full):
    """Return the rows for these records, {(URL name, request): PolicyRow}. Pictures have no workflow."""
    rows = ROWS_OF_EVERY_MODEL | (ROWS_OF_FULL_MODELS if in_full else {})
    return {key: row for key, row in rows.items() if fixtures.is_publishable or not needs_transitions(row)}


def needs_transitions(row):
    return bool(row.before) or row.is_own_work or row.read is read_transition
