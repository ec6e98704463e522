"""The permission matrix: every admin URL, requested by every role for records of three owners, follows the policy and
reveals nothing hidden.
"""

from functools import cache

import pytest
from django.contrib import admin
from django.urls import URLResolver

from portal.editing.publishable_admin import PublishableAdmin
from portal.editing.record_admin import RecordAdmin
from portal.editing.scoping import OwnedModelAdminMixin, SharedModelAdmin
from portal.models import Picture
from portal.permissions import Role
from portal.publishing.transitions import TRANSITIONS
from tests.support import policy
from tests.support.policy_requests import (
    FULL_MODELS,
    ROWS_OF_EVERY_MODEL,
    ROWS_OF_FULL_MODELS,
    PolicyRequest,
    get_path,
    read_country_option,
    rows_for,
)
from tests.support.policy_walk import ALL_USERS, PolicyUser, capture_writes, get_denial, rolled_back
from tests.support.record_fixtures import LIVE, PUBLIC, WORDS, RecordFixtures, get_hidden_word

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("policy_settings")]
SCOPED_MODELS = [
    model for model, its_admin in admin.site._registry.items() if isinstance(its_admin, OwnedModelAdminMixin)
]
# What every admin has from OwnedModelAdminMixin, so that one model can tell of all.
PERMISSION_METHODS = {
    "changeform_view", "delete_view", "history_view", "get_urls", "get_queryset", "get_object", "get_readonly_fields",
    "get_restricted_fields", "transition_view", "actions", "get_actions", "save_as",
}  # fmt: skip


# Whose rights depend on the kind of model: an office publishes some, the secretariat keeps those of the register. And
# who sees every form, which the others send, and who sees none.
USERS_PER_MODEL = (Role.PUBLISHER, Role.SECRETARIAT, Role.ADMINISTRATOR, "nobody")


@cache
def records_table():
    rows = [*policy.read_table("URLs of a record"), *policy.read_transitions()]
    return {(row["address"], row["request"]): row for row in rows}


def expected(key, name, model):
    """Return the values of the policy for one row and role."""
    return policy.resolve_cell(records_table()[key][name], model)


def sees_all(name, model):
    """Return whether a role sees the records of every country."""
    return name == Role.ADMINISTRATOR or (name == Role.SECRETARIAT and model.in_register)


class PolicyCheck:
    """Checks every row of the policy for the records of one model."""

    def __init__(self, model, *, in_full):
        self.fixtures, self.model, self.in_full = RecordFixtures(model), model, in_full
        self.people = {name: PolicyUser(name) for name in (ALL_USERS if in_full else USERS_PER_MODEL)}
        self.wrong = []

    def whole(self):
        """Return a sentence for each response that differs from the policy."""
        for key, row in rows_for(self.fixtures, in_full=self.in_full).items():
            with rolled_back():
                self.row(key, row)
        return self.wrong

    def row(self, key, row):
        if row.setup:
            row.setup(self.fixtures)
        if row.before:
            self.fixtures.update(**row.before)
        for name, who in self.people.items():
            if row.is_own_work:
                self.fixtures.update(created_by=who.editor)
            for places in self.requests(row, records_table()[key][name]):
                self.ask(key, row, who, places)

    def requests(self, row, cell):
        """Return the places to request, grouped by request."""
        places = [place for place in policy.resolve_cell(cell, self.model) if place in self.fixtures.records]
        if row.covers_all:
            return [places]
        return [places[:1]] if "/" not in cell else [[place] for place in places]

    def ask(self, key, row, who, places):
        asked = PolicyRequest(who, self.fixtures, places[0], WORDS[places[0]] in self.shut_to(who.name))
        method = key[1].split(",")[0].lower()
        extra = {} if self.in_full else {"tests.skip_redisplay": True}
        if not (path := get_path(key[0], row, asked)):
            return
        with rolled_back(), capture_writes() as statements:
            response = getattr(who.client, method)(path, row.send(asked), **extra)
            words = {place: get_denial(response) or row.read(asked._replace(place=place), response) for place in places}
            harmless = not statements or (method == "post" and not {"yes", "part"}.isdisjoint(words.values()))
            after = None if harmless else self.fixtures.state()
        self.compare(key, who.name, words)
        self.look_for_names(key, row, who.name, response)
        if after and after != self.fixtures.state():
            self.wrong.append(f"{key}, {who.name}: something has changed by {statements}")

    def compare(self, key, name, words):
        wanted = expected(key, name, self.model)
        self.wrong += [
            f"{key}, {name}, {place}: {word}, where the policy says {wanted[place]}"
            for place, word in words.items() if word != wanted[place]
        ]  # fmt: skip

    def look_for_names(self, key, row, name, response):
        """Check that no hidden text is in the response, and that public records of other countries can be chosen."""
        text = response.content.decode() + str(response.headers)
        self.wrong += [
            f"{key}, {name}: {word} is in the response" for word in self.hidden_from(name, row) if word in text
        ]
        if (
            row.read is read_country_option
            and response.status_code == 200
            and self.fixtures.has_public_choices
            and PUBLIC not in text
        ):
            self.wrong.append(f"{key}, {name}: public records are not offered")

    def hidden_from(self, name, row):
        """Return the words that a response to this role must not contain."""
        around = {model for model in self.fixtures.hidden_models if not sees_all(name, model)}
        if row.before == LIVE:
            return {get_hidden_word(model) for model in around - {Picture}}
        return self.shut_to(name) | {get_hidden_word(model) for model in around}

    def shut_to(self, name):
        """Return the words of the records that this role may not see."""
        may = expected(("change", "GET, a draft"), name, self.model)
        return {WORDS[place] for place, word in may.items() if word in ("none", "no", "login")}


