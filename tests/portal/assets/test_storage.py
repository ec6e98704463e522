"""The bundled style sheets: layers, URLs and hashed names."""

import re

import pytest
import rcssmin
from django.conf import settings
from django.templatetags.static import static

from portal.assets.storage import IMPORT, STYLESHEETS, inline_imports, rebase_urls

CSS = settings.BASE_DIR / "static" / "css"


def get_parts(*stylesheets):
    """Return the paths that style sheets import, by default those of all."""
    sources = [(CSS.parent / name).read_text() for name in stylesheets or STYLESHEETS]
    return [match["path"] for source in sources for match in IMPORT.finditer(source)]


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


@pytest.mark.parametrize("name", STYLESHEETS)
def test_css_is_served_as_hashed_file_with_its_imports(client, name):
    address = static(name)
    assert re.fullmatch(rf"/static/{name.removesuffix('.css')}\.[0-9a-f]{{12}}\.css", address)
    sheet = b"".join(client.get(address)).decode()
    assert not re.search(r"@import|/\*|\n", sheet)
    parts = get_parts(name)
    assert len(parts) > 3
    assert [part for part in parts if rcssmin.cssmin(rebase_urls((CSS / part).read_text(), part)) not in sheet] == []


def test_every_component_is_bundled_once():
    components = [part for part in get_parts() if part.startswith("components/")]
    assert sorted(components) == sorted(f"components/{path.name}" for path in (CSS / "components").iterdir())


@pytest.mark.parametrize(
    "feature",
    ["@media[^{]*[<>]", "@container", "@scope", "@property", "!important", r"\{[^{}]*;\s*[&.:>][^;{}]*\{"],
    ids=["media range", "container query", "scope", "property", "important", "nested rule"],
)
def test_css_has_no_syntax_newer_than_supported_browsers(feature):
    """A browser skips syntax that it does not know silently."""
    assert [part for part in get_parts() if re.search(feature, (CSS / part).read_text())] == []


@pytest.mark.parametrize("name", STYLESHEETS)
def test_reduced_motion_disables_animation(client, name):
    sheet = b"".join(client.get(static(name))).decode()
    assert not re.search(r"animation|transition|scroll-behavior", sheet)
