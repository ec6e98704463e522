"""Fixtures of the alliance tests: a temporary folder for uploads."""

import pytest


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
