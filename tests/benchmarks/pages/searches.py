"""Response times of searches in both archives."""

from itertools import chain
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import override

from portal.i18n.languages import LANGUAGES
from tests.benchmarks.archive_texts import COMMON_WORDS, RARE_WORDS
from tests.benchmarks.pages.load import connect, measure_latency
from tests.benchmarks.pages.table import Goal, Row

ROUNDS = 6


def build_searches(language):
    """Return search URLs: common and rare words, a prefix, a phrase, filters, the last page, no hit."""
    first, second, third = COMMON_WORDS[language].split()[:3]
    queries = (
        {"q": first}, {"q": f"{second} {third}"}, {"q": RARE_WORDS[0]}, {"q": RARE_WORDS[-1]}, {"q": third[:4]},
        {"q": f'"{first} {second}"'}, {"q": f"{first} -{second}"}, {"q": first, "country": "mx"},
        {"q": second, "country": "ca", "year": "2010"}, {"q": first, "page": "100"}, {"q": f"{first} zzz"},
    )  # fmt: skip
    with override(language):
        return [f"{reverse('search')}?{urlencode(query)}" for query in queries]


def measure_searches(large_port, small_port):
    """Return the Rows of searches, one after the other, in both archives in turn. No page is kept."""
    connections = {port: connect(port) for port in (large_port, small_port)}
    samples = {port: [] for port in connections}
    paths = [*chain.from_iterable(build_searches(language) for language in LANGUAGES)]
    for number in range(ROUNDS + 1):
        for path in paths:
            for port, connection in connections.items():
                latency = measure_latency(connection, path)
                if number:  # the first round is a warm-up
                    samples[port].append(latency)
    return [Row("search", "ms", samples[large_port], samples[small_port], (Goal("p95", "<", 60),))]
