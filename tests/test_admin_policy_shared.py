"""The permission matrix of shared models, the admin site itself, and editor accounts."""

from functools import partial

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import reverse

from alliances.models import Hazard
from news.models import NewsItem
from portal.audit.models import AuditEvent, record_event
from portal.editing.record_admin import RecordAdmin
from portal.editing.sessions.models import Presence
from portal.models import Acronym, Country, Destination, DirectHost, Editor, Synonym, Term
from portal.permissions import Role
from portal.publishing.releases import Release
from tests.support import factories, policy
from tests.support.forms import admin_url, get_seen_release
from tests.support.html import FormParser
from tests.support.policy_walk import ALL_USERS, PolicyUser, get_denial, rolled_back
from tests.support.record_fixtures import WORDS, RecordFixtures

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("policy_settings")]
PASSWORD = "a long and quiet word"
NEW_PASSWORD = {"usable_password": "true", "set-password": "1"} | dict.fromkeys(("password1", "password2"), PASSWORD)


def outcome(response, done=None):
    """Return the response in the terms of the policy; `done` says whether a submitted form took effect."""
    if word := get_denial(response):
        return word
    if done is not None:
        return "yes" if done else "no"
    return "on" if response.status_code == 302 else "yes"


# URLs without a record


def of_another(name):
    """Return the URL of a release with a record of the United States."""
    release = Release.objects.create(name="zzq", made_by=factories.editor())
    record = factories.news_item(country=factories.country("US"))
    release.add(record, by=factories.editor(roles=["publisher"], countries=["US"]))
    return reverse(f"admin:{name}", args=[release.pk])


AUTOCOMPLETE = {"app_label": "news", "model_name": "newsitem", "field_name": "created_by"}
ITSELF = {
    ("index", "GET"): (partial(reverse, "admin:index"), {}),
    ("app_list", "GET"): (partial(reverse, "admin:app_list", args=["news"]), {}),
    ("login", "GET"): (partial(reverse, "admin:login"), {}),
    ("logout", "POST"): (partial(reverse, "admin:logout"), {}),
    ("password_change", "GET"): (partial(reverse, "admin:password_change"), {}),
    ("password_change", "POST, with the old password"): (
        partial(reverse, "admin:password_change"),
        {"old_password": "old", "new_password1": PASSWORD, "new_password2": PASSWORD},
    ),
    ("password_change_done", "GET"): (partial(reverse, "admin:password_change_done"), {}),
    ("autocomplete", "GET, of editors"): (partial(reverse, "admin:autocomplete"), AUTOCOMPLETE),
    ("jsi18n", "GET"): (partial(reverse, "admin:jsi18n"), {}),
    ("preferences", "GET"): (partial(reverse, "admin:preferences"), {}),
    ("preferences", "POST, their own name"): (
        partial(reverse, "admin:preferences"),
        {"first_name": "New", "interface_language": "es", "time_zone": "America/Mexico_City", "mail": "digest"},
    ),
    ("library", "GET"): (partial(reverse, "admin:library"), {}),
    ("records", "GET, a search in titles"): (partial(reverse, "admin:records"), {"q": "news", "lang": "es"}),
    ("search", "GET, a word of their records"): (partial(reverse, "admin:search"), {"q": "news"}),
    ("releases", "GET"): (partial(reverse, "admin:releases"), {}),
    ("releases", "POST, a new bundle"): (partial(reverse, "admin:releases"), {"name": "zzq-new"}),
    ("release", "GET, with another editor's records"): (lambda: of_another("release"), {}),
    ("release", "POST, publish"): (lambda: of_another("release"), {"_publish": "1"}),
    ("release_preview", "GET, with another editor's records"): (lambda: of_another("release_preview"), {}),
    ("any other", "GET"): (lambda: reverse("admin:index") + "nothing-is-here/", {}),
}  # fmt: skip


@pytest.mark.parametrize("name", ALL_USERS)
def test_admin_site_matches_policy(name):
    wanted = {(row["address"], row["request"]): row[name] for row in policy.read_table("URLs without a record")}
    assert {key: ask_itself(key, name) for key in ITSELF} == wanted


