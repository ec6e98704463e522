"""Two texts compared word by word, as HTML: what was removed and what was added is marked, and said in words too.

Plain and rich texts alike; a rich text is shown by its paragraphs, each link with its address. Nothing here queries.
"""

import re
from collections import Counter
from difflib import SequenceMatcher
from html.parser import HTMLParser
from itertools import groupby
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.i18n.languages import get_current_language

# From here on the units that a text is full of are no anchors; from there on none are looked for. Time stays bounded.
LONG, LONGEST = 200, 1200
# What shares fewer of its words is told as another text, not as a change of this one.
ALIKE = 0.3
# More unchanged paragraphs in a row than these are folded.
FOLDED = 3

SENTENCE = re.compile(r".+?(?:[.!?…;:]+\s+|$)", re.DOTALL)
# A link's address; a word or a date with what joins its parts; a mark. Each with the space behind it.
WORD = re.compile(r"\[\S+\]\s*|\w+(?:[’'./:@-]+\w+)*\s*|[^\w\s]\s*|\s+")


class Block(NamedTuple):
    """A paragraph, heading, item or cell: what it is, its words, and its HTML, which tells how they are formatted."""

    kind: str
    text: str
    html: str


class Blocks(HTMLParser):
    """The blocks of sanitised HTML, in order."""

    KINDS = ("h2", "h3", "li", "dt", "dd", "blockquote", "caption", "th", "td", "p")
    FRAMES = ("ul", "ol", "dl", "table", "thead", "tbody", "tr")

    def __init__(self, html):
        super().__init__()
        self.found, self.open, self.addresses = [], [], []
        self.words = self.html = ""
        self.feed(html)
        self.close()
        self.end_block()

    def end_block(self):
        """Takes what was read since the last block as one."""
        lines = (" ".join(line.split()) for line in self.words.split("\n"))
        if text := "\n".join(lines).strip():
            tags = [tag for tag, _raw in self.open]
            kind = next((kind for kind in self.KINDS if kind in tags), "p")
            self.found.append(Block(kind, text, "".join(raw for _tag, raw in self.open) + self.html.strip()))
        self.words = self.html = ""

    def handle_starttag(self, tag, attrs):
        if tag in self.KINDS or tag in self.FRAMES:
            self.end_block()
            self.open.append((tag, self.get_starttag_text()))
            return
        self.html += self.get_starttag_text()
        if tag == "br":
            self.words += "\n"
        if tag == "a":
            self.addresses.append(dict(attrs).get("href") or "")

    def handle_endtag(self, tag):
        if tag in self.KINDS or tag in self.FRAMES:
            self.end_block()
            while self.open and self.open.pop()[0] != tag:
                pass
            return
        self.html += f"</{tag}>"
        if tag == "a" and self.addresses and (address := self.addresses.pop()):
            self.words += f" [{address}]"

    def handle_data(self, data):
        self.words += re.sub(r"\s", " ", data)
        self.html += data


def blocks_of(text, *, rich):
    """The paragraphs of a text."""
    if rich:
        return Blocks(text).found
    return [Block("p", line.strip(), "") for line in text.splitlines() if line.strip()]


# What differs


def steps(one, other):
    """How one list becomes another, as (is the same, from, to, from, to). The ends that they share are set apart."""
    shorter = min(len(one), len(other))
    start = next((at for at in range(shorter) if one[at] != other[at]), shorter)
    rest = shorter - start
    end = next((at for at in range(rest) if one[-1 - at] != other[-1 - at]), rest)
    ones, others = one[start : len(one) - end], other[start : len(other) - end]
    if start:
        yield True, 0, start, 0, start
    if max(len(ones), len(others)) > LONGEST:
        yield False, start, start + len(ones), start, start + len(others)
    else:
        matcher = SequenceMatcher(None, ones, others, autojunk=max(len(ones), len(others)) > LONG)
        for tag, *places in matcher.get_opcodes():
            yield (tag == "equal", *(start + place for place in places))
    if end:
        yield True, len(one) - end, len(one), len(other) - end, len(other)


def alike(one, other):
    """Whether one text can be taken for a change of the other, by the share of their words."""
    words, others = (Counter(re.findall(r"\w+", text.lower())) for text in (one, other))
    return 2 * (words & others).total() >= ALIKE * (words.total() + others.total())


def pieces(was, now, unit=SENTENCE):
    """Two texts in pieces, as (was, now): the same where they are, by sentences first and by words within those."""
    one, other = unit.findall(was), unit.findall(now)
    for same, start, end, other_start, other_end in steps([a.strip() for a in one], [b.strip() for b in other]):
        old, new = "".join(one[start:end]), "".join(other[other_start:other_end])
        if same:
            yield new, new
        elif old and new and unit is SENTENCE and alike(old, new):
            yield from pieces(old, new, WORD)
        else:
            yield old, new


