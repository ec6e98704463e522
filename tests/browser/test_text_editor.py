"""The rich text editor in the browser: keyboard use, pasting, and lossless round trips in three interface languages."""

import re
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.utils.translation import gettext, override

from portal.editing.richtext.widget import LABELS
from portal.history.models import Event, get_versions
from portal.i18n.languages import LANGUAGE_PHRASES, LANGUAGES
from portal.links.record_links import build_reference
from portal.models import Editor
from portal.publishing.models import finalize_save
from portal.richtext.fields import sanitize_html
from tests.support import factories
from tests.support.axe import STANDARDS, find_violations
from tests.support.browser import get_session_cookies, run_committed, save_form
from tests.support.text_editor import FILE_SCRIPT, get_editor, paste, press_toolbar_button, write
from tests.support.wrapped_urls import WRAPPED_URLS

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
CHANGE = "/admin/{}/{}/{}/change/"

# Every tag and attribute that a text may hold.
EVERYTHING = (
    '<h2 id="first" lang="es">Uno</h2><p lang="fr">Un <strong>gras</strong>, <em>italique</em> 1<sup>er</sup> '
    "CO<sub>2</sub><br>ligne</p><h3>Three</h3>"
    '<p>See <a href="https://www.osha.gov/" hreflang="en" lang="en" rel="noopener">OSHA</a> and '
    '<span lang="es">la <span lang="fr">loi</span> ley</span>, <cite lang="es">Ley</cite>, '
    '<abbr title="Occupational" lang="en">OSH</abbr></p>'
    '<ul lang="es"><li lang="es">a<ol start="3"><li>b</li><li><p>c</p><p>d</p></li></ol></li></ul>'
    '<blockquote lang="fr" cite="https://www.canada.ca/"><p>Q</p></blockquote>'
    '<dl><dt lang="es">T</dt><dd lang="es">D</dd><dt>E</dt><dd><p>F</p><ul><li>G</li></ul><p>H</p></dd></dl>'
    '<table lang="es"><caption lang="es">Cap <em>x</em></caption><thead><tr><th scope="col" lang="es">A</th>'
    '<th scope="colgroup" colspan="2">B</th></tr></thead><tbody><tr><th scope="row" rowspan="2">C</th>'
    '<td lang="fr">d</td><td>e</td></tr><tr><td colspan="2">f</td></tr></tbody>'
    '<tbody><tr><th scope="rowgroup">g</th><td>h</td><td></td></tr></tbody></table><p>Last</p>'
)


def draft(**fields):
    item = factories.news_item(title_en="Written", title_es="Escrito", title_fr="Écrit", **fields)
    finalize_save(item, Event.SAVED, by=None)
    return item


def take_away(*records):
    for record in records:
        get_versions(record).delete()
        record.delete()


@pytest.fixture(scope="module")
def people(site):
    """Create a superuser for each interface language."""
    create = Editor.objects.create_superuser
    made = run_committed(
        lambda: {
            language: create(f"writer-{language}", password=None, interface_language=language) for language in LANGUAGES
        }
    )
    yield made
    run_committed(lambda: [person.delete() for person in made.values()])


@pytest.fixture
def workspace(site, people, open_page):
    """Return an object whose `opens(item)` opens a form and returns its English editor; delete the records later."""
    made = []

    def makes(make, **fields):
        made.append(run_committed(lambda: make(**fields)))
        return made[-1]

    def opens(record, language="en", **options):
        meta = record._meta
        path = CHANGE.format(meta.app_label, meta.model_name, record.pk)
        return open_page(path, cookies=get_session_cookies(people[language], site), **options)

    yield SimpleNamespace(makes=makes, opens=opens)
    run_committed(lambda: take_away(*reversed(made)))


def get_stored_text(item, field="body_en"):
    return getattr(type(item).objects.get(pk=item.pk), field)


def back_in_the_text(page):
    page.wait_for_function("document.activeElement.matches('.rich-text__box')")


class Shape(HTMLParser):
    """The tags, sorted attributes and words of a text."""

    def __init__(self, html):
        super().__init__()
        self.tokens = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tokens.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        self.tokens.append(f"/{tag}")

    def handle_data(self, data):
        self.tokens.append(data)


