"""Texts of the archive's records: words of the subject, and made-up ones that are the rarer the later they come."""

import random
from itertools import product

from portal.i18n.languages import LANGUAGES, localized_field_name

COMMON_WORDS = {
    "en": "safety health inspection standard hazard worker employer training meeting working group chemical substance "
    "research statistics partner publication legislation compliance assistance practices",
    "es": "seguridad salud inspección norma peligro trabajador empleador capacitación reunión grupo trabajo sustancia "
    "química investigación estadística colega publicación legislación cumplimiento asistencia prácticas",
    "fr": "sécurité santé inspection norme danger travailleur employeur formation réunion groupe travail substance "
    "chimique recherche statistique partenaire publication législation conformité aide pratiques",
}
SYLLABLES = ("ba", "cor", "de", "fin", "go", "lam", "mer", "no", "pal", "ri", "sen", "tu", "vo")
RARE_WORDS = tuple("".join(parts) for parts in product(SYLLABLES, repeat=3))
TITLE_WORDS, SUMMARY_WORDS, SENTENCE_WORDS = 8, 20, 12
# The text of a page has 25 sentences, 3 of them different: it is as long as that of a news item, and its search index
# is built in minutes.
SENTENCES, PARAGRAPHS, PARAGRAPH_SENTENCES = 3, 5, 5


class TextGenerator:
    """Generates the same texts in each run."""

    def __init__(self, name):
        self.random = random.Random(name)  # noqa: S311 - the same in each run
        self.words = {language: [*words.split(), *RARE_WORDS] for language, words in COMMON_WORDS.items()}

    def generate_words(self, language, count):
        """Return some words. A word is the rarer the later it comes in the vocabulary."""
        words = self.words[language]
        return " ".join(words[int(len(words) * self.random.random() ** 3)] for _ in range(count))

    def generate_body(self, language):
        sentences = [f"{self.generate_words(language, SENTENCE_WORDS).capitalize()}." for _ in range(SENTENCES)]
        paragraphs = [" ".join(self.random.choices(sentences, k=PARAGRAPH_SENTENCES)) for _ in range(PARAGRAPHS)]
        return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)

    def generate_texts(self, slug):
        """Return the title, slug, summary and body of a record in each language, by column."""
        texts = {}
        for language in LANGUAGES:
            values = {
                "title": self.generate_words(language, TITLE_WORDS).capitalize(),
                "slug": slug,
                "summary": f"{self.generate_words(language, SUMMARY_WORDS).capitalize()}.",
                "body": self.generate_body(language),
            }
            texts |= {localized_field_name(field, language): value for field, value in values.items()}
        return texts
