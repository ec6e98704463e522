"""Linter rules in three languages, with as many texts that must be accepted."""

import pytest
from django.utils.translation import override

from portal.i18n.languages import LANGUAGES
from portal.models import Acronym
from portal.richtext.fields import sanitize_html
from portal.richtext.linter import MAX_EXCERPT_LENGTH, MAX_PROBLEMS, WARNING_RULES, Rule, lint_html, lint_record
from tests.support import factories

pytestmark = pytest.mark.django_db  # the acronyms


def find_problems(html, language="en", **options):
    """Return (rule, excerpt) of every problem in a sanitized text."""
    return [(problem.rule, problem.excerpt) for problem in lint_html(sanitize_html(html), language, **options)]


def kinds(html, language="en", **options):
    return [kind for kind, _ in find_problems(html, language, **options)]


def link(words, language="", address="/a"):
    lang = f' lang="{language}"' if language else ""
    return f'<p>Words <a href="{address}"{lang}>{words}</a> words</p>'


# Headings


@pytest.mark.parametrize(
    ("html", "problems"),
    [
        ("<h3>Second</h3><p>a</p><h2>First</h2>", [(Rule.HEADING_ORDER, "Second")]),
        ("<p>a</p><h3>A</h3><p>b</p><h3>B</h3>", [(Rule.HEADING_ORDER, "A")]),
        ("<h2></h2><p>a</p>", [(Rule.HEADING_EMPTY, "")]),
        ("<p>Before</p><h2>&nbsp;<br></h2><p>a</p>", [(Rule.HEADING_EMPTY, "Before")]),
        ("<h2>A</h2><p>Before</p><h3><strong>\u200b</strong></h3><p>a</p>", [(Rule.HEADING_EMPTY, "A Before")]),
        ("<p><strong>Contact</strong></p><p>Write.</p>", [(Rule.HEADING_BOLD, "Contact")]),
        ("<p><strong>A <em>list</em>:</strong></p><ul><li>a</li></ul>", [(Rule.HEADING_BOLD, "A list:")]),
    ],
)
def test_wrong_headings_are_reported(html, problems):
    assert find_problems(html) == problems


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>No heading at all</p>",
        "<h2>A</h2><p>a</p><h3>B</h3><p>b</p><h2>C</h2><p>c</p>",
        "<h2>A</h2><h3>B</h3><h3>C</h3><p>c</p>",
        "<p><strong>This is a warning.</strong></p><p>a</p>",
        "<p><strong>Telephone</strong> 123</p><p>a</p>",
        "<p>a</p><p><strong>The last words</strong></p>",
        "<p><strong>A</strong></p><p><strong>B</strong></p>",
        "<ul><li><p><strong>A</strong></p><p>a</p></li></ul>",
        "<table><tr><th>H</th></tr><tr><td><p><strong>A</strong></p><p>a</p></td></tr></table>",
        f"<p><strong>{'A long sentence without an end ' * 4}</strong></p><p>a</p>",
    ],
)
def test_correct_headings_are_accepted(html):
    assert find_problems(html) == []


def test_text_below_page_heading_may_start_at_level_three():
    assert kinds("<h3>A</h3><p>a</p>", parent_heading_level=1) == [Rule.HEADING_ORDER]
    assert kinds("<h3>A</h3><p>a</p>", parent_heading_level=2) == []


# Links