def shape(html):
    return Shape(html).tokens


def reach_text_by_keyboard(page):
    """Move the focus from the summary over the toolbar to the text."""
    get_editor(page, "#id_body_en")
    page.locator("#id_summary_en").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.name") == "heading2"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "textbox"


def type_heading_and_list(page):
    keys = page.keyboard
    press_toolbar_button(page, "heading2")
    keys.type("What is new")
    keys.press("Enter")
    press_toolbar_button(page, "bulletList")
    keys.type("First")
    keys.press("Enter")
    keys.type("Second")
    keys.press("Enter")
    press_toolbar_button(page, "indent")
    keys.type("Within")
    for _ in range(3):
        keys.press("Enter")


def type_link_and_foreign_words(page):
    """Type a paragraph with a link to a record and words in Spanish."""
    keys = page.keyboard
    keys.type("See ")
    keys.press("Control+k")
    keys.type("zzq group")
    page.locator("dialog input[type=radio]").wait_for()
    keys.press("Tab")
    keys.press("Space")
    keys.press("Enter")
    back_in_the_text(page)
    keys.type(" and ")
    press_toolbar_button(page, "es")
    keys.type("la ley")
    press_toolbar_button(page, "es")
    keys.type(" now.")
    keys.press("Enter")


def type_table(page):
    keys = page.keyboard
    press_toolbar_button(page, "table")
    for words in ("Country", "Law", "Year", "Mexico", "LFT", "1970"):
        keys.type(words)
        keys.press("ArrowRight")
    press_toolbar_button(page, "deleteRow")
    press_toolbar_button(page, "caption")
    keys.type("Laws")
    keys.press("Enter")


def save_by_keyboard(page):
    """Leave the text with Escape and Tab, and save the form."""
    keys = page.keyboard
    keys.press("Escape")
    keys.press("Tab")
    assert not page.evaluate("document.activeElement.matches('.rich-text__box')")
    page.locator("input[name=_continue]").first.focus()
    with page.expect_navigation():
        keys.press("Enter")


def test_text_is_written_by_keyboard_alone(workspace, open_page):
    titles = {f"title_{language}": "Meeting of the zzq group" for language in LANGUAGES}
    target = workspace.makes(lambda: factories.published(factories.meeting(**titles)))
    item = workspace.makes(draft)
    page = workspace.opens(item)
    reach_text_by_keyboard(page)
    type_heading_and_list(page)
    type_link_and_foreign_words(page)
    type_table(page)
    save_by_keyboard(page)

    assert get_stored_text(item) == (
        "<h2>What is new</h2><ul><li>First</li><li>Second<ul><li>Within</li></ul></li></ul>"
        f'<p>See <a href="{build_reference(target)}" rel="noopener">Meeting of the zzq group</a> and '
        '<span lang="es">la ley</span> now.</p>'
        '<table><caption>Laws</caption><thead><tr><th scope="col">Country</th><th scope="col">Law</th>'
        '<th scope="col">Year</th></tr></thead><tbody><tr><td>Mexico</td><td>LFT</td><td>1970</td></tr></tbody></table>'
    )
    item.refresh_from_db()
    run_committed(
        lambda: (
            [setattr(item, f"body_{language}", item.body_en) for language in ("es", "fr")] and factories.published(item)
        )
    )
    reader = open_page(item.get_url("en"))
    assert reader.get_by_role("heading", name="What is new").is_visible()
    assert reader.get_by_role("columnheader", name="Law").is_visible()
    assert reader.locator("main span[lang=es]").inner_text() == "la ley"
    reader.get_by_role("link", name="Meeting of the zzq group").click()
    assert reader.url.endswith(target.get_url("en"))


def test_all_markup_survives_an_edit_elsewhere(workspace):
    item = workspace.makes(draft, body_en=EVERYTHING)
    assert item.body_en == EVERYTHING
    page = workspace.opens(item)
    get_editor(page, "#id_body_en").get_by_text("Last").click()
    page.keyboard.press("End")
    page.keyboard.type(" word")
    save_form(page)
    assert shape(get_stored_text(item)) == shape(EVERYTHING.replace("Last", "Last word"))


