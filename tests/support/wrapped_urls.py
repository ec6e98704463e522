"""URLs that mail programs have wrapped, each with the URL that is to be stored."""

import pytest

SAFELINK = "https://nam02.safelinks.protection.outlook.com/?url={}&data=05%7C02%7Ca%40dol.gov&sdata=x%3D&reserved=0"
TARGET = "https%3A%2F%2Fwww.osha.gov%2Fa%3Fb%3D1%26c%3D2"

WRAPPED_URLS = [
    pytest.param(SAFELINK.format(TARGET), "https://www.osha.gov/a?b=1&c=2", id="Outlook"),
    pytest.param(
        f"https://gcc02.safelinks.protection.office365.us/?url={TARGET}",
        "https://www.osha.gov/a?b=1&c=2",
        id="office365",
    ),
    pytest.param(
        SAFELINK.format(
            "https%3A%2F%2Fcan01.safelinks.protection.outlook.com%2F%3Furl%3Dhttps%253A%252F%252Fcanada.ca%252F"
        ),
        "https://canada.ca/",
        id="twice",
    ),
    pytest.param(f"https://www.google.com/url?q={TARGET}&sa=D", "https://www.osha.gov/a?b=1&c=2", id="Google"),
    pytest.param(
        "https://nam02.safelinks.protection.outlook.com/?url=javascript%3Aalert(1)",
        "https://nam02.safelinks.protection.outlook.com/?url=javascript%3Aalert(1)",
        id="no web page",
    ),
    pytest.param(
        f"https://safelinks.protection.outlook.com.example.org/?url={TARGET}",
        f"https://safelinks.protection.outlook.com.example.org/?url={TARGET}",
        id="other host",
    ),
    pytest.param(
        f"https://www.google.com/search?q={TARGET}", f"https://www.google.com/search?q={TARGET}", id="other path"
    ),
]
