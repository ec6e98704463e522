"""The one form in which rich text is kept: what word processors and mail write becomes what the allow-list holds, and
a paragraph that is all there is in a list item or a cell stands without its tags. Only for HTML that nh3 has written.
"""

import re

from portal.richtext.html import TAG

# Tags that are taken in to become others, with what must be seen of them: Google’s <b> is not bold, by its `style`.
FOREIGN = {"b": {"style"}, "i": set(), "h1": {"lang", "id"}, "h4": {"lang", "id"}, "h5": {"lang", "id"},
           "h6": {"lang", "id"}, "div": set()}  # fmt: skip
RENAMED = {"b": "strong", "i": "em", "h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3"}
NOT_BOLD = re.compile(r"font-weight:\s*(normal|[1-4]00)\b", re.IGNORECASE)
STYLE = re.compile(r' style="[^"]*"')
BLOCK = r"</?(?:div|p|h[1-6]|ul|ol|dl|blockquote|table)\b"
LINE = re.compile(rf"<div>((?:(?!{BLOCK}).)*)</div>", re.DOTALL)
OTHER_DIV = re.compile(r"</?div>")
EMPTY = re.compile(r"<p>(?:\s|&nbsp;|<br>)*</p>")
HOLDERS, LISTS = {"li", "dt", "dd", "th", "td", "caption"}, {"ul", "ol", "dl"}


def has_foreign_tags(html):
    return any(tag["name"] in FOREIGN for tag in TAG.finditer(html))


def translated(html):
    """HTML whose foreign tags have become those of the allow-list; a block of lines without any is a paragraph."""
    bold = []

    def rename(tag):
        name = tag["name"]
        if name == "b":
            if not tag["closing"]:
                bold.append(not NOT_BOLD.search(tag["attributes"]))
            if not (bold[-1] if not tag["closing"] else bold.pop()):
                return ""
        if name not in RENAMED:
            return tag[0]
        return f"<{tag['closing']}{RENAMED[name]}{STYLE.sub('', tag['attributes'])}>"

    return OTHER_DIV.sub("", LINE.sub(r"<p>\1</p>", TAG.sub(rename, html)))


class Open:
    """An element that is being read: where its tag stands, and what its children are so far."""

    def __init__(self, tag, place):
        self.name, self.place, self.plain = tag["name"], place, not tag["attributes"]
        self.alone = None  # the places of the tags of its first paragraph, while nothing but lists stands beside it
        self.mixed = False

    def take_in(self, child, end):
        """Takes note of a child that has ended."""
        if child.name == "p" and child.plain and self.alone is None and not self.mixed:
            self.alone = (child.place, end)
        elif child.name not in LISTS or self.alone is None:
            self.mixed = True

    def take_in_text(self, text):
        self.mixed = self.mixed or bool(text.strip())


def unwrapped(html):
    """HTML in which a list item, a term or a cell holds its words themselves where they are one paragraph."""
    out, opened, position = [], [Open({"name": "", "attributes": ""}, 0)], 0
    for tag in TAG.finditer(html):
        text = html[position : tag.start()]
        opened[-1].take_in_text(text)
        out += [text, tag[0]]
        position = tag.end()
        if tag["name"] == "br":
            opened[-1].mixed = True
        elif not tag["closing"]:
            opened.append(Open(tag, len(out) - 1))
        elif len(opened) > 1:
            ended = opened.pop()
            opened[-1].take_in(ended, len(out) - 1)
            if ended.name in HOLDERS and ended.alone and not ended.mixed:
                for place in ended.alone:
                    out[place] = ""
    return "".join(out) + html[position:]


def canonical(html):
    """HTML of the allow-list, without paragraphs that hold nothing."""
    return unwrapped(EMPTY.sub("", html)).strip()