@pytest.mark.parametrize("text", [EVERYTHING, "<p>One</p>\n\n<p>Two   and\n three</p>\nloose <b>words</b>"])
def test_unchanged_text_is_submitted_verbatim(workspace, text):
    item = workspace.makes(draft, body_en=text, body_es=text)
    before, versions = get_stored_text(item), get_versions(item).count()
    page = workspace.opens(item)
    box = get_editor(page, "#id_body_en")
    box.click()
    page.keyboard.type("x")
    page.keyboard.press("Backspace")
    save_form(page)
    assert get_stored_text(item) == before
    assert get_versions(item).count() == versions
    write(page, "#id_summary_en", "Something else")
    save_form(page)
    assert (get_stored_text(item), get_stored_text(item, "body_es")) == (before, before)
    assert get_stored_text(item, "summary_en") == "Something else"


def test_html_can_be_edited_as_source(workspace):
    item = workspace.makes(draft, body_en="<p>One</p>")
    page = workspace.opens(item)
    get_editor(page, "#id_body_en").focus()
    press_toolbar_button(page, "source")
    field = page.locator("#id_body_en")
    field.fill("<dl><dt>T</dt><dd>D</dd></dl>")
    page.locator(".rich-text--source [data-name=source]").click()
    assert get_editor(page, "#id_body_en").locator("dd").inner_text() == "D"
    save_form(page)
    assert get_stored_text(item) == "<dl><dt>T</dt><dd>D</dd></dl>"


# Clipboard content of several programs, and the expected text in *.expected.html.
PASTED = Path(__file__).parent / "pasted"


