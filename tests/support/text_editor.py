"""Fill fields and use the rich text editor of admin forms in the browser."""

EDITOR_SELECTOR = ".rich-text:has({}) .rich-text__box"
# Set a value as the button that accepts an incoming text does.
SET_VALUE_SCRIPT = "(field, html) => { field.value = html; field.dispatchEvent(new Event('change', {bubbles: true})); }"
PASTE_SCRIPT = """(box, html) => {
    const data = new DataTransfer();
    data.setData("text/html", html);
    data.setData("text/plain", "plain");
    box.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


def write(page, selector, text):
    """Fill a form field; a rich text field with HTML."""
    field = page.locator(selector)
    if field.get_attribute("data-rich-text") is None:
        field.fill(text)
    else:
        field.evaluate(SET_VALUE_SCRIPT, text)


def get_editor(page, selector):
    """Return the editable element of a rich text field once it is visible."""
    box = page.locator(EDITOR_SELECTOR.format(selector))
    box.wait_for()
    return box


def paste(box, html):
    box.focus()
    box.evaluate(PASTE_SCRIPT, html)


def press_toolbar_button(page, name):
    """Press a toolbar button by keyboard, starting in the text."""
    page.keyboard.press("Alt+F10")
    page.keyboard.press("Home")
    seen = []
    while (focused := page.evaluate("document.activeElement.dataset.name")) != name:
        assert focused not in seen, f"{name} is not reached: {seen}"
        seen.append(focused)
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
