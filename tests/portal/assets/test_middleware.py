"""Static files of this release and of others."""

from contextlib import closing

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.test import RequestFactory

from portal.assets.middleware import StaticFilesMiddleware

pytestmark = pytest.mark.django_db  # the end of a response returns its connection
NAME = "css/portal.0123456789ab.css"


@pytest.fixture
def middleware(settings, tmp_path):
    """The middleware of a release beside which another one has a style sheet and a secret."""
    settings.WHITENOISE_AUTOREFRESH = False
    settings.PORTAL_BUILDS = tmp_path
    other = tmp_path / "other"
    (other / "static" / "css").mkdir(parents=True)
    (other / "static" / NAME).write_text("body {}")
    (other / "static" / f"{NAME}.gz").write_text("small")
    (other / "static" / "css" / "portal.css").write_text("body {}")
    (other / "secret.0123456789ab.css").write_text("secret")
    return StaticFilesMiddleware(lambda request: None)


def request(middleware, path, **headers):
    """Return the headers and the body of a response, or None if the portal is to answer."""
    response = middleware(RequestFactory().get("/", PATH_INFO=path, headers=headers))
    if response is None:
        return None
    with closing(response):
        return response.headers, response.getvalue()


def test_file_of_another_release_is_served_for_good(middleware):
    headers, body = request(middleware, f"/static/{NAME}")
    assert body == b"body {}"
    assert "immutable" in headers["Cache-Control"]
    assert headers["Content-Type"].startswith("text/css")


def test_file_of_another_release_is_served_compressed(middleware):
    headers, body = request(middleware, f"/static/{NAME}", accept_encoding="gzip")
    assert headers["Content-Encoding"] == "gzip"
    assert body == b"small"


def test_own_file_is_served_for_good(middleware):
    headers, _ = request(middleware, staticfiles_storage.url("css/portal.css"))
    assert "immutable" in headers["Cache-Control"]


@pytest.mark.parametrize(
    "path",
    [
        "/static/css/portal.css.0123456789ab",
        "/static/css/missing.0123456789ab.css",
        "/static/../secret.0123456789ab.css",
        "/static/css/../../secret.0123456789ab.css",
        "/static/*/portal.0123456789ab.css",
        f"/{NAME}",
    ],
)
def test_other_paths_are_left_to_the_portal(middleware, path):
    assert request(middleware, path) is None


def test_unhashed_file_of_another_release_is_not_served(middleware):
    assert request(middleware, "/static/css/portal.css") is None


def test_file_that_has_been_deleted_is_not_found(middleware, settings):
    assert request(middleware, f"/static/{NAME}")
    (settings.PORTAL_BUILDS / "other" / "static" / NAME).unlink()
    assert request(middleware, f"/static/{NAME}") is None
