"""Rich text is sanitized on every save, and text without words is empty."""

import random

import pytest
import yaml
from django import forms
from django.conf import settings

from news.models import NewsItem
from portal.content_import.loader import load_content
from portal.content_import.reader import read_content
from portal.models import Office
from portal.richtext.fields import ALLOWED_TAGS, html_to_text, sanitize_html
from tests.support import factories

HARM = {
    "script": "<p>Safe</p><script>alert(1)</script>",
    "script within": "<p>Sa<script>alert(1)</script>fe</p>",
    "handler": '<p onclick="alert(1)">Safe</p>',
    "handler on an image": '<p>Safe<img src="x" onerror="alert(1)"></p>',
    "style": '<p style="position: fixed">Safe</p>',
    "style element": "<style>body { display: none }</style><p>Safe</p>",
    "class": '<p class="hero">Safe</p>',
    "comment": "<p>Safe<!-- note --></p>",
    "frame": '<iframe src="https://example.com/"></iframe><p>Safe</p>',
    "svg": "<svg><script>alert(1)</script></svg><p>Safe</p>",
    "form": '<form action="https://example.com/"><p>Safe</p></form>',
}


@pytest.mark.parametrize("html", HARM.values(), ids=HARM)
def test_unsafe_markup_is_removed_and_text_preserved(html):
    assert sanitize_html(html) == "<p>Safe</p>"


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)", "data:text/html,x",
     "vbscript:x", "file:///etc/passwd"],
)  # fmt: skip
def test_unsafe_link_loses_href(address):
    clean = sanitize_html(f'<p><a href="{address}">Safe</a></p>')
    assert "href" not in clean
    assert ">Safe</a>" in clean


@pytest.mark.parametrize(
    "address",
    ["https://www.osha.gov/", "http://www.stps.gob.mx/", "mailto:a@example.gov", "tel:+12025550100", "/en/news/"],
)
def test_safe_link_keeps_href(address):
    assert f'href="{address}"' in sanitize_html(f'<p><a href="{address}">OSHA</a></p>')


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_portal_language_is_preserved(language):
    html = f'<p>OSHA: <span lang="{language}">x</span></p>'
    assert sanitize_html(html) == html


@pytest.mark.parametrize("language", ["de", "en-US", "EN", "", 'x"onclick="y'])
def test_other_language_is_removed(language):
    assert sanitize_html(f'<p><span lang="{language}">x</span></p>') == "<p><span>x</span></p>"
    assert "hreflang" not in sanitize_html(f'<p><a href="/" hreflang="{language}">x</a></p>')


def test_tables_keep_accessibility_attributes():
    html = '<table><caption>A</caption><tbody><tr><th scope="row">B</th><td colspan="2">C</td></tr></tbody></table>'
    assert sanitize_html(html) == html
    assert "scope" not in sanitize_html(html.replace('"row"', '"x"'))


@pytest.mark.parametrize(
    "html",
    ["", " ", "<p></p>", "<p> </p>", "<p>&nbsp;</p>", "<p>\xa0</p>", "<p>&#160;</p>", "<p><br></p>",
     "<p></p>\n<p> </p>", "<ul><li></li></ul>", "<script>alert(1)</script>", '<img src="x">', "<!-- note -->"],
)  # fmt: skip
def test_text_without_words_is_empty(html):
    assert sanitize_html(html) == ""


@pytest.mark.parametrize(
    "html",
    [
        '<p>See <a href="https://www.osha.gov/?a=1&b=2">OSHA</a>.</p>',
        "<p>a < b & c &amp; d</p>",
        "<p>1<sup>er</sup> mai&nbsp;: l’été « là »</p>",
        "loose words <b>bold</b><p>open",
        "<p>&lt;script&gt;</p>",
        *HARM.values(),
    ],
)
def test_sanitizing_twice_changes_nothing(html):
    assert sanitize_html(sanitize_html(html)) == sanitize_html(html)


FROM_ELSEWHERE = {
    "<p><b>a</b> <i>b</i></p>": "<p><strong>a</strong> <em>b</em></p>",
    '<b style="font-weight:normal"><p>a <b>b</b></p></b>': "<p>a <strong>b</strong></p>",
    "<h1>a</h1><h2>b</h2><h3>c</h3><h4>d</h4><h6>e</h6>": "<h2>a</h2><h2>b</h2><h3>c</h3><h3>d</h3><h3>e</h3>",
    '<h1 lang="es" id="x" class="y">a</h1>': '<h2 lang="es" id="x">a</h2>',
    "<div>a</div><div><br></div><div>b</div>": "<p>a</p><p>b</p>",
    "<div><div>a</div><p>b</p><ul><li>c</li></ul></div>": "<p>a</p><p>b</p><ul><li>c</li></ul>",
    "<p>a</p><p>&nbsp;</p><p></p><p>b</p>": "<p>a</p><p>b</p>",
}


@pytest.mark.parametrize(("html", "expected"), FROM_ELSEWHERE.items(), ids=FROM_ELSEWHERE)
def test_word_processor_and_mail_markup_is_normalized(html, expected):
    assert sanitize_html(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<ul><li><p>a</p></li></ul>", "<ul><li>a</li></ul>"),
        ("<ul><li><p>a</p><ol><li><p>b</p></li></ol></li></ul>", "<ul><li>a<ol><li>b</li></ol></li></ul>"),
        ("<dl><dt>a</dt><dd><p>b <em>c</em></p></dd></dl>", "<dl><dt>a</dt><dd>b <em>c</em></dd></dl>"),
        ("<table><tbody><tr><th><p>a</p></th><td><p>b</p></td><td><p></p></td></tr></tbody></table>",
         "<table><tbody><tr><th>a</th><td>b</td><td></td></tr></tbody></table>"),
        ("<ul><li>\n<p>a</p>\n</li></ul>", "<ul><li>\na\n</li></ul>"),
    ],
)  # fmt: skip
def test_single_paragraph_is_unwrapped(html, expected):
    assert sanitize_html(html) == expected


