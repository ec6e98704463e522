"""Cost of the content linter: the time grows linearly with the length of the text."""

from functools import partial

import pytest

from portal.richtext.linter import lint_html
from tests.support.benchmarks import measure_seconds, report

SMALL = 2_000
# Each grows with its number, and would take quadratic time if the linter read it again for each of its parts.
TEXTS = {
    "one word": lambda size: f"<p>{'A' * 20 * size}</p>",
    "words": lambda size: f"<p>{'Palabras de un texto. ' * size}</p>",
    "links": lambda size: '<a href="/a">aquí</a> ' * size,
    "nested quotes": lambda size: "<blockquote>" * size + "x" + "</blockquote>" * size,
    "tags that are none": lambda size: "<" * 20 * size,
}


@pytest.mark.parametrize("name", TEXTS)
def test_time_grows_with_the_text(capsys, name):
    once, tenfold = (
        measure_seconds(partial(lint_html, TEXTS[name](size), "es", acronyms=frozenset()))
        for size in (SMALL, 10 * SMALL)
    )
    report(capsys, f"{name}: ten times the text takes {tenfold / once:.1f} times as long")
