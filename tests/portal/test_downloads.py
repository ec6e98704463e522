"""CSV cells that spreadsheets would run as formulas, and requests from scripts of other sites."""

import pytest
from django.http import HttpResponse

from portal.downloads import allow_other_origins, neutralize_formula


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+cmd|'/C calc'!A0",
        "@SUM(A1)",
        "-2+3",
        "-A1",
        "+A1",
        "+2*3",
        " =1+1",
        "\t=1+1",
        "\u00a0=1+1",
        "\ufeff=1+1",
        "\u200b=1+1",
        "\n-2+3",
        "＝1+1",
        "＋1＋1",
        "－2+3",
        "＠SUM(A1)",
        "\tText",
        "+52 55 3000 2100 =1+1",
        "+52 A1",
        "+1-2",
        "- item",
    ],
)
def test_formula_is_neutralized(text):
    assert neutralize_formula(text) == f"'{text}"


@pytest.mark.parametrize(
    "text",
    [
        "+52 55 3000 2100",
        "+1-800-321-6742",
        "+1 (202) 693-4920",
        "+1 202 693 4920 ext. 12",
        "+15551234567",
        "-5",
        "-12.5",
        "+3",
        "-1,234.50",
        "-5%",
        "2004-04-08",
        "2004-04",
        "1-800-321-6742",
        "noise = sound",
        "",
        "’=1",
    ],
)
def test_numbers_dates_and_texts_stay(text):
    assert neutralize_formula(text) == text


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_other_origins_may_read(rf, method):
    response = allow_other_origins(lambda request: HttpResponse("x"))(getattr(rf, method)("/"))
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert ("Access-Control-Allow-Methods" in response.headers) == (method == "options")
    assert response.status_code == (204 if method == "options" else 200)