@pytest.mark.parametrize("model", SCOPED_MODELS, ids=lambda model: model._meta.label)
def test_access_to_records_matches_policy(model, exhaustive):
    if wrong := PolicyCheck(model, in_full=exhaustive or model in FULL_MODELS).whole():
        pytest.fail("\n".join(wrong))


# That nothing is left out


def get_url_names(resolver):
    """Yield the names of all URL patterns, None for one without."""
    for pattern in resolver:
        if isinstance(pattern, URLResolver):
            yield from get_url_names(pattern.url_patterns)
        else:
            yield pattern.name


def rows_of_model(kind):
    """Return the URL names that the policy lists for a kind of model."""
    if kind is OwnedModelAdminMixin:
        return {name for name, _ in records_table()}
    commons = list(policy.read_tables("Shared records"))[1]
    return {row["address"] for row in (*commons, *policy.read_table("Accounts of editors"))}


def test_every_admin_url_is_in_policy():
    known = {row["address"] for row in policy.read_table("URLs without a record")}
    known |= {None}  # "primary key alone", and "any other"
    for model, its_admin in admin.site._registry.items():
        prefix = f"{model._meta.app_label}_{model._meta.model_name}_"
        known |= {
            prefix + name
            for name in rows_of_model(
                OwnedModelAdminMixin if isinstance(its_admin, OwnedModelAdminMixin) else SharedModelAdmin
            )
        }
    known |= {row["address"] for row in policy.read_table("Accounts of editors")}
    assert set(get_url_names(admin.site.urls[0])) <= known


def test_policy_lists_every_transition_with_its_right():
    rights = {(row["transition"], row["right"]) for row in policy.read_table("Transitions")}
    names = {name: transition.permission.__name__ for name, transition in TRANSITIONS.items()}
    assert rights == {(name, right.removesuffix("_for_any_country")) for name, right in names.items()}


def test_every_policy_row_is_tested():
    assert set(records_table()) == {*ROWS_OF_EVERY_MODEL, *ROWS_OF_FULL_MODELS}


@pytest.mark.parametrize("model", SCOPED_MODELS, ids=lambda model: model._meta.label)
def test_no_admin_overrides_permissions(model):
    decided = set(vars(type(admin.site._registry[model])))
    assert not decided & PERMISSION_METHODS
    assert not [name for name in decided if name.startswith("has_")]


@pytest.mark.parametrize("model", SCOPED_MODELS, ids=lambda model: model._meta.label)
def test_no_admin_replaces_common_pages(model):
    model_admin = admin.site._registry[model]
    base = PublishableAdmin if isinstance(model_admin, PublishableAdmin) else RecordAdmin
    assert set(base.pages) <= set(model_admin.pages)
