"""Missing or invalid environment variables stop the start with a one-line error and exit status 1."""

import pytest

from tests.support.processes import PRODUCTION_ENVIRONMENT, run_python


@pytest.mark.parametrize("name", PRODUCTION_ENVIRONMENT)
def test_missing_variable_is_named(tmp_path, name):
    environment = {other: value for other, value in PRODUCTION_ENVIRONMENT.items() if other != name}
    status, error = run_python(tmp_path, "manage.py", "check", **environment)
    assert status == 1
    assert error.startswith(f"{name} is not set: ")
    assert "\n" not in error


@pytest.mark.parametrize("name", PRODUCTION_ENVIRONMENT)
def test_empty_variable_counts_as_missing(tmp_path, name):
    status, error = run_python(tmp_path, "-c", "import portal.settings", **{**PRODUCTION_ENVIRONMENT, name: "  "})
    assert (status, error.split(":")[0]) == (1, f"{name} is not set")


def test_empty_host_list_is_one_line_error(tmp_path):
    status, error = run_python(
        tmp_path, "-c", "import portal.settings", **{**PRODUCTION_ENVIRONMENT, "PORTAL_HOSTS": " , "}
    )
    assert (status, error.split(":")[0]) == (1, "PORTAL_HOSTS names no host")


@pytest.mark.parametrize("host", ["*", "*.example", "portal.example, *", ".", "https://portal.example"])
def test_wildcard_host_is_one_line_error(tmp_path, host):
    status, error = run_python(
        tmp_path, "-c", "import portal.settings", **{**PRODUCTION_ENVIRONMENT, "PORTAL_HOSTS": host}
    )
    assert (status, error.split(":")[0]) == (1, "PORTAL_HOSTS has a name that is no host")
    assert "\n" not in error


@pytest.mark.parametrize("key", ["a-secret", "a" * 60, "django-insecure-" + "abcdefgh" * 8, "short but random: x8Kq"])
def test_key_that_can_be_guessed_is_one_line_error(tmp_path, key):
    status, error = run_python(
        tmp_path, "-c", "import portal.settings", **{**PRODUCTION_ENVIRONMENT, "PORTAL_SECRET_KEY": key}
    )
    assert (status, error.split(":")[0]) == (1, "PORTAL_SECRET_KEY can be guessed")
    assert "\n" not in error


@pytest.mark.parametrize("seconds", ["0", "300"])
def test_hsts_is_a_variable(tmp_path, seconds):
    script = f"from portal import settings; assert settings.SECURE_HSTS_SECONDS == {seconds}"
    environment = {**PRODUCTION_ENVIRONMENT, "PORTAL_HSTS_SECONDS": seconds}
    assert run_python(tmp_path, "-c", script, **environment) == (0, "")


@pytest.mark.parametrize(
    "address",
    [
        "mysql://portal@localhost/portal",
        "sqlite:///portal.db",
        "portal",
        "postgresql://portal@localhost:port/portal",
        "postgresql://portal@[localhost/portal",
    ],
)
def test_invalid_database_url_is_one_line_error(tmp_path, address):
    status, error = run_python(
        tmp_path, "-c", "import portal.settings", **{**PRODUCTION_ENVIRONMENT, "DATABASE_URL": address}
    )
    assert status == 1
    assert error.startswith("DATABASE_URL ")
    assert "\n" not in error


def test_production_settings_are_strict(tmp_path):
    script = """if True:
        from portal import settings
        assert not settings.PORTAL_EMBEDDED
        assert settings.SECURE_SSL_REDIRECT and settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE
        assert settings.ALLOWED_HOSTS == ["portal.example", "www.portal.example"], settings.ALLOWED_HOSTS
        assert settings.SECURE_HSTS_SECONDS == 31_536_000
        assert not getattr(settings, "SECURE_HSTS_PRELOAD", False)
        assert not getattr(settings, "SECURE_HSTS_INCLUDE_SUBDOMAINS", False)
        assert settings.PORTAL_BASE_URL == "https://portal.example"
        assert settings.EMAIL_BACKEND.endswith("dummy.EmailBackend")
    """
    environment = {**PRODUCTION_ENVIRONMENT, "PORTAL_HOSTS": "portal.example, www.portal.example"}
    assert run_python(tmp_path, "-c", script, **environment) == (0, "")