def ask_itself(key, name):
    who = PolicyUser(name)
    path, sent = ITSELF[key]
    if who.editor and "old password" in key[1]:
        who.editor.set_password("old")
        who.editor.save()
        who.client.force_login(who.editor)
    address = path()
    if key == ("release", "POST, publish"):
        sent = sent | get_seen_release(Release.objects.filter(name="zzq").latest("pk"))
    response = getattr(who.client, key[1].split(",")[0].lower())(address, sent)
    if who.editor and "password" in key[1]:
        return outcome(response, Editor.objects.get(pk=who.editor.pk).check_password(PASSWORD))
    if key == ("releases", "POST, a new bundle"):
        return outcome(response, Release.objects.filter(name="zzq-new").exists())
    if key == ("release", "POST, publish"):
        return outcome(response, Release.objects.filter(state=Release.State.DONE).exists())
    if who.editor and "name" in key[1]:
        return outcome(response, Editor.objects.get(pk=who.editor.pk).first_name == "New")
    return "on" if response.headers.get("Location") == "/admin/" else outcome(response)


def test_index_names_no_record_of_other_country():
    fixtures = RecordFixtures(NewsItem)
    for name in ALL_USERS:
        html = PolicyUser(name).client.get(reverse("admin:index")).content.decode()
        hidden = set() if name == Role.ADMINISTRATOR else {WORDS["another's"]}
        hidden |= set(WORDS.values()) if name in ("nobody", "anonymous") else set()
        assert not [word for word in hidden if word in html], name
    assert fixtures.records


# Shared records


def country():
    return Country.objects.create(code="ZZ", name_en="Z", languages=["en"], order=9)


COMMONS = {
    Country: (country, {"code": "ZY", "name_en": "New", "languages": ["en"]}, {"name_en": "New"}),
    Hazard: (factories.hazard, {"key": "zzq-new", "name_en": "New"}, {"name_en": "New"}),
    Acronym: (
        lambda: Acronym.objects.create(acronym="ZZQ"), {"acronym": "ZZX", "meaning": "New"}, {"meaning": "New"},
    ),
    Term: (
        factories.term, {"key": "zzq-new", "theme": "safety", "term_en": "New"}, {"term_en": "New"},
    ),
    Synonym: (
        lambda: Synonym.objects.create(words="zzq, zzp"), {"words": "zzq-new, zzp-new"}, {"words": "zzq-new, zzp-new"},
    ),
    DirectHost: (
        lambda: DirectHost.objects.create(host="zzq.example.org"), {"host": "zzq.example.net", "note": "New"},
        {"note": "New"},
    ),
    Destination: (lambda: Destination.objects.create(address="https://zzq.example.org/"), {}, {}),
    AuditEvent: (lambda: record_event("export", detail="zzq"), {}, {}),
    Editor: (factories.editor, {"username": "zzq-new", **NEW_PASSWORD}, {"first_name": "New"}),
}  # fmt: skip


def as_shown(path):
    """Return the form data that an administrator would submit."""
    keeper = PolicyUser(Role.ADMINISTRATOR, is_superuser=True)
    return FormParser(keeper.client.get(path).content.decode()).fields


def is_new(model, text):
    return bool(text) and model.objects.filter(**text).exists()


def has_address(model, row):
    """Return whether a model has this URL: not every form has editing sessions."""
    return row["address"] != "presence" or isinstance(admin.site._registry[model], RecordAdmin)


def ask(who, model, record, key):
    """Send one request for a shared model and return its outcome."""
    _, added, text = COMMONS[model]
    name, method = key
    args = () if name in ("add", "changelist") else (record.pk,)
    if name == "primary key alone":
        return outcome(who.client.get(admin_url(model, "changelist") + f"{record.pk}/"))
    path = admin_url(model, name, *args)
    if method == "GET":
        response = who.client.get(path)
        reads_only = name == "change" and 'name="_save"' not in response.content.decode()
        return "look" if outcome(response) == "yes" and reads_only else outcome(response)
    if name == "presence":
        response = who.client.post(path)
        return outcome(response, Presence.objects.filter(object_id=record.pk).exists())
    if name == "delete":
        response = who.client.post(path, {"post": "yes"})
        return outcome(response, not model.objects.filter(pk=record.pk).exists())
    form = as_shown(path) if text else {}
    marks = (
        {key: added[key] for key in added if key in ("acronym", "code", "key", "host", "username", "words")}
        if name == "add"
        else text
    )
    response = who.client.post(path, form | (added if name == "add" else text))
    return outcome(response, is_new(model, marks))


