"""Writing in the admin's forms as an editor does: fields, and the editor of rich text by its keys and buttons."""

BOX = ".rich-text:has({}) .rich-text__box"
# As the page itself puts a text there: the button that takes another editor's does the same.
PUT = "(field, html) => { field.value = html; field.dispatchEvent(new Event('change', {bubbles: true})); }"
PASTE = """(box, html) => {
    const data = new DataTransfer();
    data.setData("text/html", html);
    data.setData("text/plain", "plain");
    box.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


def write(page, selector, text):
    """Fills a field of a form; a rich text with its HTML."""
    field = page.locator(selector)
    if field.get_attribute("data-rich-text") is None:
        field.fill(text)
    else:
        field.evaluate(PUT, text)


def box_of(page, selector):
    """The box in which a rich text is written, once it is there."""
    box = page.locator(BOX.format(selector))
    box.wait_for()
    return box


def paste(box, html):
    box.focus()
    box.evaluate(PASTE, html)


def press(page, name):
    """Presses a button of the toolbar by keys alone, from within the text."""
    page.keyboard.press("Alt+F10")
    page.keyboard.press("Home")
    seen = []
    while (focused := page.evaluate("document.activeElement.dataset.name")) != name:
        assert focused not in seen, f"{name} is not reached: {seen}"
        seen.append(focused)
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
