"""The interstitial page in the browser: keyboard use, and URLs parsed as the portal parses them."""

import pytest

from portal.external_links.models import Destination
from portal.links.urls import ExternalURLError, parse_external_url
from tests.support import malicious_urls

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
ECHO = "http://www.thefabricator.com/news/safety/trinational-occupational-safety-health-group-launches-web-site"
NOTICES = {"en": "/en/exit/{}/", "es": "/es/salida/{}/", "fr": "/fr/sortie/{}/"}
GO = {"en": "Continue to", "es": "Continuar a", "fr": "Continuer vers"}
BASE = "https://portal.invalid/"


@pytest.fixture
def number():
    """Return the number of a destination in the seed content."""
    return Destination.objects.get(address=ECHO).pk


@pytest.mark.parametrize("language", NOTICES)
def test_interstitial_waits_and_is_keyboard_accessible(open_page, number, language):
    page = open_page(NOTICES[language].format(number), java_script_enabled=False)
    page.wait_for_timeout(300)
    assert page.url.endswith(NOTICES[language].format(number))
    button = page.get_by_role("link", name=GO[language])
    assert button.get_attribute("href") == ECHO
    for _ in range(40):
        page.keyboard.press("Tab")
        if button.evaluate("element => element === document.activeElement"):
            break
    else:
        pytest.fail("The button cannot be reached with the keyboard.")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert not page.url.endswith(NOTICES[language].format(number))
    assert page.locator(f'a.out[href="{NOTICES[language].format(number)}"]').count()


def test_external_link_opens_interstitial_in_all_languages(open_page, number):
    page = open_page(NOTICES["en"].format(number))
    page.get_by_role("link", name="Stay on this portal").click()
    page.locator(f'a.out[href="{NOTICES["en"].format(number)}"]').first.click()
    page.get_by_role("link", name="Français", exact=True).click()
    assert page.url.endswith(NOTICES["fr"].format(number))
    assert page.locator(".address").inner_text() == ECHO


def test_browser_parses_urls_like_portal(open_page):
    """Leaves out what only the portal refuses: browsers would open it."""
    page = open_page("/en/")
    read = "([text, base]) => { try { return new URL(text, base).hostname } catch { return null } }"
    addresses = malicious_urls.GOVERNMENT | malicious_urls.FOREIGN | malicious_urls.NOWHERE
    for address in addresses:
        # A scheme without slashes is relative to a page of its own scheme; the portal never writes it so.
        base = BASE.replace("https", "http") if address.lower().startswith("https") else BASE
        host = page.evaluate(read, [address, base])
        try:
            assert host.removesuffix(".") == parse_external_url(address).host, address
        except ExternalURLError:
            continue
