"""Addresses outside the portal: how they are kept, and the host that a reader is told."""

from urllib.parse import urlsplit

from django.db import models


class AddressField(models.URLField):
    """An address of another site, https unless its scheme is written. Plain http and other ports are accepted."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 500)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs):
        return super().formfield(**{"assume_scheme": "https", **kwargs})


def host_of(address):
    """The host that an address leads to, without its www."""
    return (urlsplit(address).hostname or "").removeprefix("www.")