@pytest.mark.parametrize(
    "html",
    [
        "<ul><li><p>a</p><p>b</p></li></ul>",
        "<ul><li>a<p>b</p></li></ul>",
        "<ul><li><p>a</p>b</li></ul>",
        "<ul><li><p>a</p><br></li></ul>",
        "<ul><li><ul><li>a</li></ul><p>b</p></li></ul>",
        '<ul><li><p lang="es">a</p></li></ul>',
        "<blockquote><p>a</p></blockquote>",
    ],
)
def test_several_paragraphs_are_preserved(html):
    assert sanitize_html(html) == html


@pytest.mark.parametrize("seed", range(100))
def test_sanitizing_is_idempotent_for_any_input(seed):
    html = sanitize_html(anything(random.Random(seed)))  # noqa: S311, no secret is made of it
    assert sanitize_html(html) == html


def anything(chance, depth=0):
    """Generate nested HTML of random tags."""
    tags = [
        *ALLOWED_TAGS,
        "b",
        "i",
        "h1",
        "h4",
        "div",
        "u",
        'b style="font-weight:400"',
        'p class="x"',
        'td rowspan="2"',
    ]
    parts = []
    for _ in range(chance.randint(1, 4)):
        tag = chance.choice(tags)
        words = chance.choice(["", " ", "words", "&nbsp;", "a < b & c", "\n"])
        within = anything(chance, depth + 1) if depth < 4 and chance.random() < 0.7 else words
        end = "" if chance.random() < 0.1 else f"</{tag.split()[0]}>"
        parts.append(f"{words if chance.random() < 0.3 else ''}<{tag}>{within}{end}")
    return "".join(parts)


def texts_of_the_first_content():
    """Return every text with tags in the content files."""

    def texts(value):
        if isinstance(value, dict):
            value = list(value.values())
        if isinstance(value, list):
            return [text for item in value for text in texts(item)]
        return [value] if isinstance(value, str) and value.lstrip().startswith("<") else []

    return [
        text
        for path in sorted(settings.BASE_DIR.glob("*/content/*.yaml"))
        for text in texts(yaml.safe_load(path.read_text()))
    ]


def test_seed_content_is_normalized():
    stored_texts = texts_of_the_first_content()
    assert len(stored_texts) > 500
    unlinked = [text.strip() for text in stored_texts if "<a " not in text]  # a link is given a rel
    assert [text for text in unlinked if sanitize_html(text) != text.replace("\xa0", "&nbsp;")] == []
    assert [text for text in stored_texts if html_to_text(sanitize_html(text)) != html_to_text(text)] == []


def test_plain_text_is_single_line():
    assert html_to_text("<p>One\n two</p>\n<p>three&nbsp;four\xa0five</p>") == "One two three four five"


HARMFUL = '<p onclick="x()">Hola</p><script>alert(1)</script>'


class BodyForm(forms.ModelForm):
    class Meta:
        model = NewsItem
        fields = ("date", "title_es", "source_language", "body_es", "body_en")


@pytest.mark.django_db
class TestSave:
    def test_form_input_is_sanitized(self):
        form = BodyForm(
            {"date": "2004", "title_es": "A", "source_language": "es", "body_es": HARMFUL, "body_en": "<p> </p>"}
        )
        record = form.save()
        assert (record.body_es, record.body_en) == ("<p>Hola</p>", "")
        record.refresh_from_db()
        assert (record.body_es, record.body_en) == ("<p>Hola</p>", "")

    def test_assigned_text_is_sanitized_on_save(self):
        record = factories.news_item(body_es=HARMFUL, body_fr="<p> </p>")
        assert (record.body_es, record.body_fr) == ("<p>Hola</p>", "")
        record.refresh_from_db()
        assert (record.body_es, record.body_fr) == ("<p>Hola</p>", "")

    def test_all_languages_and_rich_fields_are_sanitized(self):
        columns = [f"{field}_{language}" for field in ("body", "sources") for language in ("en", "es", "fr")]
        record = factories.news_item(**dict.fromkeys(columns, HARMFUL))
        record.refresh_from_db()
        assert {getattr(record, column) for column in columns} == {"<p>Hola</p>"}

    def test_update_is_sanitized(self):
        record = factories.news_item()
        NewsItem.objects.filter(pk=record.pk).update(body_fr=HARMFUL)
        record.refresh_from_db()
        assert record.body_fr == "<p>Hola</p>"

    def test_bulk_create_is_sanitized(self):
        NewsItem.objects.bulk_create([NewsItem(date="2004", body_en=HARMFUL, slug_en="bulk")])
        assert NewsItem.objects.get(slug_en="bulk").body_en == "<p>Hola</p>"

    def test_content_file_is_sanitized(self, tmp_path):
        path = factories.write_content_file(
            tmp_path,
            """
            model: portal.office
            records:
              - key: harmful
                country: mx
                source: es
                title: {es: Título}
                body: {es: '<p onclick="x()">Hola</p><script>alert(1)</script>'}
            """,
        )
        load_content(read_content([factories.COUNTRIES, path]))
        assert Office.objects.get(title_es="Título").body_es == "<p>Hola</p>"

    def test_null_stays_null(self):
        record = factories.news_item(body_en=None)
        record.refresh_from_db()
        assert record.body_en is None