@pytest.mark.parametrize("origin", ["word", "google", "mail", "excel", "sheets"])
def test_pasted_content_is_cleaned_and_keeps_structure(workspace, origin):
    item = workspace.makes(draft)
    page = workspace.opens(item)
    paste(get_editor(page, "#id_body_en"), (PASTED / f"{origin}.html").read_text())
    save_form(page)
    assert get_stored_text(item) == (PASTED / f"{origin}.expected.html").read_text().strip()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_editor_and_dialog_pass_layout_and_axe(workspace, scheme, width):
    item = workspace.makes(draft, body_en=EVERYTHING)
    page = workspace.opens(item, width=width, color_scheme=scheme, bypass_csp=True)
    get_editor(page, "#id_body_en").locator("td").first.click()
    page.locator(".rich-text__group--table:visible").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not find_violations(page, STANDARDS)
    sizes = page.locator(".rich-text__toolbar button:visible").evaluate_all(
        "buttons => buttons.map(button => button.getBoundingClientRect()).map(one => Math.min(one.width, one.height))"
    )
    assert min(sizes) >= 24
    page.keyboard.press("Control+k")
    page.locator("dialog [id^=rich-text-search]").fill("safety")
    page.locator("dialog input[type=radio]").first.wait_for()
    assert page.evaluate("document.querySelector('dialog').getBoundingClientRect().width") <= width
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not find_violations(page, STANDARDS)
    page.keyboard.press("Escape")
    back_in_the_text(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_editor_has_name_description_and_language(workspace, language):
    item = workspace.makes(draft)
    page = workspace.opens(item, language=language)
    box = get_editor(page, "#id_body_es")
    label = page.locator("label[for=id_body_es]").inner_text()
    assert page.get_by_role("textbox", name=label, exact=True).evaluate("box => box.lang") == "es"
    with override(language):
        names = [gettext("Bold"), gettext("Link"), f"EN, {LANGUAGE_PHRASES['en']}"]
        formatting = gettext("Formatting")
    toolbar = page.get_by_role("toolbar", name=f"{formatting}: {label.removesuffix(':')}", exact=True)
    assert [toolbar.get_by_role("button", name=name, exact=True).count() for name in names] == [1, 1, 1]
    assert box.get_attribute("lang") == "es"
    assert box.get_attribute("spellcheck") == "true"
    assert box.get_attribute("aria-multiline") == "true"
    described = box.get_attribute("aria-describedby").split()
    assert all(page.locator(f"#{element_id}").count() == 1 for element_id in described)
    assert "F10" in page.locator(f"#{described[-1]}").inner_text()
    page.locator("label[for=id_body_es]").click()
    assert page.evaluate("document.activeElement.getAttribute('lang')") == "es"
    page.keyboard.press("Alt+F10")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "textbox"


def test_added_row_has_editor(workspace):
    alliance = workspace.makes(factories.alliance)
    page = workspace.opens(alliance)
    group = page.locator("#goals-group")
    group.locator(".add-row a").click()
    box = get_editor(page, "#id_goals-0-text_en")
    box.click()
    page.keyboard.type("A goal")
    assert page.locator("#id_goals-0-text_en").input_value() == "<p>A goal</p>"
    assert not page.locator("#id_goals-__prefix__-text_en").evaluate("field => !!field.closest('.rich-text')")


def test_incoming_text_can_be_accepted_into_editor(workspace, people, site, open_page):
    item = workspace.makes(draft, body_en="<p>One</p>")
    first, second = workspace.opens(item), workspace.opens(item, language="es")
    for page, word in ((first, "mine"), (second, "yours")):
        get_editor(page, "#id_body_en").click()
        page.keyboard.type(f"{word} ")
    save_form(first)
    save_form(second)
    second.locator(".field-body_en button.take").click()
    assert "mine" in get_editor(second, "#id_body_en").inner_text()
    save_form(second)
    assert "mine" in get_stored_text(item)
    assert "yours" not in get_stored_text(item)


def test_textarea_has_text_without_script(workspace):
    item = workspace.makes(draft, body_en="<p>One</p>")
    page = workspace.opens(item, java_script_enabled=False)
    page.locator("#id_body_en").fill("<p>Two</p>")
    page.locator("input[name=_continue]").first.click()
    assert get_stored_text(item) == "<p>Two</p>"


def test_pages_without_rich_text_load_no_editor(workspace, open_page):
    item = workspace.makes(draft)
    page = workspace.opens(item)
    assert "nonce-" in page.request.get(page.url).headers["content-security-policy"]
    for path in ("/admin/", "/admin/news/newsitem/", "/admin/portal/country/", "/en/", f"{page.url}../history/"):
        response = page.request.get(path)
        assert response.status == 200, path
        assert "nonce" not in response.headers["content-security-policy"], path
        assert not re.search(r"prose|rich_text|nonce=", response.text()), path


def test_warning_links_to_its_text(workspace):
    text = '<p>One</p><p>Two words, read it <a href="https://www.osha.gov/">here</a> today.</p>'
    item = workspace.makes(draft, body_en=text)
    page = workspace.opens(item)
    get_editor(page, "#id_body_en")
    page.locator("#id_summary_en").fill("New")
    page.locator("input[name=_continue]").first.click()
    page.locator(".messagelist .warning a[data-place=here]").click()
    back_in_the_text(page)
    assert page.evaluate("getSelection().toString()") == "here"


def press_keys(page, *keys):
    """Press keys by name and type all other texts."""
    for key in keys:
        if key in {"Tab", "Shift+Tab", "Escape", "Enter", "Home", "End", "Backspace"}:
            page.keyboard.press(key)
        else:
            page.keyboard.type(key)


def is_in_text(page):
    return page.evaluate("document.activeElement.matches('.rich-text__box')")


def get_submitted_fields(page):
    """Return the values of all fields of the form, {name: value}."""
    return page.evaluate("Object.fromEntries(new FormData(document.querySelector('#content-main form')))")


@pytest.fixture
def empty_form(workspace):
    """Open the form of an empty news item; return the page with the cursor in the English text."""
    page = workspace.opens(workspace.makes(draft))
    get_editor(page, "#id_body_en").focus()
    return page


def get_source(page):
    """Return the English text as it would be stored."""
    return sanitize_html(page.locator("#id_body_en").input_value())


TABLE = (
    '<table><thead><tr><th scope="col">{}</th><th scope="col">{}</th><th scope="col">{}</th></tr></thead>'
    "<tbody><tr><td>{}</td><td>{}</td><td>{}</td></tr><tr><td>{}</td><td>{}</td><td>{}</td></tr>{}</tbody></table>"
)


def test_tab_in_table_fills_it_and_adds_rows(empty_form):
    page = empty_form
    before = get_submitted_fields(page)
    press_toolbar_button(page, "table")
    words = ["Municipio", "Plantas", "Inicio", "Puebla", "8", "1 dic", "Cholula", "4", "2 dic", "Atlixco"]
    press_keys(page, *[key for word in words for key in (word, "Tab")][:-1])
    assert get_source(page) == TABLE.format(*words[:9], "<tr><td>Atlixco</td><td></td><td></td></tr>")
    after = get_submitted_fields(page)
    assert {name for name in before if before[name] != after[name]} == {"body_en"}


def test_shift_tab_in_table_goes_back_and_stays(empty_form):
    page = empty_form
    press_toolbar_button(page, "table")
    press_keys(page, "A", "Tab", "B", "Shift+Tab", "First", "Shift+Tab", "Shift+Tab", "!")
    assert get_source(page).startswith('<table><thead><tr><th scope="col">First!</th><th scope="col">B</th>')


def test_tab_moves_between_caption_and_table(empty_form):
    page = empty_form
    press_toolbar_button(page, "table")
    press_toolbar_button(page, "caption")
    press_keys(page, "Laws", "Shift+Tab", "!", "Tab", "Country", "Shift+Tab", "!", "Tab", "Tab", "Year")
    assert get_source(page).startswith(
        '<table><caption>Laws!!</caption><thead><tr><th scope="col">Country</th><th scope="col">Year</th>'
    )


def test_tab_in_list_changes_level(empty_form):
    page = empty_form
    press_toolbar_button(page, "bulletList")
    press_keys(page, "Tab", "A", "Enter", "Tab", "B", "Tab", "C", "Enter", "Shift+Tab", "D", "Shift+Tab", "E")
    assert get_source(page) == "<ul><li>A<ul><li>BC</li></ul></li><li>DE</li></ul>"
    assert is_in_text(page)


@pytest.mark.parametrize("keys", [("Escape", "Tab"), ("Escape", "Shift+Tab")], ids=["forwards", "backwards"])
@pytest.mark.parametrize("button", ["table", "bulletList"])
def test_escape_and_tab_leave_the_text(empty_form, button, keys):
    page = empty_form
    press_toolbar_button(page, button)
    press_keys(page, *keys)
    assert not is_in_text(page)


def test_key_after_escape_keeps_tab_in_table(empty_form):
    page = empty_form
    press_toolbar_button(page, "table")
    press_keys(page, "Escape", "A", "Tab", "B")
    assert '<th scope="col">A</th><th scope="col">B</th>' in get_source(page)


def test_tab_in_paragraph_leaves_the_text(empty_form):
    press_keys(empty_form, "Words", "Tab")
    assert not is_in_text(empty_form)


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_below_the_text_explains_tab(workspace, language):
    page = workspace.opens(workspace.makes(draft), language=language)
    box = get_editor(page, "#id_body_en")
    hint = page.locator(f"#{box.get_attribute('aria-describedby').split()[-1]}")
    assert hint.is_visible()
    assert hint.bounding_box()["y"] > box.bounding_box()["y"]
    words = {
        "en": "press Escape and then Tab",
        "es": "presione Esc y después Tab",
        "fr": "appuyez sur Échap, puis sur Tab",
    }
    assert words[language] in hint.inner_text()


# Pasted lists, pictures, tables and links

LIST = "<ul><li>a</li><li>b</li></ul>"
TWO_ROWS = "<table><tr><td>{}</td><td>{}</td></tr><tr><td>{}</td><td>{}</td></tr></table>"


@pytest.mark.parametrize(
    ("text", "key", "pasted", "result"),
    [
        ("<p>Uno</p>", "End", LIST, f"<p>Uno</p>{LIST}"),
        ("<p>Uno</p>", "Home", LIST, f"{LIST}<p>Uno</p>"),
        ("<p>Uno</p>", "End", f"<p>Dos</p>{LIST}", f"<p>UnoDos</p>{LIST}"),
        ("<p>Uno</p>", "End", f"{LIST}<p>Dos</p>", f"<p>Uno</p>{LIST}<p>Dos</p>"),
        ("<h2>Uno</h2>", "End", "<ol><li>a</li></ol>", "<h2>Uno</h2><ol><li>a</li></ol>"),
        ("", "Home", LIST, LIST),
        ("<ul><li>x</li></ul>", "End", LIST, "<ul><li>xa</li><li>b</li></ul>"),
    ],
    ids=["after", "before", "paragraph first", "list first", "after heading", "empty text", "in list"],
)
def test_pasted_list_stays_apart_from_paragraph(workspace, text, key, pasted, result):
    page = workspace.opens(workspace.makes(draft, body_en=text))
    box = get_editor(page, "#id_body_en")
    box.locator("p, h2").first.click()
    press_keys(page, key, "x", "Backspace")  # typing updates the position that the editor knows
    paste(box, pasted)
    assert get_source(page) == result


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "source",
    ["data:image/png;base64,iVBORw0KGgo=", "file:///C:/a.png", "https://zzq.example/a.png"],
    ids=lambda url: url[:5],
)
def test_pasted_picture_is_left_out_with_message(workspace, language, source):
    page = workspace.opens(workspace.makes(draft), language=language)
    box = get_editor(page, "#id_body_en")
    paste(box, f'<p>Uno <img src="{source}" width="300"></p>')
    with override(language):
        message = gettext(LABELS["noPictures"])
    status = page.get_by_role("status").filter(has_text=message)
    assert status.is_visible()
    assert get_source(page) == "<p>Uno</p>"
    paste(box, '<p>dos <img src="https://zzq.example/a.gif" width="1" height="1"></p>')
    assert not page.get_by_role("status").filter(has_text=message).count()


