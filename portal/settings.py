"""Django settings. An environment variable that is missing or invalid ends the process with one line.

Without DATABASE_URL, PORTAL_SECRET_KEY and PORTAL_HOSTS the portal runs in embedded mode, for trying it out and for its
tests. Setting one of them makes it a production installation, which needs all three. A production installation sends
mail only if PORTAL_MAIL_HOST is set; embedded mode prints mail to the console.
"""

import hashlib
import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from whitenoise.compress import Compressor

from portal.allauth_settings import *  # noqa: F403 - every name of it is a setting
from portal.database_roles import CurrentProcess, name_process
from portal.embedded_postgres.roles import OWNER, SERVER
from portal.embedded_postgres.server import get_data_folder, get_database_settings, get_secret_key, is_embedded_mode
from portal.environment import (
    get_backup_store,
    get_database,
    get_database_of_server,
    get_hosts,
    get_key,
    get_mail_settings,
    get_number,
    get_purge_urls,
    get_security_contact,
    get_uploads_storage,
    limit_statements,
)
from portal.logging_settings import get_logging

BASE_DIR = Path(__file__).resolve().parent.parent
CHECKOUT = hashlib.sha256(bytes(BASE_DIR)).hexdigest()[:8]
PORTAL_DATA = get_data_folder()
# What `manage.py prepare` makes of a release, for itself alone: two releases may serve from one data folder.
PORTAL_BUILDS = PORTAL_DATA / "builds"
PORTAL_BUILD = PORTAL_BUILDS / f"{BASE_DIR.name}-{CHECKOUT}"
PORTAL_DEMO_PASSWORD = os.environ.get("PORTAL_DEMO_PASSWORD", "")
PORTAL_EMBEDDED = is_embedded_mode()


if PORTAL_EMBEDDED:
    SECRET_KEY = get_secret_key(PORTAL_DATA)
    ALLOWED_HOSTS = ["*"]
    PORTAL_SERVER_DATABASE = get_database_settings(PORTAL_DATA)
    DATABASES = {"default": get_database_settings(PORTAL_DATA, OWNER if CurrentProcess.is_owner else SERVER)}
    PORTAL_BASE_URL = f"http://127.0.0.1:{os.environ.get('PORTAL_PORT', '8000')}"
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    DEFAULT_FROM_EMAIL = "portal@localhost"
else:
    SECRET_KEY = get_key()
    ALLOWED_HOSTS = get_hosts()
    # The role that serves. Management commands may connect as another one, which owns the tables.
    PORTAL_SERVER_DATABASE = get_database_of_server()
    DATABASES = {"default": get_database()}
    # Base URL of links in mail.
    PORTAL_BASE_URL = f"https://{ALLOWED_HOSTS[0].removeprefix('.')}"
    globals().update(get_mail_settings())

DATABASES["default"]["ENGINE"] = "portal.database"
# Four threads serve requests, and four run background jobs. Each may use a connection. Nobody waits long for a
# database that is away, and the pool gives up soon, so that the next request tries to connect again.
DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {"max_size": 8, "timeout": 2, "reconnect_timeout": 2}
DATABASES["default"]["OPTIONS"].setdefault("connect_timeout", 2)
DATABASES["default"]["OPTIONS"].setdefault("application_name", name_process())
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True  # discard connections that a database restart has closed
# No request waits longer than this for one query. Management commands may take their time.
if not CurrentProcess.is_owner:
    limit_statements(DATABASES["default"], get_number("PORTAL_STATEMENT_SECONDS", 20))
# Each checkout has its own test database, because several may share a server.
DATABASES["default"]["TEST"] = {"NAME": f"test_portal_{CHECKOUT}"}
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
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
MIDDLEWARE = [
    "portal.operations.request_ids.assign_request_id",
    "django.middleware.security.SecurityMiddleware",
    "portal.assets.middleware.StaticFilesMiddleware",
    "portal.middleware.CompressionMiddleware",
    "portal.middleware.ConditionalMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.middleware.URLLanguageMiddleware",
    "portal.editing.concurrency.interrupted_save.keep_submissions_while_database_is_away",
    "portal.page_cache.middleware.respond_while_database_is_away",
    "portal.middleware.limit_query_length",
    "portal.middleware.MethodMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.middleware.EditorLanguageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.accounts.session_limits.SessionLimitMiddleware",
    "portal.middleware.limit_body_size",
    "portal.editing.lookups.AdminAddressMiddleware",
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

# The other settings of signing in are those of django-allauth.
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
PORTAL_REQUIRE_SECOND_FACTOR = not PORTAL_EMBEDDED  # of everyone who publishes
SESSION_COOKIE_AGE = 30 * 60
LANGUAGE_COOKIE_PATH = "/admin/"  # of visitors who have not signed in
LANGUAGE_COOKIE_HTTPONLY, LANGUAGE_COOKIE_SAMESITE = True, "Lax"
# Counts attempts and remembers used codes, for all processes together. Only signing in uses it.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # so that a flood of attempts does not remove counts
    },
}

# Modeltranslation's fallback is off: `localize` in portal/i18n/languages.py returns the language of a fallback too.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish")), ("fr", _("French"))]
# The portal's own strings, and those of Django that it says in better words. `manage.py prepare` compiles them.
PORTAL_CATALOGUES = [BASE_DIR / "locale", BASE_DIR / "locale" / "django"]
LOCALE_PATHS = [PORTAL_BUILD / "locale" / "portal", PORTAL_BUILD / "locale" / "django"]
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
STATIC_ROOT = PORTAL_BUILD / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/files/"
MEDIA_ROOT = PORTAL_DATA / "files"
STORAGES = {
    "default": get_uploads_storage(),
    "staticfiles": {"BACKEND": "portal.assets.storage.StaticStorage"},
}
PORTAL_BACKUP_STORE = get_backup_store()
WHITENOISE_MANIFEST_STRICT = True
# Pages name hashed files only. Source maps are for developers' tools; compressing them would take as long as the rest.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o640, 0o750
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "portal.uploads.disk.FailingUploadHandler",
]

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
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not PORTAL_EMBEDDED
# For how long browsers refuse to visit the host without HTTPS: a year. Other hosts of the domain are not the portal's
# business, which is why two checks of Django are silenced.
SECURE_HSTS_SECONDS = 0 if PORTAL_EMBEDDED else get_number("PORTAL_HSTS_SECONDS", 31_536_000)
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
# How many proxies there are between the clients and the portal.
if proxies := get_number("PORTAL_BEHIND_PROXY", 0):
    # The first proxy must overwrite these headers in every request, because clients can send them too. Each further
    # proxy adds an address to X-Forwarded-For.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = proxies

# The contact in /.well-known/security.txt, and for how many days a copy of that file holds: at most a year (RFC 9116).
PORTAL_SECURITY_CONTACT = get_security_contact()
PORTAL_SECURITY_DAYS = 180

# The port of this machine on which monitoring reads metrics; 0 collects none. Processes share them in files.
PORTAL_METRICS_PORT = get_number("PORTAL_METRICS_PORT", 0)
PORTAL_METRICS_FOLDER = PORTAL_DATA / "metrics"
if PORTAL_METRICS_PORT:
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(PORTAL_METRICS_FOLDER)

LOGGING = get_logging(PORTAL_DATA / "log")
