"""Environment variables of an installation. One that is missing or invalid ends the process with one line."""

import os
import re
import sys
from urllib.parse import urlsplit

import dj_database_url

from portal.database_roles import CurrentProcess

# As Django's check of the settings demands.
MIN_KEY_LENGTH, MIN_KEY_CHARACTERS = 50, 5


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


def get_choice(name, choices):
    """Return an environment variable that is one of some words, the first by default, or exit with a message."""
    value = os.environ.get(name, "").strip() or choices[0]
    if value not in choices:
        sys.exit(f"{name} is {value}, and may be {' or '.join(choices)}.")
    return value


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


def parse_database_url(url, name):
    """Return the database settings for a PostgreSQL URL, or exit with a message."""
    if not url.startswith(("postgres://", "postgresql://")):
        sys.exit(f"{name} is not a PostgreSQL address: it begins with postgresql://, as in "
                 "postgresql://user:password@host/database.")  # fmt: skip
    try:
        return dj_database_url.parse(url)
    except ValueError as error:
        sys.exit(f"{name} cannot be read: {str(error).rstrip('.')}.")


def get_database_of_server():
    """Return the settings of the database for the role that serves, or exit with a message."""
    return parse_database_url(get_required("DATABASE_URL", "the address of the PostgreSQL database"), "DATABASE_URL")


def get_database():
    """Return the settings of the database for this process: of the owner, if it acts as that one and has its URL."""
    owner_url = os.environ.get("PORTAL_OWNER_DATABASE_URL", "").strip()
    if CurrentProcess.is_owner and owner_url:
        return parse_database_url(owner_url, "PORTAL_OWNER_DATABASE_URL")
    return get_database_of_server()


def limit_statements(database, seconds):
    """Let PostgreSQL cancel each statement of a connection after some seconds; 0 sets no limit."""
    options = database.setdefault("OPTIONS", {})
    timeout = f"-c statement_timeout={seconds * 1000}"
    options["options"] = f"{options.get('options', '')} {timeout}".strip()


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


def get_ministries():
    """Return the OpenID Connect providers of ministries for django-allauth, or exit with a message.

    PORTAL_OIDC names them, separated by spaces. Each has variables of its own: PORTAL_OIDC_STPS_URL and so on.
    """
    return [get_ministry(name) for name in os.environ.get("PORTAL_OIDC", "").split()]


def get_ministry(name):
    """Return the settings of one provider."""
    if not re.fullmatch(r"[a-z][a-z0-9-]*", name):
        sys.exit(f"PORTAL_OIDC has a name that is none: {name}. Names have small letters, digits and hyphens.")
    prefix = f"PORTAL_OIDC_{name.upper().replace('-', '_')}"
    values = {
        part: os.environ.get(f"{prefix}_{part}", "").strip() for part in ("LABEL", "URL", "CLIENT", "SECRET", "DOMAINS")
    }
    for part, value in values.items():
        if not value:
            sys.exit(f"{prefix}_{part} is not set, and PORTAL_OIDC names {name}.")
    if not values["URL"].startswith("https://"):
        sys.exit(f"{prefix}_URL is not the address of a provider: it begins with https://.")
    return {
        "provider_id": name,
        "name": values["LABEL"],
        "client_id": values["CLIENT"],
        "secret": values["SECRET"],
        "settings": {"server_url": values["URL"], "domains": values["DOMAINS"].lower().split()},
    }


def get_uploads_storage():
    """Return the storage settings of uploads: the data folder, or an S3 bucket if one is set."""
    bucket, endpoint, region, key, secret = (
        os.environ.get(f"PORTAL_FILES_{name}", "").strip() or None
        for name in ("BUCKET", "ENDPOINT", "REGION", "KEY", "SECRET")
    )
    if not bucket:
        return {"BACKEND": "portal.uploads.disk.CompleteFileStorage"}
    if bool(key) != bool(secret):
        sys.exit("PORTAL_FILES_KEY and PORTAL_FILES_SECRET belong together: give both, or neither where the machine "
                 "itself is let in.")  # fmt: skip
    options = {"bucket_name": bucket, "endpoint_url": endpoint, "region_name": region, "access_key": key,
               "secret_key": secret, "file_overwrite": False, "max_memory_size": 2**20}  # fmt: skip
    return {"BACKEND": "portal.uploads.bucket.BucketStorage", "OPTIONS": options}


def get_backup_store():
    """Return boto3's settings of the store of backups. Settings that are missing are those of the uploads."""
    values = (
        os.environ.get(f"PORTAL_BACKUP_STORE_{name}", "").strip() or os.environ.get(f"PORTAL_FILES_{name}", "").strip()
        for name in ("ENDPOINT", "REGION", "KEY", "SECRET")
    )
    names = ("endpoint_url", "region_name", "aws_access_key_id", "aws_secret_access_key")
    return {name: value or None for name, value in zip(names, values, strict=True)}


def get_key():
    """Return the secret key, or exit with a message if it could be guessed."""
    key = get_required("PORTAL_SECRET_KEY", "a long random text that signs sessions")
    if len(key) < MIN_KEY_LENGTH or len(set(key)) < MIN_KEY_CHARACTERS or key.startswith("django-insecure-"):
        sys.exit(f"PORTAL_SECRET_KEY can be guessed: it is a random text of {MIN_KEY_LENGTH} characters or more. "
                 "To make one: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'")  # fmt: skip
    return key


def get_hosts():
    """Return the host names of the portal, or exit with a message. A name that begins with a dot has subdomains."""
    value = get_required("PORTAL_HOSTS", "the host names of the portal, separated by commas")
    hosts = [host.strip() for host in value.split(",") if host.strip()]
    if not hosts:
        sys.exit("PORTAL_HOSTS names no host: it holds the host names of the portal, separated by commas.")
    for host in hosts:
        if "*" in host or "/" in host or not host.strip("."):
            sys.exit(f"PORTAL_HOSTS has a name that is no host: {host}. With a wildcard, a stranger could "
                     "choose the host of the links in a page.")  # fmt: skip
    return hosts
