"""Mirrors for tests: written in this process or another one, whole or limited to a part of the site.

Run as a program, this module is `manage.py mirror` for a part of the site: first its prefixes, separated by commas.
"""

import re
import sys
from contextlib import contextmanager
from unittest.mock import patch
from urllib.parse import unquote, urljoin, urlsplit

import django
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from tests.support.html import ParsedPage

# What needs a server, and what the mirror has in place of a search box.
SERVER_PARTS = re.compile(
    r"""<form\b.*?</form>|<details class="fold__toggle">.*?</details>|<p class="search">.*?</p>""", re.DOTALL
)
INDEXES = ("index.html", "index.atom", "index.pdf")


@contextmanager
def limit_site(*prefixes):
    """While it lasts, a mirror starts at these addresses, and has only those that begin with one of them.

    A prefix that ends with "$" is a whole address.
    """
    from portal.mirror import addresses  # noqa: PLC0415 - needs loaded apps

    starts = tuple(prefix.removesuffix("$") for prefix in prefixes)
    beginnings = tuple(prefix for prefix in prefixes if not prefix.endswith("$"))

    def parse(link, address):
        parsed = addresses.parse_link(link, address)
        return parsed if parsed and (parsed[0] in starts or parsed[0].startswith(beginnings)) else None

    with patch("portal.mirror.documents.parse_link", parse), patch("portal.mirror.mirror.START", starts):
        yield


@contextmanager
def keep_connection():
    """Leave the connection, which is in the transaction of a test, open at the ends of requests."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


@contextmanager
def open_run(folder, lines=None):
    """Yield the MirrorRun of a folder in this process, which hears of no changes. `lines` gets what it tells."""
    from portal.mirror.folder import open_folder  # noqa: PLC0415
    from portal.mirror.run import MirrorRun  # noqa: PLC0415

    with keep_connection(), open_folder(folder) as mirror_folder:
        run = MirrorRun(mirror_folder, [].append if lines is None else lines.append)
        yield run


def write_mirror(folder, *prefixes):
    """Write the mirror of a part of the site in this process. Return (files written, files removed)."""
    with limit_site(*prefixes), open_run(folder) as run:
        run.run_pass()
        return run.folder.written, run.folder.removed


def find_file(folder, path):
    """Return the file that a web server answers a path with, or None."""
    target = folder / unquote(path).lstrip("/")
    candidates = [target] if not path.endswith("/") else [target / name for name in INDEXES]
    return next((candidate for candidate in candidates if candidate.is_file()), None)


def get_page_url(folder, file):
    """Return the path at which a web server has a page of the mirror."""
    return f"/{file.relative_to(folder).as_posix().removesuffix('index.html')}"


def iterate_links(html):
    """Yield the links of a page: those that readers follow, and those that browsers load."""
    for tag, attributes in ParsedPage(html).elements:
        relations = attributes.get("rel", "").split()
        is_metadata = tag == "link" and {"canonical", "alternate"} & set(relations)
        if not (is_metadata and "://" in attributes.get("href", "")):
            yield from (attributes[name] for name in ("href", "src", "poster") if attributes.get(name))
        yield from (part.split()[0] for part in attributes.get("srcset", "").split(",") if part.strip())


def find_broken_links(folder, html, url):
    """Return the links of a page that lead to no file of the mirror. Absolute paths count as broken."""
    base, broken = "http://mirror.invalid", []
    for link in iterate_links(html):
        target = urlsplit(urljoin(base + url, link))
        if f"{target.scheme}://{target.netloc}" == base and (
            link.startswith("/") or not find_file(folder, target.path)
        ):
            broken.append(link)
    return broken


def get_main(html):
    """Return the HTML of `<main>` without what needs a server."""
    return SERVER_PARTS.sub(" ", html.partition("<main")[2].partition("</main>")[0].partition(">")[2])


def main():
    django.setup()
    prefixes, *arguments = sys.argv[1:]
    with limit_site(*prefixes.split(",")):
        call_command("mirror", *arguments)


if __name__ == "__main__":
    main()