MAIL = {"PORTAL_MAIL_HOST": "mail.example", "PORTAL_MAIL_FROM": "portal@portal.example"}


@pytest.mark.parametrize(
    ("port", "expected"),
    [(None, (587, True, False)), ("465", (465, False, True)), ("25", (25, False, False))],
)
def test_mail_encryption_follows_port(tmp_path, port, expected):
    script = f"""if True:
        from portal import settings
        assert settings.EMAIL_BACKEND.endswith("smtp.EmailBackend")
        assert (settings.EMAIL_PORT, settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL) == {expected!r}
        assert settings.DEFAULT_FROM_EMAIL == "portal@portal.example"
    """
    environment = {**PRODUCTION_ENVIRONMENT, **MAIL, **({"PORTAL_MAIL_PORT": port} if port else {})}
    assert run_python(tmp_path, "-c", script, **environment) == (0, "")


@pytest.mark.parametrize(
    ("name", "value", "more"),
    [
        ("PORTAL_MAIL_FROM", "", {}),
        ("PORTAL_MAIL_FROM", "the portal", {}),
        ("PORTAL_MAIL_PORT", "smtp", {}),
        ("PORTAL_MAIL_USER", "portal", {"PORTAL_MAIL_PORT": "25"}),
    ],
)
def test_invalid_mail_server_is_one_line_error(tmp_path, name, value, more):
    status, error = run_python(
        tmp_path, "-c", "import portal.settings", **{**PRODUCTION_ENVIRONMENT, **MAIL, **more, name: value}
    )
    assert status == 1
    assert error.startswith(f"{name} is ")
    assert "\n" not in error


def test_embedded_mode_prints_mail_and_knows_port(tmp_path):
    script = """if True:
        from portal import settings
        assert settings.EMAIL_BACKEND.endswith("console.EmailBackend")
        assert settings.PORTAL_BASE_URL == "http://127.0.0.1:8123"
    """
    assert run_python(tmp_path, "-c", script, PORTAL_PORT="8123", PORTAL_MAIL_HOST="mail.example") == (0, "")


def test_wsgi_without_embedded_server_is_one_line_error(tmp_path):
    status, error = run_python(tmp_path, "-c", "import portal.wsgi")
    assert status == 1
    assert error.startswith("The embedded PostgreSQL is not running: ")
    assert "\n" not in error


def test_embedded_server_failure_is_one_line_error(tmp_path):
    (tmp_path / "postgres" / "cluster").mkdir(parents=True)
    (tmp_path / "postgres" / "cluster" / "PG_VERSION").write_text("16")
    status, error = run_python(tmp_path, "manage.py", "check")
    assert status == 1
    assert "PostgreSQL 16 created the database" in error
    assert "\n" not in error


@pytest.mark.parametrize(
    "url",
    ["varnish:6081", "ftp://cache.example/", "http://", "http://cache.example:port/", "http://[::1/", "http://c:0/",
     "http://user:secret@cache.example/", "http://cache.example/?a=b"],
)  # fmt: skip
def test_invalid_purge_url_is_one_line_error(tmp_path, url):
    environment = {**PRODUCTION_ENVIRONMENT, "PORTAL_PURGE_URLS": f"http://127.0.0.1:6081/ {url}"}
    status, error = run_python(tmp_path, "-c", "import portal.settings", **environment)
    assert status == 1
    assert error.startswith("PORTAL_PURGE_URLS ")
    assert error.endswith(f": {url}")
    assert "\n" not in error


@pytest.mark.parametrize(
    ("urls", "seconds"), [("", 10), ("http://127.0.0.1:6081/ https://[2001:db8::1]:8443/purge", 3600)]
)
def test_shared_caches_keep_pages_for_long_if_purged(tmp_path, urls, seconds):
    script = f"""if True:
        from portal import settings
        assert settings.PORTAL_PURGE_URLS == {urls.split()!r}
        assert settings.PORTAL_SHARED_CACHE_SECONDS == {seconds}
    """
    environment = {**PRODUCTION_ENVIRONMENT, "PORTAL_PURGE_URLS": urls}
    assert run_python(tmp_path, "-c", script, **environment) == (0, "")
