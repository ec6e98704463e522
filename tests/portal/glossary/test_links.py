"""Links from texts to the glossary: which words are linked, and only once on a page."""

import re

import pytest
from django.test import Client
from django.utils.translation import override

from portal.glossary.links import TermLinker
from portal.i18n.languages import LANGUAGES
from portal.models import Term
from tests.support import factories
from tests.support.factories import published

pytestmark = pytest.mark.django_db

LINK = re.compile(r'<a class="glossary-link" href="[^"#]*#term-([a-z-]+)">(.*?)</a>', re.DOTALL)


@pytest.fixture(autouse=True)
def terms():
    """Replace the terms of the initial content with a few."""
    Term.objects.all().delete()
    for key, names in {
        "ban": {"term_fr": "Bureau administratif national", "abbreviation_fr": "BAN"},
        "space": {"term_en": "confined space", "term_es": "espacio confinado", "term_fr": "espace clos"},
        "hazardous-space": {"term_en": "hazardous confined space"},
        "right": {"term_fr": "droit d’organisation", "term_en": "workers’ rights"},
        "rd": {"term_en": "R&D"},
        "everyday": {"term_en": "safety", "linked": False},
    }.items():
        Term.objects.create(key=key, theme="safety", **names)


def find_links(html, language="en", title=""):
    """Return [(key, words)] of the links in the HTML that the linker returns."""
    with override(language):
        linked = TermLinker(title).link_terms(html)
    assert re.sub(LINK, r"\2", linked) == html  # nothing else has changed
    return LINK.findall(linked)


@pytest.mark.parametrize(
    ("language", "words"), [("en", "confined space"), ("es", "espacio confinado"), ("fr", "espace clos")]
)
def test_first_use_links_to_the_glossary_of_the_language(language, words):
    with override(language):
        html = TermLinker().link_terms(f"<p>({words}).</p><p>{words}</p>")
    path = {"en": "/en/glossary/", "es": "/es/glosario/", "fr": "/fr/glossaire/"}[language]
    link = f'<a class="glossary-link" href="{path}#term-space">{words}</a>'
    assert html == f"<p>({link}).</p><p>{words}</p>"


@pytest.mark.parametrize(
    ("html", "language", "expected"),
    [
        ("<p>Confined Space</p>", "en", [("space", "Confined Space")]),
        ("<p>a hazardous confined space, a confined space</p>", "en",
         [("hazardous-space", "hazardous confined space"), ("space", "confined space")]),
        ("<p>confined\nspace</p>", "en", [("space", "confined\nspace")]),
        ("<p>confined&nbsp;space</p>", "en", [("space", "confined&nbsp;space")]),
        ("<p>R&amp;D</p>", "en", [("rd", "R&amp;D")]),
        ("<p>workers’ rights</p>", "en", [("right", "workers’ rights")]),
        ("<p>workers' rights</p>", "en", [("right", "workers' rights")]),
        ("<p>Le droit d'organisation</p>", "fr", [("right", "droit d'organisation")]),
        ("<p>l’espace clos</p>", "fr", [("space", "espace clos")]),
        ("<p>le BAN</p>", "fr", [("ban", "BAN")]),
        ('<p><span lang="fr">espace clos</span> <i lang="en">confined space</i></p>', "en",
         [("space", "confined space")]),
        ("<h2>confined space</h2><p>A <strong>confined space</strong><br>.</p>", "en", [("space", "confined space")]),
    ],
    ids=["case", "longest", "line-break", "no-break-space", "entity", "apostrophe", "typed-apostrophe",
         "elision-inside", "elision-before", "abbreviation", "own-language", "after-heading"],
)  # fmt: skip
def test_use_is_linked(html, language, expected):
    assert find_links(html, language) == expected


@pytest.mark.parametrize(
    ("html", "language"),
    [
        ('<p><a href="/en/">a confined space</a></p>', "en"),
        ('<p><a href="/en/"><em>confined space</em></a></p>', "en"),
        ("<h3>Confined space</h3>", "en"),
        ("<table><tr><th>confined space</th></tr></table>", "en"),
        ("<p><abbr>confined space</abbr></p>", "en"),
        ('<p lang="es">confined space</p>', "en"),
        ('<p title="confined space">x</p>', "en"),
        ("<p>confined spaces, unconfined space</p>", "en"),
        ("<p>confined space-like, info@confined space</p>", "en"),
        ("<p>safety</p>", "en"),
        ("<p>le ban des vendanges, le BAN.example</p>", "fr"),
        ("<p>espace  c1os</p>", "fr"),
    ],
    ids=["link", "inside-link", "heading", "table-heading", "abbreviation", "other-language", "attribute",
         "part-of-word", "compound", "everyday", "other-case", "other-letters"],
)  # fmt: skip
def test_other_words_are_not_linked(html, language):
    assert find_links(html, language) == []


@pytest.mark.parametrize("title", ["Bureau administratif national", "BAN", "Bureau administratif national (BAN)"])
def test_page_about_a_term_does_not_link_it(title):
    assert find_links("<p>Le BAN et l’espace clos</p>", "fr", title) == [("space", "espace clos")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_links_a_term_once_across_its_texts(language):
    words = {"en": "confined space", "es": "espacio confinado", "fr": "espace clos"}
    texts = {f"{field}_{code}": f"<p>{word}</p>" for field in ("agenda", "outcomes") for code, word in words.items()}
    meeting = published(factories.meeting(**texts))
    html = Client().get(meeting.get_url(language)).content.decode()
    assert LINK.findall(html) == [("space", words[language])]
    assert html.count(words[language]) == 2


def test_fallback_text_is_not_linked():
    item = factories.news_item(
        country=factories.country("US"), source_language="en", title_en="Spaces", body_en="<p>A confined space</p>"
    )
    published(item)
    assert LINK.findall(Client().get(item.get_url("en")).content.decode())
    assert not LINK.findall(Client().get(item.get_url("fr")).content.decode())


def test_terms_of_a_page_cost_one_query(django_assert_num_queries):
    with override("en"), django_assert_num_queries(1):
        linker = TermLinker()
        for text in ("confined space", "R&amp;D", "x"):
            linker.link_terms(f"<p>{text}</p>")