@pytest.mark.parametrize("event", ["paste", "drop"])
def test_picture_file_is_left_out_with_message(workspace, event):
    page = workspace.opens(workspace.makes(draft))
    box = get_editor(page, "#id_body_en")
    box.focus()
    assert box.evaluate(FILE_SCRIPT, event) is False, "the browser must not open the file"
    assert page.get_by_role("status").filter(has_text="Images cannot be part of a text").is_visible()
    assert get_source(page) == ""


@pytest.mark.parametrize(
    ("pasted", "heads"),
    [
        (TWO_ROWS.format("<b>A</b>", "<b>B</b>", "1", "2"), ["col A", "col B"]),
        (TWO_ROWS.format("", "<b>B</b>", "<b>1</b>", "2"), ["col B"]),
        (TWO_ROWS.format("<b>A</b>", "<b>B</b>", "<b>1</b>", "<b>2</b>"), []),
        (TWO_ROWS.format("<b>A</b>", "B", "1", "2"), []),
        (TWO_ROWS.format("<b>A</b>", "<b>B</b> c", "1", "2"), []),
        ("<table><tr><td colspan=2><b>A</b></td></tr><tr><td>1</td><td>2</td></tr></table>", []),
        ("<table><tr><td><b>A</b></td><td><b>B</b></td></tr></table>", []),
        (
            "<table><thead><tr><td>A</td><td>B</td></tr></thead><tr><th>1</th><td>2</td></tr></table>",
            ["col A", "col B", "row 1"],
        ),
        (
            "<table><tr><td></td><th>B</th></tr><tr><th>1</th><td>2</td></tr></table>",
            ["col B", "row 1"],
        ),
    ],
    ids=["bold", "corner", "all bold", "half bold", "part of cell", "title", "one row", "thead", "th"],
)
def test_header_row_of_pasted_table_is_detected(empty_form, pasted, heads):
    paste(get_editor(empty_form, "#id_body_en"), pasted)
    headers = re.findall(r'<th scope="(\w+)">(.*?)</th>', get_source(empty_form))
    assert [" ".join(head) for head in headers] == heads


@pytest.mark.parametrize(("url", "target"), WRAPPED_URLS)
def test_wrapped_url_is_unwrapped_when_pasted(empty_form, url, target):
    paste(get_editor(empty_form, "#id_body_en"), f'<p>See <a href="{escape(url)}">the page</a></p>')
    assert f'href="{escape(target)}"' in empty_form.locator("#id_body_en").input_value()
