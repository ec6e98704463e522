"""Links from rich text to the glossary: the first use of each term on a page."""

import html
import re
from functools import cached_property, lru_cache
from typing import NamedTuple

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.glossary.models import Term
from portal.i18n.languages import LANGUAGES, get_current_language
from portal.page_cache.memo import remember

TAG = re.compile(r'<(?P<closing>/?)(?P<name>[a-z][a-z0-9]*)(?P<attributes>(?: [a-z-]+(?:="[^"]*")?)*)>')
LANG = re.compile(r' lang="([^"]*)"')
VOID_ELEMENTS = frozenset({"br", "hr", "img", "wbr"})
# Links cannot be nested, and headings and abbreviations stay as they are.
UNLINKED_ELEMENTS = frozenset({"a", "abbr", "code", "dfn", "h1", "h2", "h3", "h4", "h5", "h6", "th"})
# A term is no part of a longer word, a URL or an email address.
BEFORE, AFTER = r"(?<![\w&./@-])", r"(?![\w@/-]|\.\w)"
APOSTROPHE = re.compile("['’]")
SPACE = r"(?:\s|&nbsp;)+"


class Vocabulary(NamedTuple):
    """The linked terms of one language: a pattern for all of them, and the key of each normalized wording."""

    pattern: re.Pattern
    keys: dict


def normalize_wording(words):
    """Return a wording for comparisons: without case, with one kind of apostrophe and of space."""
    return " ".join(words.replace("'", "’").casefold().split())


def build_pattern(words, *, ignore_case):
    """Return the pattern of a wording in sanitized HTML."""
    escaped = SPACE.join(re.escape(html.escape(word, quote=False)) for word in words.split())
    return f"(?{'i' if ignore_case else ''}:{APOSTROPHE.sub(APOSTROPHE.pattern, escaped)})"


@lru_cache(maxsize=2 * len(LANGUAGES))
def build_vocabulary(rows):
    """Return the Vocabulary of (key, term, abbreviation) rows, None if there are none. Longer terms match first.

    Cached, because compiling takes longer than linking. An abbreviation matches in its own case only: a ban is no BAN.
    """
    wordings = [(term, key, True) for key, term, _ in rows] + [(short, key, False) for key, _, short in rows if short]
    if not wordings:
        return None
    wordings.sort(key=lambda wording: -len(wording[0]))
    keys = {}
    for words, key, _ in wordings:
        keys.setdefault(normalize_wording(words), key)
    alternatives = "|".join(build_pattern(words, ignore_case=ignore_case) for words, _, ignore_case in wordings)
    return Vocabulary(re.compile(f"{BEFORE}(?:{alternatives}){AFTER}"), keys)


class TermLinker:
    """Links the first use of each term on one page in the active language. The terms are queried once.

    The term that the page is about, as its title says, is not linked.
    """

    def __init__(self, title=""):
        self.language = get_current_language()
        self.title = normalize_wording(title)
        self.used = set()

    @cached_property
    def vocabulary(self):
        rows = remember("linked terms", lambda: tuple(Term.objects.published().linked_in(self.language)))
        self.used |= {key for key, term, short in rows if self.title in get_titles(term, short)}
        return build_vocabulary(rows)

    @cached_property
    def glossary_url(self):
        return reverse("glossary")

    def link_terms(self, text):
        """Return the HTML of a text in the language of the page with its first uses of terms linked."""
        if self.vocabulary is None:
            return text
        out, position, stack = [], 0, [True]
        for tag in TAG.finditer(text):
            out += [self.link_words(text[position : tag.start()], is_linkable=stack[-1]), tag[0]]
            position = tag.end()
            if tag["closing"]:
                stack = stack[:-1] if len(stack) > 1 else stack
            elif tag["name"] not in VOID_ELEMENTS:
                stack.append(stack[-1] and self.is_linkable(tag))
        out.append(self.link_words(text[position:], is_linkable=stack[-1]))
        return SafeString("".join(out))

    def is_linkable(self, tag):
        """Return whether the text of an element may be linked: it is no link or heading and in the same language."""
        lang = LANG.search(tag["attributes"])
        return tag["name"] not in UNLINKED_ELEMENTS and (lang is None or lang[1] == self.language)

    def link_words(self, words, *, is_linkable):
        return self.vocabulary.pattern.sub(self.render_use, words) if is_linkable and words.strip() else words

    def render_use(self, match):
        """Return the link for the first use of a term, and the words as they are for another one."""
        key = self.vocabulary.keys.get(normalize_wording(html.unescape(match[0])))
        if key is None or key in self.used:
            return match[0]
        self.used.add(key)
        url = f"{self.glossary_url}#{Term(key=key).anchor}"
        return format_html('<a class="glossary-link" href="{}">{}</a>', url, SafeString(match[0]))


def get_titles(term, abbreviation):
    """Return the normalized titles that a page about a term can have."""
    return {normalize_wording(title) for title in (term, abbreviation, f"{term} ({abbreviation})") if title}