# Words of links, with " / " between them.
VAGUE = {
    "en": "here / Click here / CLICK HERE! / read more… / More / link / this link / Learn more » / "
          "For more information: / PDF / (PDF) / PDF, 2.5 MB / Word / download",
    "es": "aquí / AQUI / Haga clic aquí. / haz click aquí / leer más / Más información / «Ver» / enlace / esta liga / "
          "PDF / ¡Descargar! / consulte aquí / link",
    "fr": "ici / Cliquez ici / cliquer ici ! / Lire la suite… / En savoir plus / lien / Voir / plus d’information / "
          "Pour de plus amples renseignements / PDF (300 ko) / Télécharger / ce lien",
}  # fmt: skip
CLEAR = {
    "en": "Annual report for 2003 (PDF) / Read more about heat / How to click here safely / osha.gov / info@osha.gov / "
          "1-800-321-6742 / Morelos / Linkage / aquí / Ici / 29 CFR 1910.134 / April 8, 2004 / English",
    "es": "Informe anual de 2003 (PDF) / Leer más sobre el calor / NOM-026-STPS-2008 / Veracruz / here / voir / "
          "español / Ley Federal del Trabajo / trabajoseguro.stps.gob.mx / Masa corporal",
    "fr": "Rapport annuel de 2003 (PDF) / Lire la suite du rapport / more / enlace / l’IRSST / français / "
          "Loi sur la santé et la sécurité du travail / Liens entre la chaleur et les accidents",
}  # fmt: skip
NAMES_OF_SITES = ["osha.gov/alliances", "www.gob.mx/stps", "Canada.ca/travail", "www.irsst.qc.ca"]
ADDRESSES = [
    "https://www.osha.gov", "http://trabajoseguro.stps.gob.mx:8145/trabajoseguro/", "HTTPS://OSHA.GOV",
    "www.osha.gov/pls/oshaweb/owadisp.show_document?p_id=1", "laws-lois.justice.gc.ca/eng/acts/L-2/",
]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "words"), [(language, words) for language in LANGUAGES for words in VAGUE[language].split(" / ")]
)
def test_vague_link_text_is_reported(language, words):
    assert find_problems(link(words), language) == [(Rule.LINK_VAGUE, words)]
    other = "en" if language == "fr" else "fr"
    assert kinds(link(words, language), other) == [Rule.LINK_VAGUE]


@pytest.mark.parametrize(
    ("language", "words"), [(language, words) for language in LANGUAGES for words in CLEAR[language].split(" / ")]
)
def test_specific_link_text_is_accepted(language, words):
    assert find_problems(link(words), language) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", NAMES_OF_SITES)
def test_site_name_as_link_text_is_accepted(words, language):
    assert find_problems(link(words), language) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", ADDRESSES)
def test_url_as_link_text_is_reported(words, language):
    assert find_problems(link(words), language) == [(Rule.LINK_ADDRESS, words)]


def test_link_in_marked_passage_uses_its_language():
    assert kinds('<p lang="es">a <span lang="fr"><a href="/a">aquí</a></span></p>', "en") == []
    assert kinds('<ul lang="es"><li>a <a href="/a"><em>aquí</em></a></li></ul>', "en") == [Rule.LINK_VAGUE]


@pytest.mark.parametrize("words", ["", " ", "&nbsp;", "\u200b", "<strong> </strong>"])
def test_empty_link_is_reported(words):
    assert find_problems(link(words)) == [(Rule.LINK_EMPTY, "Words")]


def test_anchor_without_href_is_not_a_link():
    assert find_problems('<p>a <a href="javascript:x()">here</a></p>') == []


def test_same_text_with_two_urls_is_reported_once():
    html = link("The report") + link("<em>the</em> Report.", address="/b") + link("The report", address="/c")
    assert find_problems(html) == [(Rule.LINK_SAME, "the Report.")]


@pytest.mark.parametrize(
    "html",
    [
        link("The report") + link("The report"),
        link("The report", address="/a/") + link("The report", address="/a"),
        link("The report of 2003") + link("The report of 2004", address="/b"),
        '<p><a href="/a" hreflang="en">OSHA</a> <a href="/b" hreflang="es">OSHA</a></p>',
    ],
)
def test_same_text_with_same_or_distinguished_urls_is_accepted(html):
    assert find_problems(html) == []


# Tables and spaces


def test_table_without_header_cells_is_reported():
    html = "<table><tr><td>Country</td><td>Year</td></tr><tr><td>Mexico</td><td>2003</td></tr></table>"
    assert find_problems(html) == [(Rule.TABLE_HEADERS, "Country Year Mexico 2003")]
    assert kinds("<table><tr><th></th><th> </th></tr><tr><td>a</td></tr></table>") == [Rule.TABLE_HEADERS]
    assert kinds(f"<table><tr><th>A</th></tr><tr><td>{html}</td></tr></table>") == [Rule.TABLE_HEADERS]


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><th></th><th>Year</th></tr><tr><td>Mexico</td><td>2003</td></tr></table>",
        '<table><tbody><tr><th scope="row">Mexico</th><td>2003</td></tr></tbody></table>',
        "<table><caption>A</caption><thead><tr><th><p>Year</p></th></tr></thead><tbody><tr><td></td></tr></tbody></table>",
        "<table><tr><td></td></tr></table><p>a</p>",
    ],
)
def test_table_with_header_cells_is_accepted(html):
    assert find_problems(html) == []


