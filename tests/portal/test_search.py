"""The database function that removes accents and case."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def fold(words):
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal_fold(%s)", [words])
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("words", "folded"),
    [
        ("Workers’ SAFETY", "workers’ safety"),
        ("Protección contra la EXPOSICIÓN", "proteccion contra la exposicion"),
        ("Año, ÑANDÚ, lingüística", "ano, nandu, linguistica"),
        ("ÉNONCÉ À BIENTÔT, Août, Noël, ça, maïs, où", "enonce a bientot, aout, noel, ca, mais, ou"),
        ("E\u0301nonce\u0301", "enonce"),
        ("Cœur, ŒUVRE", "coeur, oeuvre"),
        ("29 CFR 1910", "29 cfr 1910"),
        ("", ""),
    ],
)
def test_fold_removes_accents_and_case(words, folded):
    assert fold(words) == folded


def test_fold_is_idempotent():
    assert fold(fold("Sécurité à São Tomé")) == fold("Sécurité à São Tomé")


def test_fold_of_null_is_null():
    assert fold(None) is None


def test_fold_keeps_other_scripts():
    assert fold("각 Ω") == "각 ω"


def test_fold_is_allowed_in_generated_columns():
    with connection.cursor() as cursor:
        cursor.execute("SELECT provolatile, proisstrict, proparallel FROM pg_proc WHERE proname = 'portal_fold'")
        assert cursor.fetchall() == [("i", True, "s")]
        cursor.execute(
            "CREATE TEMPORARY TABLE folded (words text, plain text GENERATED ALWAYS AS (portal_fold(words)) STORED)"
        )
        cursor.execute("INSERT INTO folded (words) VALUES ('Sécurité') RETURNING plain")
        assert cursor.fetchone() == ("securite",)
