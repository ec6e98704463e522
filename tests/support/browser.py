"""Helpers of the browser tests: committed database changes, session cookies, saving a form."""

from threading import Thread

from django.conf import settings
from django.db import connections, transaction
from django.test import Client


def run_committed(work):
    """Run `work()` in a transaction of its own, so that the server sees its changes, and return the result."""
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


def get_session_cookies(editor, site):
    client = Client()
    run_committed(lambda: client.force_login(editor))
    name = settings.SESSION_COOKIE_NAME
    return [{"name": name, "value": client.cookies[name].value, "url": site}]


def save_form(page, button="_continue"):
    page.locator(f"input[name={button}]").first.click()
    page.wait_for_load_state()


def get_console_error(message):
    """Return the text of a console error or warning, except for pages that are not found on purpose."""
    not_found = message.text.startswith("Failed to load resource") and message.location["url"].endswith("/")
    return message.text if message.type in {"error", "warning"} and not not_found else ""
