"""Conversion of the style sheet for old browsers, and rejected features."""

import pytest

from portal.assets.css import build_legacy_css


@pytest.mark.parametrize(
    ("sheet", "text"),
    [
        ("@layer a, b; @layer b { p { top: 1px } } @layer a { p { top: 2px } }", "p{top:2px}p{top:1px}"),
        ("p { top: 1px } @layer a { p { top: 2px } }", "p{top:2px}p{top:1px}"),
        ("@layer a { p { top: 1px } } @layer b { i { top: 2px } } @layer a { b { top: 3px } }",
         "p{top:1px}b{top:3px}i{top:2px}"),
    ],
)  # fmt: skip
def test_layer_order_is_kept(sheet, text):
    assert build_legacy_css(sheet) == text


@pytest.mark.parametrize(
    ("prelude", "text"),
    [
        ("(width >= 60em)", "(min-width:60em)"),
        ("(width>=47.5em)", "(min-width:47.5em)"),
        ("(width < 60em)", "(max-width:59.998em)"),
        ("(height < 30em)", "(max-height:29.998em)"),
        ("print, (width >= 50em)", "print,(min-width:50em)"),
        ("screen and (width < 50em)", "screen and (max-width:49.998em)"),
        ("(prefers-contrast: more)", "(prefers-contrast: more)"),
    ],
)
def test_media_range_is_expanded(prelude, text):
    assert build_legacy_css(f"@media {prelude} {{ p {{ top: 0 }} }}") == f"@media {text}{{p{{top:0}}}}"


@pytest.mark.parametrize(
    ("sheet", "text"),
    [
        ("/* a */ p /* b */ { /* c */ margin : 0 /* d */ auto ; }\n", "p{margin:0 auto}"),
        ("p { }", ""),
        ("a > b + i ~ u , s :hover { top: 0 }", "a>b+i~u,s :hover{top:0}"),
        ("p { inline-size: calc( 1px + 2 * ( 3px - 1px ) ) }", "p{inline-size:calc(1px + 2 * (3px - 1px))}"),
        ('p::after { content: " (  " attr(href) ", /* x */ )" }', 'p::after{content:" (  " attr(href) ", /* x */ )"}'),
        (r'p::before { content: "\2194" / "\a0\"" }', 'p::before{content:"\u2194" / "\u00a0\\""}'),
        ("p { color: red; color: rgb(1 2 3 / 4%) }", "p{color:red;color:rgb(1 2 3 / 4%)}"),
        ("@supports selector(:has(*)) { p { top: 0 } }", "@supports selector(:has(*)){p{top:0}}"),
        ("@page { margin: 1cm; @top-left { content: counter(page) } }",
         "@page{margin:1cm;@top-left{content:counter(page)}}"),
        ('p { background: url("a  b.svg") , url(c.svg) }', 'p{background:url("a  b.svg"),url(c.svg)}'),
    ],
)  # fmt: skip
def test_minify_keeps_meaning(sheet, text):
    assert build_legacy_css(sheet) == text


@pytest.mark.parametrize(
    ("sheet", "reason"),
    [
        ("@media (40em <= width < 60em) { p { top: 0 } }", "Write a range as"),
        ("@media (width > 60em) { p { top: 0 } }", "Write a range as"),
        ("p { top: 0; b { top: 0 } }", "Nested rules"),
        ("p { top: 0; @media print { top: 1px } }", "Nested rules"),
        ("p { top: 0 !important }", "!important"),
        ("@container (width >= 3em) { p { top: 0 } }", "@container is not supported"),
        ("@media print { @layer a { p { top: 0 } } }", "@layer is not supported"),
        ("p { top 0 }", "EOF"),
        ("p { top: 0 } }", "EOF"),
    ],
)
def test_unsupported_css_is_rejected_with_line(sheet, reason):
    with pytest.raises(ValueError) as refusal:
        build_legacy_css(f"a {{ top: 0 }}\n{sheet}")
    assert reason in str(refusal.value)
    assert str(refusal.value).endswith(f": {sheet}")
