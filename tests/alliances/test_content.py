"""Seed content of the Alliance Program: alliances as in the sources, the fact sheet."""

import re

import pytest

from alliances.models import Agreement, Alliance, Contact, Goal, Hazard, Product, YearlyReport
from portal.i18n.languages import LANGUAGES, localized_field_name
from portal.models import Page
from portal.richtext.fields import html_to_text

pytestmark = pytest.mark.django_db
# Every alliance that the sources name: its level, and its agreements in order.
ON_RECORD = {
    "American Society of Safety Professionals (ASSP)": (
        "national", "signed 2002-12-04", "renewed 2004-06-08", "renewed 2006-06-12", "renewed 2008-06-10",
        "renewed 2012-03-16", "renewed 2015-06-09", "ambassador 2020-05-12",
    ),
    "The Dow Chemical Company": (
        "national", "signed 2003-01-13", "renewed 2004-05-26", "renewed 2006-05-12", "renewed 2008-06-27",
    ),
    "National Safety Council": (
        "national", "signed 2003-09-09", "renewed 2005-09-21", "renewed 2007-10-15", "renewed 2012-08",
        "renewed 2014-09-16",
    ),
    "Altec Industries": ("national", "signed 2005-11-22", "renewed 2007-12-18", "renewed 2012-06-14"),
    "Board of Certified Safety Professionals": ("national", "signed 2018-02-01"),
    "Consulate General of Mexico in Atlanta and Georgia Tech": ("regional", "signed 2004-12-07"),
    "Consulate General of Mexico in Denver": (
        "area", "signed 2012-05-24", "renewed 2016-12-09", "renewed 2023-02-09",
    ),
    "Consulate of Mexico in Portland": ("area", "signed 2012-08-30"),
    "PennWest Clarion SBDC": (
        "area", "signed 2018-02-13", "renewed 2020-02-13", "renewed 2022-02-22", "ambassador 2022-07-13",
    ),
    "Springfield Electrical J.A.T.C.": ("area", "signed 2025-11-19"),
    "Hispanic Contractors of America, Inc.": ("national", "signed 2002-03-05", "concluded 2003-03-05"),
    "The Airline Group": ("national", "signed 2002-11-12", "renewed 2005-05-31"),
    "UnidosUS": ("national", "signed 2011-05-20"),
    "Ten consulates of Mexico in California, with Cal/OSHA": ("regional", "signed 2012-08-27"),
    "Consulate General of Mexico in Laredo": ("area", "signed 2016"),
    "Regional Hispanic Contractors’ Association": ("area", "signed 2014-04-28", "renewed 2016-05-25", "renewed 2018"),
    "National Hispanic Contractors Association (NAHICA)": ("area", "signed 2023-03-11"),
    "Colorado Safety Association": (
        "area", "signed 2012-04-02", "renewed 2014-12-12", "renewed 2016-12-09", "ambassador 2021-07-16",
    ),
    "Consulate of Mexico in Omaha": ("area", "signed 2006-01-13"),
    "Consulate General of Guatemala in Denver": ("area", "signed 2024-09-17"),
}  # fmt: skip
PARTICIPANTS = {
    "American Society of Safety Professionals (ASSP)": {"professional association"},
    "The Dow Chemical Company": {"employer"},
    "National Safety Council": {""},
    "Altec Industries": {"employer"},
    "Board of Certified Safety Professionals": {""},
    "Consulate General of Mexico in Atlanta and Georgia Tech": {"consulate MX", "educational institution"},
    "Consulate General of Mexico in Denver": {"consulate MX"},
    "Consulate of Mexico in Portland": {"consulate MX"},
    "PennWest Clarion SBDC": {""},
    "Springfield Electrical J.A.T.C.": {""},
    "Hispanic Contractors of America, Inc.": {""},
    "The Airline Group": {"employer CA", "employer", ""},
    "UnidosUS": {""},
    "Ten consulates of Mexico in California, with Cal/OSHA": {"consulate MX", "government agency"},
    "Consulate General of Mexico in Laredo": {"consulate MX"},
    "Regional Hispanic Contractors’ Association": {"trade association"},
    "National Hispanic Contractors Association (NAHICA)": {"trade association"},
    "Colorado Safety Association": {""},
    "Consulate of Mexico in Omaha": {"consulate MX", "", "government agency"},
    "Consulate General of Guatemala in Denver": {"consulate"},
}


def named(title):
    return Alliance.objects.get(title_en=title)


def test_directory_has_exactly_the_sourced_alliances():
    assert {
        alliance.title_en: (
            alliance.level, *(f"{agreement.kind} {agreement.date}" for agreement in alliance.get_sorted_agreements()),
        )
        for alliance in Alliance.objects.all()
    } == ON_RECORD  # fmt: skip