def without_islands(found):
    """Pieces in which a short word between two changes is part of them: a change is read better whole."""
    found, whole = list(found), []
    for place, (old, new) in enumerate(found):
        between = 0 < place < len(found) - 1
        island = between and old == new and len(old.strip()) <= 3 and changed(found[place - 1], found[place + 1])
        if whole and (island or old != new) and changed(whole[-1]):
            whole[-1] = (whole[-1][0] + old, whole[-1][1] + new)
        else:
            whole.append((old, new))
    return whole


def changed(*found):
    """Whether none of these pieces stayed the same."""
    return all(old != new for old, new in found)


def pairs(old, new):
    """Blocks that replace others, each beside the one that it changes: (block or None, block or None)."""
    if len(old) * len(new) > 400:  # another text altogether
        yield from ((one, None) for one in old)
        yield from ((None, other) for other in new)
        return
    done = 0
    for one in old:
        match = next((at for at in range(done, len(new)) if alike(one.text, new[at].text)), None)
        if match is None:
            yield one, None
            continue
        yield from ((None, other) for other in new[done:match])
        yield one, new[match]
        done = match + 1
    yield from ((None, other) for other in new[done:])


# How it is shown


def marked(tag, words, text):
    """A passage with what became of it, said to those who do not see it: [added: …]."""
    if not text:
        return ""
    hidden = '<span class="visually-hidden" lang="{}">{}</span>'
    before = format_html(hidden, get_current_language(), f"[{words} ")
    after = format_html(hidden, get_current_language(), "] ")
    return format_html("<{0}>{1}{2}{3}</{0}>", SafeString(tag), before, text, after)


def removed(text):
    return marked("del", _("removed:"), text)


def added(text):
    return marked("ins", _("added:"), text)


def words_of(was, now):
    """One paragraph with what changed in it marked, or with a word on it where that is no word."""
    found = without_islands(pieces(was, now))
    if not any(changed(one) for one in found):
        return format_html("{} {}", now, formatted())
    parts = ((new, "") if old == new else (removed(old), added(new)) for old, new in found)
    return format_html_join("", "{}{}", parts)


def paragraph(block, content):
    return format_html('<p class="block block-{}">{}</p>', block.kind, content)


def told(one, other):
    """One paragraph of two texts, as (is unchanged, HTML)."""
    if not (one and other):
        content = removed(one.text) if one else added(other.text)
    elif one.text != other.text:
        content = words_of(one.text, other.text)
    elif one != other:
        content = format_html("{} {}", other.text, formatted())
    else:
        return True, paragraph(other, other.text)
    return False, paragraph(other or one, content)


def formatted():
    words = _("(the same words, formatted differently)")
    return format_html('<em class="formatting" lang="{}">{}</em>', get_current_language(), words)


def joined(parts):
    """HTML one after another."""
    return format_html_join("", "{}", ((part,) for part in parts))


def folded(paragraphs):
    """Paragraphs one after another; of many unchanged ones in a row, those not beside a change are folded."""
    for same, run in groupby(paragraphs, key=lambda one: one[0]):
        found = [html for _same, html in run]
        hidden = found[1:-1] if same and len(found) > FOLDED + 1 else []
        if not hidden:
            yield from found
            continue
        count = ngettext("%(count)s unchanged paragraph", "%(count)s unchanged paragraphs", len(hidden))
        summary = format_html('<summary lang="{}">{}</summary>', get_current_language(), count % {"count": len(hidden)})
        yield from (
            found[0], format_html("<details>{}{}</details>", summary, joined(hidden)), found[-1],
        )  # fmt: skip


def compared(was, now, *, rich=False):
    """What leads from one text to another, as paragraphs of HTML."""
    old, new = blocks_of(was, rich=rich), blocks_of(now, rich=rich)
    found = []
    for same, start, end, other_start, other_end in steps([one.text for one in old], [one.text for one in new]):
        ones, others = old[start:end], new[other_start:other_end]
        found += [told(*both) for both in (zip(ones, others, strict=True) if same else pairs(ones, others))]
    if was != now and all(same for same, _html in found):
        found.append((False, format_html("<p>{}</p>", formatted())))
    return joined(folded(found))


def shown(text, *, rich=False):
    """One text by its paragraphs, as two are compared."""
    return joined(paragraph(block, block.text) for block in blocks_of(text, rich=rich))


def compared_items(was, now):
    """What leads from one list of words to another: whole items come and go, or all where only their order differs."""
    if max(len(was), len(now)) <= 1:
        return listed(now) if was == now else joined([*map(removed, was), *map(added, now)])
    reordered = was != now and sorted(was) == sorted(now)
    gone = [removed(item) for item in was if reordered or item not in now]
    there = [item if item in was and not reordered else added(item) for item in now]
    return listed([*gone, *there])


def listed(items):
    """Several words one after another."""
    return format_html_join("; ", "{}", ((item,) for item in items))
