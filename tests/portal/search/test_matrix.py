"""What queries find in the content of the portal: accents, apostrophes, plurals and genders make no difference."""

import pytest

from tests.support.search import find_titles

pytestmark = pytest.mark.django_db

# (language, queries that give the same results in the same order, the first result)
MATRIX = [
    ("en", ["inspection", "inspections", "INSPECTIONS", "Inspection"], "Inspections"),
    ("en", ["standard", "standards", "norma", "NOM", "norme"], "Standards"),
    ("en", ["worker", "workers", "Workers’", "worker's"], "worker"),
    ("en", ["Québec", "Quebec", "QUÉBEC", "Que\u0301bec"], "Québec"),
    ("en", ["US 9702", "us 9702", "US-9702", "9702 US"], "Han Young"),
    ("en", ["USMCA", "T-MEC", "ACEUM", "usmca"], "United States-Mexico-Canada Agreement"),
    ("en", ["Han Young", "young han", '"Han Young"', "“han young”"], "Han Young"),
    ("en", ["penalty", "penalties"], "penalty"),
    ("en", ["deaths", "death"], "Deaths and injuries at work, as each country counts"),
    ("es", ["inspección", "inspeccion", "inspecciones", "INSPECCIÓN", "Inspecciones"], "Inspecciones"),
    ("es", ["inspector", "inspectora", "inspectores", "inspectoras"],
     "Capacitación de inspectores y personal de asistencia técnica"),
    ("es", ["norma", "normas", "NOM", "standards"], "Normas"),
    ("es", ["capacitación", "capacitacion", "CAPACITACIÓN", "capacitaciones"], "Capacitación"),
    ("es", ["reunión", "reunion", "reuniones"], "Segunda reunión del Consejo Laboral, Ciudad de México"),
    ("es", ["sanción", "sancion", "sanciones"], "sanción"),
    ("es", ["México seguridad", "mexico seguridad", "seguridad México"],
     "Director general de Seguridad y Salud en el Trabajo, México"),
    ("es", ["alianza", "alianzas"], "Comunicado de la OSHA sobre la alianza en Atlanta"),
    ("es", ["trabajador muerte", "trabajadora muertes"], "Muertes y lesiones en el trabajo, según cuenta cada país"),
    ("fr", ["l'inspection", "l’inspection", "L’INSPECTION", "inspection", "inspections"], "Inspections"),
    ("fr", ["travailleur", "travailleuse", "travailleurs", "travailleuses"],
     "travailleur"),
    ("fr", ["sécurité", "securite", "SÉCURITÉ"],
     "sécurité"),
    ("fr", ["inspecteur", "inspectrice", "inspecteurs", "inspectrices"],
     "Formation des inspecteurs et du personnel d’assistance technique"),
    ("fr", ["l'ANACT", "l’ANACT", "ANACT", "anact"],
     "Accord nord-américain de coopération dans le domaine du travail"),
    ("fr", ["norme", "normes", "norma", "NOM"], "Normes"),
    ("fr", ["réunion", "reunion", "réunions"], "Deuxième réunion du Conseil du travail, Mexico"),
    ("fr", ["décès", "deces", "DÉCÈS"], "Décès et lésions au travail, selon le décompte de chaque pays"),
    ("fr", ["employeur", "employeuse", "employeurs"], "employeur"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "queries", "first"), MATRIX, ids=lambda value: str(value)[:30])
def test_matrix_of_queries(language, queries, first):
    expected = find_titles(queries[0], language)
    assert expected[0] == first
    assert {query: find_titles(query, language) for query in queries} == dict.fromkeys(queries, expected)


def test_matrix_is_large():
    assert sum(len(queries) for _, queries, _ in MATRIX) >= 60


@pytest.mark.parametrize(
    ("language", "prefix", "title"),
    [
        ("en", "inspec", "Inspections"),
        ("es", "capacitaci", "Capacitación"),
        ("fr", "formatio", "Formation"),
    ],
)
def test_incomplete_word_is_a_prefix(language, prefix, title):
    assert title in find_titles(prefix, language)
    assert not find_titles(f"{prefix} ", language)
