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
# Paste or drop the file of a picture, as of a screenshot. Return whether the browser would handle the event itself.
FILE_SCRIPT = """(box, type) => {
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(8)], "a.png", {type: "image/png"}));
    const {left, top} = box.getBoundingClientRect();
    const options = {bubbles: true, cancelable: true, clientX: left + 20, clientY: top + 20};
    const event = type === "paste"
        ? new ClipboardEvent("paste", {...options, clipboardData: data})
        : new DragEvent("drop", {...options, dataTransfer: data});
    return box.dispatchEvent(event);
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
