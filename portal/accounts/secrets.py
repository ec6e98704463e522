"""Encryption of secrets in the database, with a key that is derived from the secret key of the installation."""

import base64

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac


def get_cipher():
    """Return the cipher. It reads what was encrypted with SECRET_KEY_FALLBACKS, too."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [salted_hmac("portal.accounts.secrets", "", secret=key, algorithm="sha256").digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def encrypt(text):
    return get_cipher().encrypt(text.encode()).decode()


def decrypt(encrypted_text):
    """Return the text. Raises InvalidToken if it was encrypted with a key that is not known any more."""
    return get_cipher().decrypt(encrypted_text.encode()).decode()
