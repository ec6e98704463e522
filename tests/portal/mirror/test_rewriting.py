"""Rewriting HTML and CSS for the mirror."""

import pytest

from portal.mirror.rewriting import PageRewriter, get_sitemap_links, rewrite_css


def rewrite(html):
    """Return the rewritten HTML, in which each link is put in brackets, and the links that were followed."""
    followed = []
    rewriter = PageRewriter(lambda link: f"[{link}]", followed.append, lambda link: f"<search {link}>")
    return rewriter.run(html), followed


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="/en/">x</a>', '<a href="[/en/]">x</a>'),
        ("<a class=x href='/en/'>x</a>", '<a class=x href="[/en/]">x</a>'),
        ("<a href=/en/>x</a>", '<a href="[/en/]">x</a>'),
        ('<a\n  HREF = "/en/"\n>x</a>', '<a\n  HREF = "[/en/]"\n>x</a>'),
        ('<a href="/?a=1&amp;b=2">', '<a href="[/?a=1&amp;b=2]">'),
        ('<a title="> href=\'/x\'" href="/y">', '<a title="> href=\'/x\'" href="[/y]">'),
        ('<img src="/a.png" srcset="/b.png 1x, /c.png 2x">', '<img src="[/a.png]" srcset="[/b.png] 1x, [/c.png] 2x">'),
        ('<link rel="stylesheet" href="/a.css">', '<link rel="stylesheet" href="[/a.css]">'),
        ('<link rel="alternate" href="/feed/">', '<link rel="alternate" href="[/feed/]">'),
    ],
    ids=["double", "single", "bare", "spread", "entities", "quoted", "srcset", "style sheet", "feed"],
)
def test_links_are_rewritten(html, expected):
    assert rewrite(html)[0] == expected


@pytest.mark.parametrize(
    "html",
    [
        '<!-- <a href="/en/"> -->',
        '<script type="application/ld+json">{"x": "<a href=\\"/en/\\">"}</script>',
        '<title><a href="/en/"></title>',
        '<p data-href="/en/">1 < 2 & "3"</p>',
        '<link rel="canonical" href="https://portal.example/en/">',
        '<link rel="alternate" hreflang="es" href="https://portal.example/es/">',
        "<p>Ñandú — “x”\r\n\t<br/>",
        '<a href="/en/',
    ],
    ids=["comment", "script", "title", "text", "canonical", "language", "bytes", "unfinished"],
)
def test_other_bytes_stay(html):
    assert rewrite(html)[0] == html


def test_forms_are_left_out():
    assert rewrite('<p>a</p><form action="/en/"><input name="x"></form><p>b</p>')[0] == "<p>a</p><p>b</p>"


def test_marked_element_is_left_out_with_nested_ones():
    html = '<div>a<div class="x" data-needs-server>b<div>c</div><form></form>d</div>e</div>'
    assert rewrite(html)[0] == "<div>ae</div>"


def test_search_box_is_replaced():
    html = '<form class="search" role="search" action="/en/search/"><input name="q"></form>'
    assert rewrite(html)[0] == "<search /en/search/>"


def test_search_description_is_left_out():
    assert rewrite('<link rel="search" href="/en/search/opensearch.xml">')[0] == ""


def test_shared_image_is_followed_and_stays_absolute():
    html = '<meta property="og:image" content="https://portal.example/static/card.png">'
    assert rewrite(html) == (html, ["https://portal.example/static/card.png"])


def test_style_sheet_is_rewritten():
    css = 'a{background:url(/static/a.svg)}b{background:url("b.png")}'
    assert (
        rewrite_css(css, lambda link: f"[{link}]") == 'a{background:url([/static/a.svg])}b{background:url("[b.png]")}'
    )


def test_sitemap_links_are_unescaped():
    assert get_sitemap_links("<url><loc>https://x/?a=1&amp;b</loc></url><loc>https://y/</loc>") == [
        "https://x/?a=1&b",
        "https://y/",
    ]
