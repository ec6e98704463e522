"""The addresses of the trinational site of 2004 lead to their pages."""

import pytest
from django.test import Client

from portal.former_site import FORMER_PATHS

TARGETS = {"/index_e.htm": "/en/", "/index_s.htm": "/es/", "/index_f.htm": "/fr/", "/index.htm": "/"}


@pytest.mark.parametrize(("path", "target"), TARGETS.items())
@pytest.mark.parametrize("change_case", [str.lower, str.upper, str.title], ids=["lower", "upper", "mixed"])
def test_former_path_redirects_to_its_language(path, target, change_case):
    response = Client().get(change_case(path))
    assert (response.status_code, response.headers["Location"]) == (301, target)


def test_every_former_path_has_a_target():
    assert {f"/{path}" for path in FORMER_PATHS} == set(TARGETS)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/index_e.html", "/en/index_e.htm", "/index_g.htm", "/index_e.htm/", "/xindex.htm"])
def test_other_paths_are_not_found(path):
    assert Client().get(path).status_code == 404
