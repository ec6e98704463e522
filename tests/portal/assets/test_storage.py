"""The bundled style sheet: layers, URLs and hashed name."""

import re

import pytest
import rcssmin
from django.conf import settings
from django.templatetags.static import static

from portal.assets.storage import IMPORT, inline_imports, rebase_urls


def joined(**sheets):
    files = {f"css/{name.replace('__', '/')}.css": text for name, text in sheets.items()}
    return inline_imports("css/portal.css", files.__getitem__)


def test_import_becomes_layer():
    sheet = joined(portal='@layer a, b;\n@import url("one.css") layer(a);\n', one="p { margin: 0 }\n")
    assert sheet == "@layer a, b;\n@layer a {\np { margin: 0 }\n}\n"


@pytest.mark.parametrize(
    ("address", "moved"),
    [
        ("../../img/seal.svg", "../img/seal.svg"),
        ("'seal.svg'", "components/seal.svg"),
        ('"./seal.svg#outline"', "components/seal.svg#outline"),
    ],
)
def test_relative_url_is_rewritten(address, moved):
    sheet = joined(
        portal="@import url(components/x.css) layer(c);", components__x=f"p {{ background: url({address}) }}"
    )
    assert f'url("{moved}")' in sheet


@pytest.mark.parametrize("address", ["/static/seal.svg", "data:image/svg+xml,x", "#outline"])
def test_absolute_urls_are_unchanged(address):
    sheet = joined(portal="@import url(components/x.css) layer(c);", components__x=f"p {{ fill: url({address}) }}")
    assert f"url({address})" in sheet


@pytest.mark.parametrize(
    "sheets",
    [
        {"portal": '@import "one.css";'},
        {"portal": '@import url("one.css");'},
        {"portal": '@import url("one.css") layer(a);', "one": '@import url("two.css") layer(b);'},
    ],
)
def test_unsupported_import_is_rejected(sheets):
    with pytest.raises(ValueError, match="write every import as"):
        joined(**sheets)


def test_css_is_served_as_one_hashed_file(client):
    address = static("css/portal.css")
    assert re.fullmatch(r"/static/css/portal\.[0-9a-f]{12}\.css", address)
    sheet = b"".join(client.get(address)).decode()
    assert not re.search(r"@import|/\*|\n", sheet)
    folder = settings.BASE_DIR / "static" / "css"
    parts = [match["path"] for match in IMPORT.finditer((folder / "portal.css").read_text())]
    assert len(parts) > 3
    assert [part for part in parts if rcssmin.cssmin(rebase_urls((folder / part).read_text(), part)) not in sheet] == []


def test_every_component_is_bundled():
    folder = settings.BASE_DIR / "static" / "css"
    parts = {match["path"] for match in IMPORT.finditer((folder / "portal.css").read_text())}
    assert {f"components/{path.name}" for path in (folder / "components").iterdir()} <= parts


@pytest.mark.parametrize(
    "feature",
    ["@media[^{]*[<>]", "@container", "@scope", "@property", "!important", r"\{[^{}]*;\s*[&.:>][^;{}]*\{"],
    ids=["media range", "container query", "scope", "property", "important", "nested rule"],
)
def test_css_has_no_syntax_newer_than_supported_browsers(feature):
    """A browser skips syntax that it does not know silently."""
    folder = settings.BASE_DIR / "static" / "css"
    parts = [match["path"] for match in IMPORT.finditer((folder / "portal.css").read_text())]
    assert [part for part in parts if re.search(feature, (folder / part).read_text())] == []


def test_reduced_motion_disables_animation(client):
    sheet = b"".join(client.get(static("css/portal.css"))).decode()
    assert not re.search(r"animation|transition|scroll-behavior", sheet)
