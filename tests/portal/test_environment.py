"""Environment variables of the OpenID Connect providers of ministries."""

import pytest

from portal.environment import get_ministries

STPS = {
    "PORTAL_OIDC": "stps",
    "PORTAL_OIDC_STPS_LABEL": "STPS",
    "PORTAL_OIDC_STPS_URL": "https://login.stps.gob.mx/realm",
    "PORTAL_OIDC_STPS_CLIENT": "portal",
    "PORTAL_OIDC_STPS_SECRET": "secret",
    "PORTAL_OIDC_STPS_DOMAINS": "STPS.gob.mx other.gob.mx",
}


def set_variables(monkeypatch, variables):
    for name, value in variables.items():
        monkeypatch.setenv(name, value)


def test_no_ministries_without_variable(monkeypatch):
    monkeypatch.delenv("PORTAL_OIDC", raising=False)
    assert get_ministries() == []


def test_ministry_is_read_from_its_variables(monkeypatch):
    set_variables(monkeypatch, STPS)
    [ministry] = get_ministries()
    assert (ministry["provider_id"], ministry["name"]) == ("stps", "STPS")
    assert ministry["settings"] == {
        "server_url": "https://login.stps.gob.mx/realm", "domains": ["stps.gob.mx", "other.gob.mx"],
    }  # fmt: skip


@pytest.mark.parametrize("part", ["LABEL", "URL", "CLIENT", "SECRET", "DOMAINS"])
def test_missing_variable_of_ministry_ends_process(monkeypatch, part):
    set_variables(monkeypatch, STPS | {f"PORTAL_OIDC_STPS_{part}": " "})
    with pytest.raises(SystemExit, match=f"PORTAL_OIDC_STPS_{part} is not set"):
        get_ministries()


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("PORTAL_OIDC", "S/TPS", "PORTAL_OIDC has a name"),
        ("PORTAL_OIDC_STPS_URL", "http://login.stps.gob.mx", "begins with https://"),
    ],
)
def test_invalid_variable_of_ministry_ends_process(monkeypatch, name, value, message):
    set_variables(monkeypatch, STPS | {name: value})
    with pytest.raises(SystemExit, match=message):
        get_ministries()
