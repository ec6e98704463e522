"""Word-level diff of two texts as accessible HTML: removed and added words are marked, visibly and in words.

Plain and rich text are supported. Rich text is shown as paragraphs, with the URL of each link.
"""

import re
from collections import Counter
from difflib import SequenceMatcher
from itertools import groupby
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.i18n.languages import get_current_language
from portal.richtext.html import parse_attributes, tokenize

# Bounds on the run time of SequenceMatcher, in units (blocks, sentences or words). Above AUTOJUNK_MIN, frequent units
# are ignored as anchors; above DIFF_MAX, the texts are not compared at all.
AUTOJUNK_MIN, DIFF_MAX = 200, 1200
# Two texts that share a smaller part of their words are shown as a replacement, not as a change.
SIMILARITY_MIN = 0.3
# Longer runs of unchanged paragraphs are collapsed.
UNFOLDED_MAX = 3

SENTENCE = re.compile(r".+?(?:[.!?…;:]+\s+|$)", re.DOTALL)
# A URL in brackets; a word or a date with its inner punctuation; a punctuation mark. Each with the space after it.
WORD = re.compile(r"\[\S+\]\s*|\w+(?:[’'./:@-]+\w+)*\s*|[^\w\s]\s*|\s+")


class DiffBlock(NamedTuple):
    """A paragraph, heading, list item or cell: its tag, its text, and its HTML to compare the formatting."""

    kind: str
    text: str
    html: str


class BlockParser:
    """Split sanitized HTML into `blocks`, in document order."""

    KINDS = ("h2", "h3", "li", "dt", "dd", "blockquote", "caption", "th", "td", "p")
    CONTAINERS = ("ul", "ol", "dl", "table", "thead", "tbody", "tr")

    def __init__(self, html):
        self.blocks, self.open_tags, self.urls = [], [], []
        self.text = self.html = ""
        for token in tokenize(html):
            if isinstance(token, str):
                self.handle_text(token)
            elif token["name"] in self.KINDS or token["name"] in self.CONTAINERS:
                self.handle_block_tag(token)
            else:
                self.handle_inline_tag(token)
        self.end_block()

    def end_block(self):
        """Append the text since the end of the last block as a block."""
        lines = (" ".join(line.split()) for line in self.text.split("\n"))
        if text := "\n".join(lines).strip():
            tags = [tag for tag, _raw in self.open_tags]
            kind = next((kind for kind in self.KINDS if kind in tags), "p")
            open_tags = "".join(raw for _tag, raw in self.open_tags)
            self.blocks.append(DiffBlock(kind, text, open_tags + self.html.strip()))
        self.text = self.html = ""

    def handle_block_tag(self, tag):
        self.end_block()
        if not tag["closing"]:
            self.open_tags.append((tag["name"], tag[0]))
            return
        while self.open_tags and self.open_tags.pop()[0] != tag["name"]:
            pass

    def handle_inline_tag(self, tag):
        self.html += tag[0]
        if tag["name"] == "br":
            self.text += "\n"
        elif tag["name"] == "a" and not tag["closing"]:
            self.urls.append(parse_attributes(tag).get("href", ""))
        elif tag["name"] == "a" and self.urls and (url := self.urls.pop()):
            self.text += f" [{url}]"

    def handle_text(self, text):
        self.text += re.sub(r"\s", " ", text)
        self.html += text


def split_blocks(text, *, rich):
    """Return the DiffBlocks of a text."""
    if rich:
        return BlockParser(text).blocks
    return [DiffBlock("p", line.strip(), "") for line in text.splitlines() if line.strip()]


# Comparing


def get_opcodes(old, new):
    """Yield (is_equal, old_start, old_end, new_start, new_end) for two lists, as `SequenceMatcher.get_opcodes` does.

    A common prefix and suffix are set apart first, so that long texts with small changes stay cheap to compare.
    """
    shorter = min(len(old), len(new))
    start = next((index for index in range(shorter) if old[index] != new[index]), shorter)
    rest = shorter - start
    end = next((index for index in range(rest) if old[-1 - index] != new[-1 - index]), rest)
    old_middle, new_middle = old[start : len(old) - end], new[start : len(new) - end]
    longest = max(len(old_middle), len(new_middle))
    if start:
        yield True, 0, start, 0, start
    if longest > DIFF_MAX:
        yield False, start, start + len(old_middle), start, start + len(new_middle)
    else:
        matcher = SequenceMatcher(None, old_middle, new_middle, autojunk=longest > AUTOJUNK_MIN)
        for tag, *offsets in matcher.get_opcodes():
            yield (tag == "equal", *(start + offset for offset in offsets))
    if end:
        yield True, len(old) - end, len(old), len(new) - end, len(new)


def is_similar(old, new):
    """Return whether two texts share enough words for one to be a change of the other."""
    old_words, new_words = (Counter(re.findall(r"\w+", text.lower())) for text in (old, new))
    return 2 * (old_words & new_words).total() >= SIMILARITY_MIN * (old_words.total() + new_words.total())


def diff_segments(was, now, unit=SENTENCE):
    """Yield two texts as segments (old, new), equal if unchanged. Similar sentences are compared by words."""
    old, new = unit.findall(was), unit.findall(now)
    opcodes = get_opcodes([text.strip() for text in old], [text.strip() for text in new])
    for is_equal, old_start, old_end, new_start, new_end in opcodes:
        old_text, new_text = "".join(old[old_start:old_end]), "".join(new[new_start:new_end])
        if is_equal:
            yield new_text, new_text
        elif old_text and new_text and unit is SENTENCE and is_similar(old_text, new_text):
            yield from diff_segments(old_text, new_text, WORD)
        else:
            yield old_text, new_text


