"""Django settings. An environment variable that is missing or invalid ends the process with one line.

Without DATABASE_URL, PORTAL_SECRET_KEY and PORTAL_HOSTS the portal runs in embedded mode, for trying it out and for its
tests. Setting one of them makes it a production installation, which needs all three. A production installation sends
mail only if PORTAL_MAIL_HOST is set; embedded mode prints mail to the console.
"""

import hashlib
import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from portal.embedded_postgres.server import get_data_folder, get_database_settings, get_secret_key, is_embedded_mode

BASE_DIR = Path(__file__).resolve().parent.parent
PORTAL_DATA = get_data_folder()
PORTAL_DEMO_PASSWORD = os.environ.get("PORTAL_DEMO_PASSWORD", "")
PORTAL_EMBEDDED = is_embedded_mode()


def get_required(name, description):
    """Return an environment variable, or exit with a message that describes the missing one."""
    value = os.environ.get(name, "").strip()
    if not value:
        sys.exit(f"{name} is not set: {description}. (Without DATABASE_URL, PORTAL_SECRET_KEY and PORTAL_HOSTS, "
                 "all three, the portal runs in its embedded mode.)")  # fmt: skip
    return value


def get_number(name, default):
    """Return an environment variable as a whole number that is not negative, or exit with a message."""
    value = os.environ.get(name, "").strip() or str(default)
    if not value.isdecimal():
        sys.exit(f"{name} is not a number: {value}.")
    return int(value)


def get_purge_urls():
    """Return the URLs of the shared caches, or exit with a message."""
    urls = os.environ.get("PORTAL_PURGE_URLS", "").split()
    for url in urls:
        try:
            address = urlsplit(url)
            is_valid = address.scheme in ("http", "https") and address.hostname and address.port != 0
        except ValueError:
            is_valid = False
        if not is_valid or "@" in address.netloc or address.query or address.fragment:
            sys.exit("PORTAL_PURGE_URLS is not a list of URLs of caches, separated by spaces, as in "
                     f"http://127.0.0.1:6081/: {url}")  # fmt: skip
    return urls


def parse_database_url(url):
    """Return the database settings for a PostgreSQL URL, or exit with a message."""
    if not url.startswith(("postgres://", "postgresql://")):
        sys.exit("DATABASE_URL is not a PostgreSQL address: it begins with postgresql://, as in "
                 "postgresql://user:password@host/database.")  # fmt: skip
    try:
        return dj_database_url.parse(url)
    except ValueError as error:
        sys.exit(f"DATABASE_URL cannot be read: {str(error).rstrip('.')}.")


def get_mail_settings():
    """Return the settings of the mail server, or exit with a message. The port decides about TLS."""
    host, port, user, password, sender = (
        os.environ.get(f"PORTAL_MAIL_{name}", "").strip() for name in ("HOST", "PORT", "USER", "PASSWORD", "FROM")
    )
    if not host:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    if "@" not in sender or len(sender.split()) > 1:
        sys.exit("PORTAL_MAIL_FROM is not an address: mail comes from it, so that PORTAL_MAIL_HOST needs it.")
    if not (port or "587").isdecimal():
        sys.exit("PORTAL_MAIL_PORT is not a port: 587 (STARTTLS), 465 (TLS), or 25 for a relay that speaks plainly.")
    port = int(port or 587)
    if user and port == 25:
        sys.exit("PORTAL_MAIL_USER is set, and port 25 speaks plainly: no password is sent over it. "
                 "Choose 587 or 465 as PORTAL_MAIL_PORT.")  # fmt: skip
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": host,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": user,
        "EMAIL_HOST_PASSWORD": password,
        "EMAIL_USE_SSL": port == 465,
        "EMAIL_USE_TLS": port not in (25, 465),
        "EMAIL_TIMEOUT": 20,  # seconds
        "DEFAULT_FROM_EMAIL": sender,
    }


def get_security_contact():
    """Return the URI for reports of vulnerabilities, "" if none is set, or exit with a message."""
    contact = os.environ.get("PORTAL_SECURITY_CONTACT", "").strip()
    if (contact and not contact.startswith(("https://", "mailto:", "tel:"))) or len(contact.split()) > 1:
        sys.exit("PORTAL_SECURITY_CONTACT is not an address: it begins with mailto:, https:// or tel:.")
    return contact


def get_uploads_storage():
    """Return the storage settings of uploads: the data folder, or an S3 bucket if one is set."""
    bucket, endpoint, region, key, secret = (
        os.environ.get(f"PORTAL_FILES_{name}", "").strip() or None
        for name in ("BUCKET", "ENDPOINT", "REGION", "KEY", "SECRET")
    )
    if not bucket:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    if bool(key) != bool(secret):
        sys.exit("PORTAL_FILES_KEY and PORTAL_FILES_SECRET belong together: give both, or neither where the machine "
                 "itself is let in.")  # fmt: skip
    options = {"bucket_name": bucket, "endpoint_url": endpoint, "region_name": region, "access_key": key,
               "secret_key": secret, "file_overwrite": False, "max_memory_size": 2**20}  # fmt: skip
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


