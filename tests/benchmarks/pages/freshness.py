"""How soon readers see a change: after a commit on two servers, and after the response to an editor."""

import threading
import time
from contextlib import ExitStack
from urllib.parse import urlencode

import psycopg
from django.contrib.sessions.models import Session

from news.models import NewsItem
from news.views import PER_PAGE
from portal.models import Editor
from portal.page_cache.listener import get_connection_options
from tests.benchmarks.archive import PREFIX
from tests.benchmarks.pages.load import HEADERS, connect, read
from tests.benchmarks.pages.servers import run_portal
from tests.benchmarks.pages.table import Goal, Row
from tests.support import factories
from tests.support.browser import get_session_cookies
from tests.support.forms import get_seen_in_list
from tests.support.processes import HOST

COMMITS, ACTIONS = 50, 10
# Between two requests of a client that waits, and between two commits, in seconds.
POLL_INTERVAL, PAUSE = 0.0005, 0.1
MAX_WAIT = 10
GOALS = (Goal("median", "<", 10), Goal("worst", "<", 100))
ADMIN_PATH = "/admin/news/newsitem/"


class Poller:
    """Reads a page on one connection until it shows a text."""

    def __init__(self, port, path):
        self.connection = connect(port)
        self.path = path
        self.has_polled = threading.Event()
        self.seen_at = None

    def start(self, text):
        self.has_polled.clear()
        self.seen_at = None
        self.thread = threading.Thread(target=self.poll, args=[text.encode()])
        self.thread.start()

    def poll(self, text):
        deadline = time.perf_counter() + MAX_WAIT
        while time.perf_counter() < deadline:
            _response, body = read(self.connection, self.path)
            if text in body:
                self.seen_at = time.perf_counter()
                return
            self.has_polled.set()
            time.sleep(POLL_INTERVAL)

    def wait(self, since):
        """Return when the text was seen, in milliseconds after a time."""
        self.thread.join()
        if self.seen_at is None:
            raise RuntimeError(f"{self.path} did not change within {MAX_WAIT} seconds.")
        return max(0, self.seen_at - since) * 1000


def get_newest_item():
    """Return a news item of the archive that is on the first page of the list."""
    first_page = NewsItem.objects.published().filter(slug_en__startswith=f"{PREFIX}-").newest_first()[:PER_PAGE]
    return next(item for item in first_page if item.country_id)


def set_title(writer, item, title):
    """Commit a title, and return when the commit returned."""
    writer.execute("UPDATE news_newsitem SET title_en = %s WHERE id = %s", [title, item.pk])
    return time.perf_counter()


def measure_visibility(ports, path, item, writer):
    """Return the milliseconds from each commit to the first page with the new text, on each of the servers."""
    samples = []
    pollers = [Poller(port, path) for port in ports]
    for number in range(COMMITS):
        title = f"Title of commit {time.monotonic_ns()}"
        for poller in pollers:
            poller.start(title)
        for poller in pollers:
            poller.has_polled.wait(MAX_WAIT)
        time.sleep(PAUSE)
        committed = set_title(writer, item, f"{title} {number}")
        samples += [poller.wait(committed) for poller in pollers]
    return samples


def run_action(connection, cookies, item, action):
    """Publish or unpublish the item as an editor, on a connection."""
    form = urlencode({"action": action, **get_seen_in_list(item)}, doseq=True)
    headers = {**HEADERS, **cookies, "Content-Type": "application/x-www-form-urlencoded", "Referer": f"https://{HOST}/"}
    connection.request("POST", ADMIN_PATH, body=form, headers=headers)
    response = connection.getresponse()
    body = response.read()
    if response.status != 302:
        raise RuntimeError(f"{action}: {response.status}\n{body.decode()[:2000]}")


def measure_editor(port, item):
    """Return the milliseconds that the next page takes after each response to an editor, and how many were stale.

    Both are on one connection, and so from one process.
    """
    editor = Editor.objects.filter(username="benchmark").first() or factories.administrator(username="benchmark")
    [session] = get_session_cookies(editor, f"https://{HOST}/")
    cookies = {"Cookie": f"{session['name']}={session['value']}; csrftoken={'a' * 32}", "X-CSRFToken": "a" * 32}
    connection, path, samples, stale = connect(port), item.get_url("en"), [], 0
    try:
        for action, status in (("unpublish", 404), ("publish", 200)) * (ACTIONS // 2):
            read(connection, path)
            run_action(connection, cookies, item, action)
            begun = time.perf_counter()
            response, _body = read(connection, path)
            samples.append((time.perf_counter() - begun) * 1000)
            stale += response.status != status
    finally:
        Session.objects.filter(session_key=session["value"]).delete()
    return samples, stale


def measure_freshness(table, large, report):
    """Measure on two servers, each with its workers."""
    with ExitStack() as stack:
        ports = [stack.enter_context(run_portal(large)).port for _ in range(2)]
        writer = stack.enter_context(psycopg.connect(**get_connection_options(), autocommit=True))
        item = get_newest_item()
        try:
            for name, path in (("news item", item.get_url("en")), ("list of news", "/en/news/")):
                report(f"publish to visible: {name}")
                row = Row(name, "ms", measure_visibility(ports, path, item, writer), goals=GOALS)
                table.add("From a commit to the page that shows it, on two servers", row)
        finally:
            set_title(writer, item, item.title_en)
        report("publish to visible: the editor's own process")
        samples, stale = measure_editor(ports[0], item)
        section = "From the response to an editor to the next page of the same process"
        table.add(section, Row("news item", "ms", samples, goals=GOALS))
        table.add(section, Row("stale pages", "", [stale], goals=(Goal("worst", "<", 1),)))