@pytest.mark.parametrize("model", COMMONS, ids=lambda model: model._meta.label)
def test_access_to_shared_models_matches_policy(model):
    kinds, addresses = policy.read_tables("Shared records")
    [of_model] = [row for row in kinds if f"({model._meta.label})" in row["records"]]
    record = COMMONS[model][0]()
    for name in ALL_USERS:
        who = PolicyUser(name)
        right = of_model.get(name, "anonymous")
        for row in addresses:
            with rolled_back():
                assert (
                    not has_address(model, row)
                    or ask(who, model, record, (row["address"], row["request"])) == row[right]
                ), (name, row)


def test_every_shared_model_is_in_policy():
    kinds, _ = policy.read_tables("Shared records")
    assert {apps.get_model(row["records"].split("(")[1].rstrip(")")) for row in kinds} == set(COMMONS)


# Accounts


def own(who):
    return who.editor


def an_administrator(who):
    return factories.editor(roles=[Role.ADMINISTRATOR])


def a_superuser(who):
    return factories.editor(is_superuser=True)


WHOSE = (own, an_administrator, a_superuser)


def ask_account(who, account, row):
    """Send one request for an account and return its outcome."""
    path = admin_url(Editor, row["address"], account.pk) if "_" not in row["address"] else password_path(account)
    if row["request"] == "GET":
        response = who.client.get(path)
        reads_only = row["address"] == "change" and 'name="_save"' not in response.content.decode()
        return "look" if outcome(response) == "yes" and reads_only else outcome(response)
    form = as_shown(admin_url(Editor, "change", account.pk))
    sent, done = DEEDS[(row["address"], row["request"])]
    response = who.client.post(path, sent(form))
    return outcome(response, done(Editor.objects.filter(pk=account.pk).first()))


def password_path(account):
    return reverse("admin:auth_user_password_change", args=[account.pk])


def with_rights(form):
    groups, countries = Group.objects.filter(name=Role.PUBLISHER), Country.objects.filter(code="MX")
    return form | {"groups": [groups.get().pk], "countries": [countries.get().pk]}


DEEDS = {
    ("change", "POST, another name"): (lambda form: form | {"first_name": "New"}, lambda now: now.first_name == "New"),
    ("change", "POST, roles and countries"): (with_rights, lambda now: Role.PUBLISHER in now.roles and now.country_ids),
    ("change", "POST, made a superuser"): (lambda form: form | {"is_superuser": "on"}, lambda now: now.is_superuser),
    ("change", "POST, no longer active"): (
        lambda form: {name: value for name, value in form.items() if name != "is_active"},
        lambda now: not now.is_active,
    ),
    ("auth_user_password_change", "POST"): (lambda form: NEW_PASSWORD, lambda now: now.check_password(PASSWORD)),
    ("delete", "POST"): (lambda form: {"post": "yes"}, lambda now: now is None),
}  # fmt: skip


@pytest.mark.parametrize("name", [Role.ADMINISTRATOR, "superuser"])
def test_access_to_accounts_matches_policy(name):
    for row in policy.read_table("Accounts of editors"):
        for whose, word in zip(WHOSE, row[name].split(" / "), strict=True):
            with rolled_back():
                who = PolicyUser(name, is_superuser=name == "superuser")
                assert word == policy.NOT_APPLICABLE or ask_account(who, whose(who), row) == word, (row, whose.__name__)


@pytest.mark.parametrize("name", [role for role in Role if role != Role.ADMINISTRATOR] + ["nobody"])
def test_other_roles_cannot_access_accounts(name):
    who = PolicyUser(name)
    for row in policy.read_table("Accounts of editors"):
        for whose in WHOSE:
            with rolled_back():
                assert ask_account(who, whose(who), row) == "no", (row, whose.__name__)