def merge_short_runs(segments):
    """Return the segments with short unchanged words between two changes made part of the change.

    One longer change is easier to read than many small ones.
    """
    segments, merged = list(segments), []
    for index, (old, new) in enumerate(segments):
        is_inner = 0 < index < len(segments) - 1
        is_short_run = (
            is_inner and old == new and len(old.strip()) <= 3 and are_changed(segments[index - 1], segments[index + 1])
        )
        if merged and (is_short_run or old != new) and are_changed(merged[-1]):
            merged[-1] = (merged[-1][0] + old, merged[-1][1] + new)
        else:
            merged.append((old, new))
    return merged


def are_changed(*segments):
    return all(old != new for old, new in segments)


def pair_blocks(old, new):
    """Yield (old block or None, new block or None), with similar blocks paired in order."""
    if len(old) * len(new) > 400:  # too many comparisons: treat it as another text
        yield from ((block, None) for block in old)
        yield from ((None, block) for block in new)
        return
    done = 0
    for block in old:
        match = next((index for index in range(done, len(new)) if is_similar(block.text, new[index].text)), None)
        if match is None:
            yield block, None
            continue
        yield from ((None, added) for added in new[done:match])
        yield block, new[match]
        done = match + 1
    yield from ((None, added) for added in new[done:])


# Rendering


def mark_change(tag, label, text):
    """Return a passage in `<ins>` or `<del>`, with a label for screen readers: `[added: …]`."""
    if not text:
        return ""
    hidden = '<span class="visually-hidden" lang="{}">{}</span>'
    before = format_html(hidden, get_current_language(), f"[{label} ")
    after = format_html(hidden, get_current_language(), "] ")
    return format_html("<{0}>{1}{2}{3}</{0}>", SafeString(tag), before, text, after)


def mark_removed(text):
    return mark_change("del", _("removed:"), text)


def mark_added(text):
    return mark_change("ins", _("added:"), text)


def render_word_diff(was, now):
    """Return the text of a block with its changes marked, or with a note if only the white space differs."""
    segments = merge_short_runs(diff_segments(was, now))
    if not any(are_changed(segment) for segment in segments):
        return format_html("{} {}", now, render_format_note())
    parts = ((new, "") if old == new else (mark_removed(old), mark_added(new)) for old, new in segments)
    return format_html_join("", "{}{}", parts)


def render_block(block, content):
    return format_html('<p class="block block-{}">{}</p>', block.kind, content)


def render_block_pair(old, new):
    """Return (is unchanged, HTML) of two paired blocks, one of which may be None."""
    if not (old and new):
        content = mark_removed(old.text) if old else mark_added(new.text)
    elif old.text != new.text:
        content = render_word_diff(old.text, new.text)
    elif old != new:
        content = format_html("{} {}", new.text, render_format_note())
    else:
        return True, render_block(new, new.text)
    return False, render_block(new or old, content)


def render_format_note():
    note = _("(the same words, formatted differently)")
    return format_html('<em class="formatting" lang="{}">{}</em>', get_current_language(), note)


def join_html(parts):
    return format_html_join("", "{}", ((part,) for part in parts))


def fold_unchanged(blocks):
    """Yield the HTML of blocks given as (is unchanged, HTML).

    Long runs of unchanged blocks are collapsed, except for the blocks next to a change.
    """
    for is_unchanged, run in groupby(blocks, key=lambda block: block[0]):
        htmls = [html for _is_unchanged, html in run]
        hidden = htmls[1:-1] if is_unchanged and len(htmls) > UNFOLDED_MAX + 1 else []
        if not hidden:
            yield from htmls
            continue
        count = ngettext("%(count)s unchanged paragraph", "%(count)s unchanged paragraphs", len(hidden))
        summary = format_html('<summary lang="{}">{}</summary>', get_current_language(), count % {"count": len(hidden)})
        yield from (
            htmls[0], format_html("<details>{}{}</details>", summary, join_html(hidden)), htmls[-1],
        )  # fmt: skip


def diff_texts(was, now, *, rich=False):
    """Return the difference of two texts as HTML paragraphs."""
    old, new = split_blocks(was, rich=rich), split_blocks(now, rich=rich)
    rendered = []
    opcodes = get_opcodes([block.text for block in old], [block.text for block in new])
    for is_equal, old_start, old_end, new_start, new_end in opcodes:
        old_run, new_run = old[old_start:old_end], new[new_start:new_end]
        pairs = zip(old_run, new_run, strict=True) if is_equal else pair_blocks(old_run, new_run)
        rendered += [render_block_pair(old_block, new_block) for old_block, new_block in pairs]
    if was != now and all(is_unchanged for is_unchanged, _html in rendered):
        rendered.append((False, format_html("<p>{}</p>", render_format_note())))
    return join_html(fold_unchanged(rendered))


def render_text(text, *, rich=False):
    """Return one text as HTML paragraphs, in the style of a diff."""
    return join_html(render_block(block, block.text) for block in split_blocks(text, rich=rich))


def diff_items(was, now):
    """Return the difference of two lists of texts as HTML, item by item.

    If only the order differs, all items are marked as removed and added.
    """
    if max(len(was), len(now)) <= 1:
        return join_items(now) if was == now else join_html([*map(mark_removed, was), *map(mark_added, now)])
    is_reordered = was != now and sorted(was) == sorted(now)
    removed = [mark_removed(item) for item in was if is_reordered or item not in now]
    current = [item if item in was and not is_reordered else mark_added(item) for item in now]
    return join_items([*removed, *current])


def join_items(items):
    return format_html_join("; ", "{}", ((item,) for item in items))