def test_participant_kind_is_set_only_when_certain():
    assert {
        alliance.title_en: {
            f"{participant.kind} {participant.country.code}" if participant.country else participant.kind
            for participant in alliance.participants.all()
        }
        for alliance in Alliance.objects.all()
    } == PARTICIPANTS


def test_alliances_are_public_and_from_archives():
    assert Alliance.objects.published().filter(from_archives=True).count() == len(ON_RECORD)
    for alliance in Alliance.objects.all():
        assert alliance.languages() == list(LANGUAGES)
        assert not alliance.has_worker_involvement()
        assert all(getattr(alliance, localized_field_name("sources", language)) for language in LANGUAGES)


def test_signatories_languages_and_offices_match_sources():
    atlanta = named("Consulate General of Mexico in Atlanta and Georgia Tech")
    denver = named("Consulate General of Mexico in Denver")
    hispanic = named("Hispanic Contractors of America, Inc.")
    signed = atlanta.agreements.get()
    assert signed.signatories == ["Cindy Coe Laseter", "Remedios Gómez-Arnau", "Daniel J. Ortiz"]
    assert set(denver.agreements.values_list("kind", "languages__0", "languages__1")) == {
        ("signed", "en", "es"), ("renewed", None, None), ("renewed", "es", None),
    }  # fmt: skip
    assert denver.offices == ["Denver Area Office", "Englewood Area Office", "Billings Area Office"]
    assert hispanic.agreements.get(kind="signed").signatories == ["Jerry Adriano", "John L. Henshaw"]
    others = Agreement.objects.exclude(alliance__in=[atlanta, hispanic]).values_list("signatories", flat=True)
    assert not any(others)
    assert {title: named(title).offices for title in ("Consulate of Mexico in Portland", "PennWest Clarion SBDC")} == {
        "Consulate of Mexico in Portland": ["Portland Area Office"], "PennWest Clarion SBDC": ["Erie Area Office"],
    }  # fmt: skip


def test_agreement_documents_are_public():
    documents = {
        agreement.document
        for alliance in Alliance.objects.all()
        for agreement in alliance.agreements.all()
        if agreement.document
    }
    assert len(documents) == 5
    assert all(document.is_public() for document in documents)


def test_unsourced_fields_are_empty():
    assert not Product.objects.exists()
    assert not Goal.objects.exists()
    assert not YearlyReport.objects.exists()
    assert not Contact.objects.exists()
    assert {alliance.title_en: alliance.industries for alliance in Alliance.objects.exclude(industries=[])} == {
        "Hispanic Contractors of America, Inc.": ["23"],
        "The Airline Group": ["48"],
        "UnidosUS": ["23", "62"],
        "Consulate of Mexico in Omaha": ["11", "23", "31"],
    }
    assert all(
        getattr(hazard, localized_field_name("name", language))
        for hazard in Hazard.objects.all()
        for language in LANGUAGES
    )