if PORTAL_EMBEDDED:
    SECRET_KEY = get_secret_key(PORTAL_DATA)
    ALLOWED_HOSTS = ["*"]
    DATABASES = {"default": get_database_settings(PORTAL_DATA)}
    PORTAL_BASE_URL = f"http://127.0.0.1:{os.environ.get('PORTAL_PORT', '8000')}"
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    DEFAULT_FROM_EMAIL = "portal@localhost"
else:
    SECRET_KEY = get_required("PORTAL_SECRET_KEY", "a long random text that signs sessions")
    hosts = get_required("PORTAL_HOSTS", "the host names of the portal, separated by commas")
    ALLOWED_HOSTS = [host.strip() for host in hosts.split(",") if host.strip()]
    if not ALLOWED_HOSTS:
        sys.exit("PORTAL_HOSTS names no host: it holds the host names of the portal, separated by commas.")
    DATABASES = {"default": parse_database_url(get_required("DATABASE_URL", "the address of the PostgreSQL database"))}
    # Base URL of links in mail.
    PORTAL_BASE_URL = f"https://{ALLOWED_HOSTS[0].removeprefix('.')}"
    globals().update(get_mail_settings())

# Four threads serve requests, and four run background jobs. Each may use a connection. Nobody waits long for a
# database that is away, and the pool gives up soon, so that the next request tries to connect again.
DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {"max_size": 8, "timeout": 2, "reconnect_timeout": 2}
DATABASES["default"]["OPTIONS"].setdefault("connect_timeout", 2)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True  # discard connections that a database restart has closed
# Each checkout has its own test database, because several may share a server.
DATABASES["default"]["TEST"] = {"NAME": "test_portal_" + hashlib.sha256(bytes(BASE_DIR)).hexdigest()[:8]}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

PORTAL_APPS = ["portal", "programs", "news", "workinggroup", "alliances"]
INSTALLED_APPS = [
    "modeltranslation",
    *PORTAL_APPS,
    "portal.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "csp",
    "django_prose_editor",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.middleware.CompressionMiddleware",
    "portal.middleware.ConditionalMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.middleware.URLLanguageMiddleware",
    "portal.page_cache.middleware.respond_while_database_is_away",
    "portal.middleware.limit_query_length",
    "portal.middleware.MethodMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.middleware.EditorLanguageMiddleware",
    "portal.middleware.limit_body_size",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "portal.templatetags.fragments",
                "portal.templatetags.i18n_text",
                "portal.templatetags.layout",
                "portal.templatetags.metadata",
                "portal.templatetags.richtext",
            ],
        },
    },
]

AUTH_USER_MODEL = "portal.Editor"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Modeltranslation's fallback is off: `localize` in portal/i18n/languages.py returns the language of a fallback too.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish")), ("fr", _("French"))]
# The portal's own strings, and those of Django that it says in better words.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "django"]
USE_I18N = True
FORMAT_MODULE_PATH = "portal.formats"
USE_TZ = True
TIME_ZONE = "UTC"
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_LANGUAGES = ("en", "es", "fr")
MODELTRANSLATION_FALLBACK_LANGUAGES = ()
MODELTRANSLATION_ENABLE_FALLBACKS = False

# The memory for whole pages of each serving process (portal/page_cache/); 0 keeps none. For how long other caches may
# serve a page without asking, and where those caches are that the portal tells to forget pages.
PORTAL_PAGE_CACHE_MB = get_number("PORTAL_PAGE_CACHE_MB", 64)
PORTAL_PURGE_URLS = get_purge_urls()
PORTAL_SHARED_CACHE_SECONDS = get_number("PORTAL_SHARED_CACHE_SECONDS", 3600 if PORTAL_PURGE_URLS else 10)

STATIC_URL = "/static/"
STATIC_ROOT = PORTAL_DATA / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/files/"
MEDIA_ROOT = PORTAL_DATA / "files"
STORAGES = {
    "default": get_uploads_storage(),
    "staticfiles": {"BACKEND": "portal.assets.storage.StaticStorage"},
}
WHITENOISE_MANIFEST_STRICT = True
FILE_UPLOAD_PERMISSIONS = 0o640

# For all pages, including the admin. Nothing is loaded from other hosts.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no extra cookie
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "portal.editing.concurrency.session_expiry.csrf_failure"
# The form of an alliance with all its parts exceeds Django's default limits.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 2**20
# Maximum size of a request body in bytes: of editors, and of all other users.
PORTAL_MAX_SAVE_SIZE = 250 * 2**20
PORTAL_MAX_FORM_SIZE = DATA_UPLOAD_MAX_MEMORY_SIZE + 2**20

# Everything but embedded mode requires HTTPS.
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not PORTAL_EMBEDDED
SECURE_HSTS_SECONDS = 0 if PORTAL_EMBEDDED else 63_072_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not PORTAL_EMBEDDED
if os.environ.get("PORTAL_BEHIND_PROXY") == "1":
    # The proxy must overwrite this header in every request, because clients can send it too.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# The contact in /.well-known/security.txt, and for how many days a copy of that file holds: at most a year (RFC 9116).
PORTAL_SECURITY_CONTACT = get_security_contact()
PORTAL_SECURITY_DAYS = 180

# Only errors are logged, without IP addresses, for 30 days, as the privacy page states.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {
        "errors": {
            "class": "portal.operations.error_log.DailyFileHandler",
            "folder": PORTAL_DATA / "log",
            "formatter": "line",
            "level": "ERROR",
        },
    },
    "loggers": {name: {"handlers": ["errors"], "level": "ERROR", "propagate": False} for name in ("django", "portal")},
}
