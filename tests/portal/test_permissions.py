"""Rights of the policy tables, checked against portal.permissions."""

import pytest

from news.models import NewsItem
from portal import permissions
from portal.drafts.models import Draft
from portal.models import Page
from portal.permissions import Role
from portal.records.models import Status
from tests.support import factories, policy
from tests.support.policy_walk import PolicyUser
from tests.support.record_fixtures import PLACES, get_factory
from workinggroup.models import Post

pytestmark = pytest.mark.django_db
# What the offices publish, what belongs to the register, and what is neither.
MODELS = (NewsItem, Post, Page)


def has(right, editor, record, condition):
    """Return whether the code gives an editor a right of the policy."""
    may = getattr(permissions, right)
    if right == "can_approve":
        return may(editor, record, factories.country("MX"))
    return may(editor, record, record) if right == "can_restore" else may(editor, record)


def record_as(condition, model, place, editor):
    """Create a record as a row of the policy names it: "their own draft"."""
    status, _, rest = condition.partition(",")
    country = PLACES[place] and factories.country(PLACES[place])
    author = editor if "their own" in condition else None
    record = model(country=country, status=status if status in Status else Status.DRAFT, created_by=author)
    if "draft" in rest:
        state = next((value for value in Draft.State if f"draft {value}" in rest), Draft.State.DRAFT)
        record.draft = Draft(state=state, author=author)
    return record


@pytest.mark.parametrize("role", Role)
def test_rights_match_policy(role):
    editor = PolicyUser(role).editor
    for row in policy.read_table("Rights"):
        for model in MODELS:
            for place, word in policy.resolve_cell(row[role], model).items():
                record = record_as(row["of a record"], model, place, editor)
                given = "yes" if has(row["right"], editor, record, row["of a record"]) else "no"
                assert given == word, (row["right"], row["of a record"], model, place)


def test_every_right_is_in_policy():
    of_records = {name for name in vars(permissions) if name.startswith("can_")}
    elsewhere = {"can_add", "can_save", "can_change_account", "can_change_rights"}  # walked: adding, forms, accounts
    elsewhere |= {name for name in of_records if name.endswith(("release", "releases"))}
    assert of_records - elsewhere == {row["right"] for row in policy.read_table("Rights")}


@pytest.mark.parametrize("name", [*Role, "nobody"])
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_lists_show_viewable_records(model, name):
    editor = PolicyUser(name).editor
    records = [get_factory(model)(country=code and factories.country(code)) for code in ("US", "MX", "CA", None)]
    seen = set(permissions.filter_visible(editor, model.objects.filter(pk__in=[record.pk for record in records])))
    assert seen == {record for record in records if permissions.can_view(editor, record)}


def test_role_applies_to_all_countries_of_editor():
    editor = factories.editor(roles=["publisher"], countries=["MX", "CA"])
    may = {
        code: permissions.can_publish(editor, NewsItem(country=factories.country(code))) for code in ("US", "MX", "CA")
    }
    assert may == {"US": False, "MX": True, "CA": True}
    countries, all_three = permissions.get_owner_choices(editor, NewsItem)
    assert countries == {factories.country("MX").pk, factories.country("CA").pk}
    assert not all_three


def test_two_roles_combine():
    editor = factories.editor(roles=["contributor", "translator"], countries=["MX"], languages=["fr"])
    mexican = NewsItem(country=factories.country("MX"))
    assert permissions.get_writable_languages(editor, mexican) == ("en", "es", "fr")
    mexican.status = Status.IN_REVIEW
    assert permissions.get_writable_languages(editor, mexican) == ("fr",)
    assert permissions.get_writable_languages(editor, NewsItem()) == ("fr",)
    mexican.status = Status.PUBLISHED  # whose draft it is
    assert permissions.get_writable_languages(editor, mexican) == ("en", "es", "fr")
    mexican.draft = Draft(state=Draft.State.SCHEDULED)
    assert permissions.get_writable_languages(editor, mexican) == ()
    assert permissions.get_restorable_languages(editor, mexican) == ()


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.PUBLISHER, Role.TRANSLATOR])
def test_role_without_country_cannot_write(role):
    editor = factories.editor(roles=[role], languages=["en"])
    assert not permissions.can_add(editor, NewsItem)
    assert not permissions.can_view(editor, NewsItem(country=factories.country("MX")))
    assert permissions.can_view(editor, NewsItem())


@pytest.mark.parametrize(
    "fields",
    [
        {"roles": list(Role), "is_active": False}, {"roles": list(Role), "is_staff": False},
        {"is_superuser": True, "is_active": False}, {"is_superuser": True, "is_staff": False},
    ],
)  # fmt: skip
def test_inactive_account_has_no_rights(fields):
    editor = factories.editor(**{"countries": ["MX"], "languages": ["en"], **fields})
    record = factories.news_item(country=factories.country("MX"))
    assert not permissions.is_editor(editor)
    for may in (permissions.can_view, permissions.can_change, permissions.can_publish, permissions.can_save):
        assert not may(editor, record)
    assert not permissions.can_approve(editor, NewsItem(), factories.country("MX"))
    assert not permissions.filter_visible(editor, NewsItem.objects.all())


def test_approval_requires_office_of_country():
    publisher = factories.editor(roles=["publisher"], countries=["MX"])
    administrator = factories.editor(roles=["publisher", "administrator"], countries=["MX"])
    over_all = factories.editor(is_superuser=True)
    for editor, may in ((publisher, ["MX"]), (administrator, ["MX"]), (over_all, [])):
        given = [
            code for code in ("US", "MX", "CA") if permissions.can_approve(editor, NewsItem(), factories.country(code))
        ]
        assert given == may