# What the page of the program holds of the fact sheet, and of the program since: in every language,
FIGURES = (
    "202-693-2340", "800-321-6742", "(202) 693-1999", "(877) 889-5627", "2002", "2013", "266", "40", "226", "50",
    "31", "12", "18", "245", "CSP 04-01-001", "CSP 04-01-002", "CSP 04-01-003", "29",
    "Office of Outreach Services and Alliances", "Regional OSHA Office", "National Emphasis Programs",
    "Code of Federal Regulations",
)  # fmt: skip
# and in its own words.
STATEMENTS = {
    "en": (
        "unions, consulates, trade or professional organizations, businesses, faith-based and community-based "
        "organizations, and educational institutions", "not exempt from inspections",
        "no other benefit in enforcement", "neither endorses nor promotes", "Rulemaking and enforcement",
        "in English, Spanish and other languages, hold seminars on best practices, and speak or exhibit at conferences",
        "Training and education", "prevent deaths, injuries and illnesses", "rights and responsibilities",
        "regulatory agenda, take part in rulemaking", "train workers on them", "arrange for their delivery",
        "resolve workplace issues together", "such as trade associations", "working closely with OSHA",
        "a union signs", "project workgroups included", "one or more diverse workforces at risk",
        "effective training and materials", "target hazards or industries", "information on new and revised standards",
        "training opportunities for OSHA’s staff", "useful skills or resources",
        "have the knowledge and resources", "free to the public", "workers have a voice",
        "workplaces are safe and secure", "sets no new requirement", "confidential", "information about their rights",
        "protect workers as much as possible", "dialogue with OSHA and others", "800-321-OSHA", "www.osha.gov",
        "national, regional or area-office level", "two years",
        "Ambassador", "For-profit organizations, tribes and consulates", "teletypewriter", "numbers of 2013",
        "June 10, 2004", "July 29, 2015", "July 21, 2004", "June 1, 2010", "November 6, 2014", "October 1, 2022",
        "September 30, 2023", "Title 29",
    ),
    "es": (
        "sindicatos, consulados, asociaciones", "empresas, organizaciones religiosas y comunitarias e instituciones "
        "educativas", "no exime a nadie de las inspecciones", "ningún otro beneficio en la aplicación de la ley",
        "no respalda ni promueve", "materiales en español, inglés y otros idiomas, organizan",
        "seminarios sobre buenas prácticas e intervienen o exponen", "Capacitación y educación",
        "prevenir las muertes, lesiones y enfermedades", "derechos y obligaciones", "participan en la reglamentación",
        "capacitan a los trabajadores", "organizan su impartición", "resuelven juntos los asuntos",
        "como las asociaciones empresariales", "estrecha colaboración con la OSHA", "la firma de un sindicato",
        "incluidos los grupos de trabajo de los proyectos", "poblaciones trabajadoras diversas y en riesgo",
        "capacitación y materiales eficaces", "normas nuevas y modificadas", "determinados peligros o industrias",
        "capacitación para el personal de la OSHA",
        "conocimientos prácticos o recursos útiles", "conocimientos y recursos suficientes para cumplir las metas",
        "sin costo",
        "que los trabajadores tengan voz", "centros de trabajo sean seguros",
        "no establece requisitos de cumplimiento nuevos", "confidencial", "información sobre sus derechos",
        "protegen a los trabajadores lo más posible", "diálogo con la OSHA y con otros", "800-321-OSHA",
        "nacional, regional o de oficina de área", "dos años", "Embajador",
        "con fines de lucro, los pueblos o naciones indígenas y los consulados", "TTY", "los de 2013",
        "10 de junio de 2004", "29 de julio de 2015", "21 de julio de 2004",
        "1 de junio de 2010", "6 de noviembre de 2014", "1 de octubre de 2022", "30 de septiembre de 2023", "título 29",
    ),
    "fr": (
        "syndicats, consulats, organisations", "entreprises, organismes confessionnels et communautaires, "
        "établissements d’enseignement", "ne soustrait personne aux inspections",
        "aucun autre avantage dans l’application de la loi",
        "n’appuie ni ne promeut", "en anglais, en espagnol et dans d’autres langues, tiennent des séminaires",
        "exposent à des conférences", "Formation et éducation", "prévenir les décès, les blessures et les maladies",
        "droits et leurs responsabilités", "prennent part à la réglementation", "forment les travailleurs",
        "organisent leur prestation", "règlent ensemble les questions", "comme les associations sectorielles",
        "collaborer étroitement avec l’OSHA", "un syndicat signe",
        "groupes de travail des projets compris", "diversifiées et à risque",
        "une formation et des documents efficaces", "ciblent des dangers ou des secteurs",
        "normes nouvelles et révisées",
        "formation pour le personnel de l’OSHA",
        "des compétences ou des ressources utiles", "des connaissances et des ressources nécessaires",
        "gratuitement à la disposition du public", "voix au chapitre", "soient sûrs",
        "aucune nouvelle exigence de conformité", "confidentielle", "information sur leurs droits",
        "protège les travailleurs le mieux possible", "dialogue avec l’OSHA et avec d’autres", "800-321-OSHA",
        "national, régional ou du bureau de secteur",
        "deux ans", "ambassadeur", "à but lucratif, les tribus et les consulats", "ATS", "ceux de 2013",
        "10 juin 2004", "29 juillet 2015", "21 juillet 2004", "1er juin 2010", "6 novembre 2014", "1er octobre 2022",
        "30 septembre 2023", "titre 29",
    ),
}  # fmt: skip


def get_program_html(language):
    """Return the text and the box of the page of the program."""
    page = Page.objects.published().get(key="alliance-program")
    return "\n".join(getattr(page, localized_field_name(field, language)) for field in ("body", "aside"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_program_page_has_all_fact_sheet_statements(language):
    text = html_to_text(get_program_html(language))
    numbers = [figure for figure in FIGURES if not re.search(rf"(?<!\d){re.escape(figure)}(?!\d)", text)]
    assert numbers == []
    assert [statement for statement in STATEMENTS[language] if statement not in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_telephone_links_match_their_text(language):
    numbers = re.findall(r'href="tel:\+1-([\d-]+)"[^>]*>([^<]+)<', get_program_html(language))
    assert len(numbers) == 5
    assert all(re.sub(r"\D", "", dialled) == re.sub(r"\D", "", written) for dialled, written in numbers)


def test_program_page_names_its_fact_sheet():
    page = Page.objects.get(key="alliance-program")
    assert (page.number, page.issued) == ("DCSP FS-3645", "2013-03")
