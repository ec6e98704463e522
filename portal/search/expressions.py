"""Write a parsed query as a `tsquery` of PostgreSQL. Its lexemes are those of portal/search_index/vectors.py."""

from itertools import pairwise

from portal.i18n.languages import LANGUAGES
from portal.search_index.stems import load_stems
from portal.search_index.vectors import join_pair, join_title, mark_foreign

MIN_PREFIX_LENGTH = 2


def quote(lexeme):
    """Return a lexeme as tsquery syntax has it. Lexemes contain letters, digits, “/”, “_” and “=”."""
    return f"'{lexeme}'"


def join(operator, operands):
    operands = list(dict.fromkeys(operands))
    return operands[0] if len(operands) == 1 else f"({f' {operator} '.join(operands)})"


class ExpressionBuilder:
    """Builds the tsquery of a query for readers of one language.

    With `is_prefix`, the last word also finds the words that begin with it. `matches` collects what an excerpt marks:
    words without accents in phrases, and single words.
    """

    def __init__(self, query, language, vocabulary, *, is_prefix=False):
        self.query, self.language, self.vocabulary, self.is_prefix = query, language, vocabulary, is_prefix
        self.marked_words = set()
        words = {word for clause in query.clauses for word in clause.words}
        self.stems = load_stems({(language, word) for language in LANGUAGES for word in words})

    def build(self):
        """Return the tsquery as text, "" if it has no required word."""
        required = self.build_required()
        if not required:
            return ""
        excluded = [f"!{self.build_clause(clause)}" for clause in self.query.excluded]
        return " & ".join([*required, *excluded])

    def build_title(self):
        """Return the tsquery for records that have just the words of the query, or a synonym of it, as a title.

        It is "" for a query that excludes words.
        """
        clauses = self.query.required
        if self.query.excluded or not clauses:
            return ""
        length, wordings = self.find_synonyms(clauses, 0)
        titles = [tuple(word for clause in clauses for word in clause.words)]
        if length == len(clauses):
            titles += [tuple(wording.words) for wording in wordings]
        stems = load_stems({(self.language, word) for words in titles for word in words})
        return join("|", [quote(join_title(stems[self.language, word] for word in words)) for words in titles])

    def build_required(self):
        """Return an operand for each clause, or for several words that have a synonym together."""
        operands, clauses, position = [], self.query.required, 0
        while position < len(clauses):
            length, wordings = self.find_synonyms(clauses, position)
            taken = clauses[position : position + length]
            operand = join("&", [self.build_required_clause(clause, clauses) for clause in taken])
            operands.append(join("|", [operand, *(self.build_wording(wording) for wording in wordings)]))
            position += length
        return operands

    def find_synonyms(self, clauses, position):
        """Return the number of words from a position that have synonyms together, the most possible, and those."""
        longest = min(self.vocabulary.longest, len(clauses) - position)
        for length in range(longest, 0, -1):
            taken = clauses[position : position + length]
            if length > 1 and any(clause.is_phrase for clause in taken):
                continue
            if wordings := self.vocabulary.find(tuple(word for clause in taken for word in clause.words)):
                return length, wordings
        return 1, []

    def build_wording(self, wording):
        """Return the operand for a synonym, as a phrase if it has several words."""
        words = wording.words
        self.stems |= load_stems({(language, word) for language in LANGUAGES for word in words})
        self.marked_words.update(words)
        return self.build_word(words[0]) if len(words) == 1 else self.build_phrase(words, check_order=False)

    def build_required_clause(self, clause, clauses):
        self.marked_words.update(clause.words)
        operand = self.build_clause(clause)
        if self.is_prefix and clause is clauses[-1] and len(clause.words[0]) >= MIN_PREFIX_LENGTH:
            return join("|", [operand, f"{quote(clause.words[0])}:*"])
        return operand

    def build_clause(self, clause):
        return self.build_phrase(clause.words) if clause.is_phrase else self.build_word(clause.words[0])

    def build_word(self, word):
        """Return the operand for a word: its stem, and its stems in texts that are in another language."""
        others = [
            mark_foreign(self.stems[language, word], language) for language in LANGUAGES if language != self.language
        ]
        return join("|", map(quote, [self.stems[self.language, word], *others]))

    def build_phrase(self, words, *, check_order=True):
        """Return the operand for words that follow each other, in the reader's or another language."""
        return join("|", [self.build_phrase_in(words, language, check_order) for language in LANGUAGES])

    def build_phrase_in(self, words, language, check_order):
        """Return the operand for a phrase in one language.

        Its pairs are found in the index. Only where all pairs of a longer phrase are, the positions are compared.
        """
        stems = [self.stems[language, word] for word in words]
        pairs = [join_pair(first, second) for first, second in pairwise(stems)]
        if language != self.language:
            pairs = [mark_foreign(pair, language) for pair in pairs]
        operand = join("&", map(quote, pairs))
        if len(pairs) == 1 or not check_order:
            return operand
        return f"({operand} & ({' <-> '.join(map(quote, pairs))}))"
