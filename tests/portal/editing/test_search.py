"""Search in the lists of the admin: every text of a record and its number, ignoring accents and case."""

import unicodedata

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext

from news.models import NewsRelease
from portal.i18n.languages import LANGUAGES, get_translated_fields, localized_field_name
from portal.models import Destination, DirectHost, Editor
from tests.support import factories
from tests.support.clients import superuser_client
from tests.support.forms import admin_url
from workinggroup.models import Post, PostHolder, Submission

pytestmark = pytest.mark.django_db
TRANSLATED = [model for model in admin.site._registry if get_translated_fields(model)]


def find(model, text, client=None):
    """Return the primary keys of the records that a search lists, sorted."""
    response = (client or superuser_client()).get(admin_url(model, "changelist"), {"q": text})
    assert response.status_code == 200
    return sorted(record.pk for record in response.context["cl"].result_list)


def get_queryset(model, text):
    """Return the result of a search by the ModelAdmin alone."""
    model_admin = admin.site._registry[model]
    return model_admin.get_search_results(None, model._default_manager.all(), text)[0]


@pytest.fixture
def release():
    return factories.news_release(
        title_en="Chemical safety",
        title_es="Seguridad acústica: l’emploi",
        summary_fr="Au cœur de la ventilation des Ateliers",
        body_es="<p>La <strong>ventila</strong>ción &amp; el calor</p>",
        number="112/2026",
    )


@pytest.mark.parametrize(
    "text",
    [
        "acustica", "ACÚSTICA", unicodedata.normalize("NFD", "acústica"), "seguridad acustica", '"seguridad acustica"',
        "l'emploi", "coeur", "ventilacion", "ventilación &", "112/2026", "chemical ventilation 112",
    ],
)  # fmt: skip
def test_list_search_ignores_accents_and_case(release, text):
    assert find(NewsRelease, text) == [release.pk]


@pytest.mark.parametrize("text", ["strong", "acustico", "112_2026", "%", "\\", "chemical 113"])
def test_list_search_finds_nothing_else(release, text):
    assert release.pk not in find(NewsRelease, text)


@pytest.mark.parametrize("model", TRANSLATED, ids=lambda model: model._meta.label)
def test_list_search_reads_every_text(model):
    """A word in any translated field of any language finds the record."""
    record = model._default_manager.first() or getattr(factories, model._meta.model_name)()
    for name in get_translated_fields(model):
        for language in LANGUAGES:
            column = localized_field_name(name, language)
            model._base_manager.filter(pk=record.pk).update(
                **{column: "Añádase-Él" if name != "slug" else "anadase-el"}
            )
            assert record in get_queryset(model, "anadase-el"), column
            model._base_manager.filter(pk=record.pk).update(**{column: None})


def test_list_search_folds_every_model():
    for model, model_admin in admin.site._registry.items():
        fields = model_admin.get_search_fields(None)
        assert fields, model
        assert all(name.endswith("__folded_contains") for name in fields), model


def test_list_search_finds_numbers_and_names():
    post = factories.post()
    PostHolder.objects.create(post=post, name="José Núñez")
    PostHolder.objects.create(post=post, name="Josefina Núñez")
    submission = factories.submission(number="MX 0801", spellings=["0801-MX"])
    editor = factories.editor(first_name="Zoé", last_name="Gagné")
    host = DirectHost.objects.create(host="agence.example", note="Équipe")
    destination = Destination.objects.create(address="https://example.org/zzq")
    assert find(Post, "nunez") == [post.pk]
    assert find(Submission, "mx 0801") == find(Submission, "0801-mx") == [submission.pk]
    assert find(Editor, "zoe gagne") == [editor.pk]
    assert find(DirectHost, "equipe") == [host.pk]
    assert destination.pk in find(Destination, str(destination.pk))


def test_list_search_runs_a_fixed_number_of_queries(release):
    client = superuser_client()
    find(NewsRelease, "acustica", client)
    with CaptureQueriesContext(connection) as few:
        find(NewsRelease, "acustica", client)
    for _ in range(5):
        factories.news_release(title_es="Acústica")
    with CaptureQueriesContext(connection) as many:
        assert len(find(NewsRelease, "acustica", client)) == 6
    assert len(many) == len(few)


def test_long_list_search_is_answered():
    assert find(NewsRelease, "a " * 1900) == find(NewsRelease, "a " * 100)
