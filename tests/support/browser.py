"""What browser tests share: work that the server sees, cookies of an editor, saving a form."""

from threading import Thread

from django.conf import settings
from django.db import connections, transaction
from django.test import Client


def committed(work):
    """The result of some work outside the test's own transaction, so that the server sees it."""
    results = []

    def beside():
        try:
            with transaction.atomic():
                results.append(work())
        finally:
            connections.close_all()

    thread = Thread(target=beside)
    thread.start()
    thread.join()
    return results[0]


def cookies_of(editor, site):
    client = Client()
    committed(lambda: client.force_login(editor))
    name = settings.SESSION_COOKIE_NAME
    return [{"name": name, "value": client.cookies[name].value, "url": site}]


def save(page, button="_continue"):
    page.locator(f"input[name={button}]").first.click()
    page.wait_for_load_state()


def complaint(message):
    """What the console says of a page that is wrong; that a page which is not there was not found, is right."""
    not_found = message.text.startswith("Failed to load resource") and message.location["url"].endswith("/")
    return message.text if message.type in {"error", "warning"} and not not_found else ""
