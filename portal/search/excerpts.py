"""Titles and excerpts of hits as HTML, with the words that were searched for marked, also without their accents."""

from django.utils.html import format_html, format_html_join

from portal.search_index.stems import load_stems
from portal.search_index.texts import BODY, TITLE
from portal.search_index.words import STOP_WORDS, tokenize

EXCERPT_LENGTH = 240
# What an excerpt shows before the first hit.
LEAD_LENGTH = 70
# Only the beginning of a long text is searched for an excerpt.
MAX_SEARCHED_LENGTH = 30_000


class Marker:
    """Marks the words of a query in texts. `words` have no accents; `prefix` is an incomplete last word or ""."""

    def __init__(self, words, language, prefix=""):
        self.words, self.language, self.prefix = frozenset(words), language, prefix

    def prepare(self, texts):
        """Load the stems of all words of these SearchTexts with one query."""
        pairs = {(self.get_language(text), word) for text in texts for word in self.words}
        for text in texts:
            for token in tokenize(text.words[:MAX_SEARCHED_LENGTH]):
                if token.folded not in STOP_WORDS:
                    pairs |= {(self.get_language(text), token.folded), (self.get_language(text), token.accented)}
        self.stems = load_stems(pairs)

    def get_language(self, text):
        return text.language or self.language

    def find_hits(self, text):
        """Return the Tokens of a SearchText that the query has found."""
        language = self.get_language(text)
        wanted = {self.stems[language, word] for word in self.words} | self.words
        return [
            token
            for token in tokenize(text.words[:MAX_SEARCHED_LENGTH])
            if token.folded not in STOP_WORDS and self.is_hit(token, language, wanted)
        ]

    def is_hit(self, token, language, wanted):
        stems = (self.stems[language, token.folded], self.stems[language, token.accented], token.folded)
        return any(stem in wanted for stem in stems) or bool(self.prefix and token.folded.startswith(self.prefix))


def render_marked(words, hits):
    """Return a text as HTML with its hits marked."""
    parts, position = [], 0
    for token in hits:
        parts.append((words[position : token.start], words[token.start : token.end]))
        position = token.end
    marked = format_html_join("", "{}<mark>{}</mark>", parts)
    return format_html("{}{}", marked, words[position:])


def render_lang(content, language, reader_language):
    """Return HTML in a `<span lang>` if it is in another language than that of the reader."""
    return content if language in ("", reader_language) else format_html('<span lang="{}">{}</span>', language, content)


def render_title(texts, marker, main):
    """Return the title of a record as HTML. `main` is the title that the page of the record shows."""
    title = next((text for text in texts if text.tier == TITLE and text.words == main), None)
    if title is None:
        return main
    return render_lang(render_marked(title.words, marker.find_hits(title)), title.language, marker.language)


def render_excerpt(texts, marker):
    """Return the first text after the title that has hits, else the summary, as HTML; "" if there is none."""
    candidates = [text for text in texts if text.tier != TITLE]
    found = [(text, marker.find_hits(text)) for text in candidates]
    with_hits = [(text, hits) for text, hits in found if hits]
    summaries = [(text, hits) for text, hits in found if text.tier != BODY]
    text, hits = next(iter([*with_hits, *summaries]), (None, []))
    if text is None:
        return ""
    start, end = choose_window(text.words, hits)
    inside = [
        token._replace(start=token.start - start, end=token.end - start)
        for token in hits
        if start <= token.start and token.end <= end
    ]
    excerpt = render_marked(text.words[start:end].rstrip(), inside)
    content = format_html("{}{}{}", "… " if start else "", excerpt, " …" if end < len(text.words) else "")
    return render_lang(content, text.language, marker.language)


def choose_window(words, hits):
    """Return where the excerpt of a text starts and ends: whole words around the first hit."""
    first = hits[0].start if hits else 0
    start = 0
    if first > LEAD_LENGTH * 2:
        start = words.find(" ", first - LEAD_LENGTH) + 1
    if len(words) - start <= EXCERPT_LENGTH:
        return start, len(words)
    return start, max(words.rfind(" ", start, start + EXCERPT_LENGTH), start + 1)
