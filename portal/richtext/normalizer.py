"""Normalization of rich text that nh3 has cleaned.

Converts tags that word processors and mail programs write to the tags of the allowlist, and removes the `<p>` tags of a
list item or table cell that contains a single paragraph.
"""

import re

from portal.richtext.html import TAG_PATTERN

# Tags that are accepted and then converted, with the attributes needed for that: Google Docs wraps text that is not
# bold in <b style="font-weight:normal">.
FOREIGN_TAGS = {"b": {"style"}, "i": set(), "h1": {"lang", "id"}, "h4": {"lang", "id"}, "h5": {"lang", "id"},
                "h6": {"lang", "id"}, "div": set()}  # fmt: skip
RENAMED_TAGS = {"b": "strong", "i": "em", "h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3"}
NOT_BOLD = re.compile(r"font-weight:\s*(normal|[1-4]00)\b", re.IGNORECASE)
STYLE_ATTRIBUTE = re.compile(r' style="[^"]*"')
BLOCK_TAG = r"</?(?:div|p|h[1-6]|ul|ol|dl|blockquote|table)\b"
LINE_DIV = re.compile(rf"<div>((?:(?!{BLOCK_TAG}).)*)</div>", re.DOTALL)
DIV_TAG = re.compile(r"</?div>")
EMPTY_PARAGRAPH = re.compile(r"<p>(?:\s|&nbsp;|<br>)*</p>")
CONTAINERS, LISTS = {"li", "dt", "dd", "th", "td", "caption"}, {"ul", "ol", "dl"}


def has_foreign_tags(html):
    return any(tag["name"] in FOREIGN_TAGS for tag in TAG_PATTERN.finditer(html))


def rename_foreign_tags(html):
    """Convert foreign tags to tags of the allowlist. A `<div>` without block elements becomes a paragraph."""
    bold = []

    def rename(tag):
        name = tag["name"]
        if name == "b":
            if not tag["closing"]:
                bold.append(not NOT_BOLD.search(tag["attributes"]))
            if not (bold[-1] if not tag["closing"] else bold.pop()):
                return ""
        if name not in RENAMED_TAGS:
            return tag[0]
        return f"<{tag['closing']}{RENAMED_TAGS[name]}{STYLE_ATTRIBUTE.sub('', tag['attributes'])}>"

    return DIV_TAG.sub("", LINE_DIV.sub(r"<p>\1</p>", TAG_PATTERN.sub(rename, html)))


class OpenElement:
    """An element whose end tag has not been read, with the position of its start tag in the output."""

    def __init__(self, tag, position):
        self.name, self.position, self.has_attributes = tag["name"], position, bool(tag["attributes"])
        self.paragraph = None  # the positions of both tags of its only paragraph, which lists may follow
        self.has_other_content = False

    def add_child(self, child, end):
        """Record a child that has ended."""
        if child.name == "p" and not child.has_attributes and self.paragraph is None and not self.has_other_content:
            self.paragraph = (child.position, end)
        elif child.name not in LISTS or self.paragraph is None:
            self.has_other_content = True

    def add_text(self, text):
        self.has_other_content = self.has_other_content or bool(text.strip())


def unwrap_single_paragraphs(html):
    """Remove the `<p>` tags in list items, terms and cells whose content is one paragraph."""
    out, open_elements, position = [], [OpenElement({"name": "", "attributes": ""}, 0)], 0
    for tag in TAG_PATTERN.finditer(html):
        text = html[position : tag.start()]
        open_elements[-1].add_text(text)
        out += [text, tag[0]]
        position = tag.end()
        if tag["name"] == "br":
            open_elements[-1].has_other_content = True
        elif not tag["closing"]:
            open_elements.append(OpenElement(tag, len(out) - 1))
        elif len(open_elements) > 1:
            element = open_elements.pop()
            open_elements[-1].add_child(element, len(out) - 1)
            if element.name in CONTAINERS and element.paragraph and not element.has_other_content:
                for index in element.paragraph:
                    out[index] = ""
    return "".join(out) + html[position:]


def normalize_html(html):
    """Remove empty paragraphs and unwrap single ones in HTML of the allowlist."""
    return unwrap_single_paragraphs(EMPTY_PARAGRAPH.sub("", html)).strip()