@pytest.mark.parametrize(
    "empty",
    ['<p lang="es">&nbsp;</p>', '<p lang="es"> <br> </p>', "<p><em> </em></p>", "<p><strong>\u200b</strong></p>"],
)
def test_empty_paragraph_is_reported(empty):
    assert find_problems(f"<p>Before</p>{empty}<p>after</p>") == [(Rule.SPACE_PARAGRAPH, "Before")]


@pytest.mark.parametrize(
    "html",
    [
        "<p>A<br><br>b</p>", "<p>A<br> <br>\n<br>b</p>", "<p>A<br>&nbsp;<br></p>", "<ul><li>A<br><br>b</li></ul>",
        "A<br><br>b",
    ],
)  # fmt: skip
def test_repeated_line_breaks_are_reported(html):
    assert find_problems(html) == [(Rule.SPACE_BREAKS, "A")]


@pytest.mark.parametrize(
    "html",
    [
        "<p>Street 1<br>City<br>Country</p>",
        "<p>a<br></p><p>b</p>",
        "<p>a</p>\n\n<p>b</p>",
        "<table><tr><th>A</th><th>B</th></tr><tr><td><p></p></td><td><p>&nbsp;</p></td></tr></table>",
        "<ul><li>a<br>b<br>c</li></ul>",
        "<p>a</p><ul><li></li></ul>",
    ],
)
def test_single_breaks_and_empty_cells_are_accepted(html):
    assert find_problems(html) == []


# Capitals


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "This is an IMPORTANT NOTICE to all.", "IMPORTANT NOTICE"),
        ("en", "You MUST NOT enter.", "MUST NOT"),
        ("en", "HEALTH & SAFETY come first", "HEALTH & SAFETY"),
        ("en", "RESPONSIBILITIES of employers", "RESPONSIBILITIES"),
        ("en", "the <em>FIRST MEETING</em> in OSHA", "FIRST MEETING"),
        ("en", "SECTION IV OF PART II", "SECTION IV OF PART II"),
        ("es", "SEGURIDAD Y SALUD EN EL TRABAJO, así", "SEGURIDAD Y SALUD EN EL TRABAJO"),
        ("es", "PROHIBIDO FUMAR", "PROHIBIDO FUMAR"),
        ("es", "Aquí NO SE entra", "NO SE"),
        ("es", "un AVISO<br>DE ÁREA", "AVISO DE ÁREA"),
        ("es", "ADMINISTRACIÓN pública", "ADMINISTRACIÓN"),
        ("fr", "SANTÉ ET SÉCURITÉ au travail", "SANTÉ ET SÉCURITÉ"),
        ("fr", "L’ÉQUIPEMENT DE PROTECTION", "L’ÉQUIPEMENT DE PROTECTION"),
        ("fr", "Il ne faut PAS ENTRER", "PAS ENTRER"),
        ("fr", "REÇU PAR la poste À LA PREMIÈRE OCCASION", "REÇU PAR"),
    ],
)
def test_all_caps_emphasis_is_reported(language, text, words):
    assert find_problems(f"<p>{text}</p>", language)[0] == (Rule.CAPITALS, words)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "OSHA and NIOSH, the USMCA/T-MEC/ACEUM, and U.S. DOL OSHA in Washington, DC."),
        ("en", "OSHA NIOSH hazard alert; the AFL-CIO and UAW; UNITE HERE"),
        ("en", "Title II of PART II, Chapter XIV, 29 CFR 1910.134, COVID-19, SOR/86-304, MEX 9804, US NAO 9702"),
        ("en", "A NIOSH report. I saw OSHA VPP sites."),
        ("en", "<blockquote>IT IS HEREBY AGREED</blockquote>"),
        ("en", "the <abbr>NEW LONG SHORTFORM</abbr> and <cite>THE GREAT REPORT</cite>"),
        ("en", "the Workers Centre Network (WCNETW) and the WCNETW OSHA talks"),
        ("es", "La STPS, el IMSS y el INFONAVIT; NOM-026-STPS-2008; la NORMA Oficial Mexicana; EE. UU."),
        ("es", "PROCADIST STPS, el T-MEC, el ACLAN, artículo 123-A XV, la CONCAMIN"),
        ("es", "ACUERDO por el que se publica; ANEXO I y CAPÍTULO IV"),
        ("fr", "La CNESST, l’IRSST et le CCHST; l’ACEUM et l’ANACT; Partie II; L.R.C. (1985), ch. L-2"),
        ("fr", "les ÉPI, le SIMDUT 2015, l’AFL-CIO, et le front commun FTQ CSN CSD CSQ"),
        ("en", "NOTICE: a single word. WARNING!"),
    ],
)
def test_acronyms_and_codes_are_accepted(language, text):
    assert find_problems(f"<p>{text}</p>" if "<blockquote" not in text else text, language) == []


