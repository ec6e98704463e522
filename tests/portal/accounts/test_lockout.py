"""Limits of attempts to sign in, which cannot be used to lock others out."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from portal.accounts.lockout import PERIOD, SignInAttempt, get_network
from portal.models import AuditEvent
from tests.support import factories

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-enough-password"
LOGIN = "/admin/login/"
HERE, ELSEWHERE = "192.0.2.7", "198.51.100.9"


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


@pytest.fixture(autouse=True)
def eva():
    return factories.editor(username="eva", password=PASSWORD)


def sign_in(client, password=PASSWORD, username="eva"):
    """Return whether the attempt signs in."""
    response = client.post(LOGIN, {"login": username, "password": password})
    client.post("/admin/logout/")
    return response.status_code == 302


def fail(address, count=5, username="eva"):
    for _ in range(count):
        assert not sign_in(Client(REMOTE_ADDR=address), "wrong", username)


def test_account_is_closed_for_address_after_failures():
    fail(HERE, 4)
    assert sign_in(Client(REMOTE_ADDR=HERE))
    fail(HERE)
    client = Client(REMOTE_ADDR=HERE)
    response = client.post(LOGIN, {"login": "eva", "password": PASSWORD})
    assert "There were too many attempts." in response.content.decode()
    assert AuditEvent.objects.filter(kind="sign-in refused").count() == 1


@pytest.mark.parametrize("username", ["EVA", "Eva"])
def test_case_of_username_gives_no_more_attempts(username):
    fail(HERE, 3, username)
    fail(HERE, 2)
    assert not sign_in(Client(REMOTE_ADDR=HERE))


def test_owner_elsewhere_is_not_locked_out():
    fail(HERE)
    assert sign_in(Client(REMOTE_ADDR=ELSEWHERE))


def test_known_device_is_not_locked_out_by_neighbors():
    device = Client(REMOTE_ADDR=HERE)
    assert sign_in(device)
    fail(HERE, 35)
    assert not sign_in(Client(REMOTE_ADDR=HERE))
    assert sign_in(device)


def test_known_device_has_its_own_limit():
    device = Client(REMOTE_ADDR=HERE)
    sign_in(device)
    for _ in range(5):
        assert not sign_in(device, "wrong")
    assert not sign_in(device)
    assert sign_in(Client(REMOTE_ADDR=HERE))


def test_device_cookie_of_one_account_serves_no_other():
    factories.editor(username="leo", password=PASSWORD)
    device = Client(REMOTE_ADDR=HERE)
    sign_in(device, username="leo")
    fail(HERE)
    assert not sign_in(device)


def test_address_is_limited_over_all_accounts():
    for number in range(30):
        fail(HERE, 1, f"nobody-{number}")
    assert not sign_in(Client(REMOTE_ADDR=HERE))
    assert sign_in(Client(REMOTE_ADDR=ELSEWHERE))


def test_lock_ends_by_itself():
    fail(HERE)
    SignInAttempt.objects.update(at=timezone.now() - PERIOD - timedelta(seconds=1))
    assert sign_in(Client(REMOTE_ADDR=HERE))


def test_page_of_expired_session_has_same_limit():
    form = {"resume-form": "1", "resume-username": "eva", "title_en": "Kept"}
    client = Client(REMOTE_ADDR=HERE)
    for _ in range(5):
        client.post("/admin/news/newsitem/add/", form | {"resume-password": "wrong"})
    html = client.post("/admin/news/newsitem/add/", form | {"resume-password": PASSWORD}).content.decode()
    assert "There were too many attempts." in html
    assert 'value="Kept"' in html


def test_addresses_are_not_stored():
    fail(HERE, 1)
    [attempt] = SignInAttempt.objects.all()
    assert HERE not in attempt.source
    assert "eva" not in attempt.account


def test_network_of_ipv6_client_counts_as_one():
    assert get_network("2001:db8:1:2:3::4") == get_network("2001:db8:1:2:ffff::1") != get_network("2001:db8:1:3::1")
    assert get_network(HERE) == HERE


def test_address_is_the_one_that_the_proxy_adds(settings):
    """A client cannot choose its address: what it sends comes before what the proxy adds."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(5):
        header = {"X-Forwarded-For": f"203.0.113.{number}, {HERE}"}
        assert not sign_in(Client(REMOTE_ADDR="127.0.0.1", headers=header), "wrong")
    assert not sign_in(Client(REMOTE_ADDR="127.0.0.1", headers={"X-Forwarded-For": HERE}))
    assert sign_in(Client(REMOTE_ADDR="127.0.0.1", headers={"X-Forwarded-For": ELSEWHERE}))


def test_database_holds_counts_of_all_processes(settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "portal_cache"}
    }
    cache.set("count", 1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM portal_cache")
        assert cursor.fetchone() == (1,)


def test_wrong_number_of_proxies_still_signs_in(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 3
    assert sign_in(Client(REMOTE_ADDR="127.0.0.1", headers={"X-Forwarded-For": HERE}))