def test_acronym_of_editor_is_accepted():
    html = "<p>The ZZQARX and CENTRE talks, the ZZQARX CENTRE talks</p>"
    assert find_problems(html) == [(Rule.CAPITALS, "ZZQARX CENTRE")]
    Acronym.objects.create(acronym="ZZ-QARX")
    assert find_problems(html) == []


def test_text_without_capitals_needs_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert kinds("<p>A text about Osha</p>") == []


def test_texts_of_record_share_one_query(django_assert_num_queries):
    texts = {f"body_{language}": f"<p>{language} THE OSHA TALKS MUST END</p>" for language in LANGUAGES}
    item = factories.news_item(**texts, **{f"sources_{language}": "<p>THE NIOSH</p>" for language in LANGUAGES})
    with django_assert_num_queries(1):
        errors = list(lint_record(item))
    assert len(errors) >= len(LANGUAGES)


def test_only_capitals_are_warnings():
    assert {Rule.CAPITALS} == WARNING_RULES
    item = factories.news_item(body_en="<p>MOST IMPORTANT</p>" + link("here"))
    assert [(error.excerpt, error.is_warning) for error in lint_record(item)] == [
        ("MOST IMPORTANT", True),
        ("here", False),
    ]


# All together


def test_problems_are_in_text_order():
    table = "<table><tr><td>a</td></tr></table>"
    html = f"<h3>A</h3><p><em> </em></p>{link('here')}<p>MOST IMPORTANT</p>{table}{link('here')}"
    order = [
        Rule.HEADING_ORDER,
        Rule.SPACE_PARAGRAPH,
        Rule.LINK_VAGUE,
        Rule.CAPITALS,
        Rule.TABLE_HEADERS,
        Rule.LINK_VAGUE,
    ]
    assert kinds(html) == order


def test_excerpt_is_short_and_verbatim():
    words = "A word " * 40
    [(kind, excerpt)] = find_problems(f"<table><tr><td>{words}</td></tr></table>")
    assert kind == Rule.TABLE_HEADERS
    assert len(excerpt) <= MAX_EXCERPT_LENGTH
    assert words.startswith(excerpt)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_has_message_with_excerpt(language):
    html = (
        "<h3>Uno</h3><h2></h2><p><strong>Dos</strong></p>"
        + link({"en": "here", "es": "aquí", "fr": "ici"}[language])
        + link("https://www.osha.gov") + link("") + link("Tres") + link("Tres", address="/b")
        + "<table><tr><td>Cuatro</td></tr></table><p><em> </em></p><p>a<br><br>b</p><p>CINCO MINUTOS</p>"
    )  # fmt: skip
    problems = lint_html(sanitize_html(html), language)
    assert {problem.rule for problem in problems} == set(Rule)
    with override(language):
        assert all(problem.excerpt in problem.message and "%(" not in problem.message for problem in problems)


LINKS = "".join(f'<a href="/{number}">x</a> ' for number in range(45_000))
LONG_LINK = f'<a href="/a">{"a." * 95}a/b?</a> '
LARGE = {
    "empty paragraphs": "<p><em></em></p>x" * 62_500,
    "line breaks": f"<p>a{'<br>' * 250_000}b</p>",
    "capitals": f"<p>{'AVISO IMPORTANTE ' * 60_000}</p>",
    "one word": f"<p>{'A' * 1_000_000}</p>",
    "hyphens": f"<p>{'A-' * 500_000}</p>",
    "links": f"<p>{LINKS}</p>",
    "long links": f"<p>{LONG_LINK * 4_500}</p>",
    "deep": "<blockquote>" * 40_000 + "x" + "</blockquote>" * 40_000,
    "links and tables in each other": '<a href="/a"><table><tr><td>x' * 15_000 + "</td></tr></table></a>" * 15_000,
    "tags that are none": "<" * 1_000_000,
    "words": f"<p>{'Palabras de un texto. ' * 45_000}</p>",
}


@pytest.mark.parametrize("name", LARGE)
def test_megabyte_of_html_is_parsed_completely(name):
    assert len(lint_html(LARGE[name], "es")) <= MAX_PROBLEMS
