"""The house holds together: every public record is translated, kept in the admin and listed; imports run one way; no
translated field is named without its language."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.db import models
from django.template.loader import get_template
from modeltranslation.translator import translator

from portal.i18n.languages import LANGUAGES, suffixed, translated_fields
from portal.publishing.models import Publishable, publishable_models
from portal.sitemaps import SITEMAPS

SECTIONS = ("programs", "news", "workinggroup", "alliances")
APPS = ("portal", *SECTIONS)
SOURCES = [
    path for app in APPS for path in sorted((settings.BASE_DIR / app).rglob("*.py")) if "migrations" not in path.parts
]
TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
OWN_MODELS = [model for app in APPS for model in apps.get_app_config(app).get_models()]
# Every translated field of every model, without its language.
BARE = {name for model in OWN_MODELS for name in translated_fields(model)}
QUERIES = {
    "filter", "exclude", "get", "order_by", "values", "values_list", "only", "defer", "update", "annotate", "alias",
    "aggregate", "distinct", "select_related", "F", "Q", "OuterRef", "Lower", "Upper", "Coalesce", "Max", "Min",
    "SearchVector", "create", "get_or_create", "update_or_create", "bulk_update",
}  # fmt: skip
# Fields of other models that share such a name: not translated, so rightly bare.
UNTRANSLATED_OWNERS = {
    ("records/redirects.py", "slug"),  # FormerAddress.slug
    ("history/models.py", "note"),  # Version.note
    ("editing/transitions.py", "note"),  # a verb's note
    ("accounts/models.py", "name"),  # Group.name
    ("accounts/demo.py", "name"),  # Group.name
    ("portal/views.py", "parent"),  # Page.parent
    ("content_import/reader.py", "title"),  # a key of a file, not of a query
}


def relative(path):
    return str(path.relative_to(settings.BASE_DIR))


def test_the_publishable_models_are_found():
    assert {model._meta.label for model in publishable_models()} >= {
        "portal.Office", "portal.Page", "portal.Document", "programs.Jurisdiction", "programs.Section",
        "programs.Entry", "news.NewsItem", "news.NewsRelease",
    }  # fmt: skip


@pytest.mark.parametrize("model", publishable_models(), ids=lambda model: model._meta.label)
class TestPublishable:
    def test_publishable_is_translated(self, model):
        for name in ("title", "slug", "summary", "body", "sources"):
            assert name in translated_fields(model)
            for language in LANGUAGES:
                assert model._meta.get_field(suffixed(name, language)).null

    def test_publishable_requires_no_language_of_all(self, model):
        assert not translator.get_options_for_model(model).required_languages

    def test_publishable_base_columns_bind_nothing(self, model):
        for name in translated_fields(model):
            base = model._meta.get_field(name)
            assert base.null
            assert not base.unique
        for constraint in model._meta.constraints:
            assert not set(getattr(constraint, "fields", ())) & set(translated_fields(model))

    def test_publishable_slug_stands_once_in_each_language(self, model):
        unique = [item.fields for item in model._meta.constraints if isinstance(item, models.UniqueConstraint)]
        for language in LANGUAGES:
            assert any(suffixed("slug", language) in fields for fields in unique)

    def test_publishable_is_in_the_admin(self, model):
        assert model in admin.site._registry

    def test_publishable_is_listed_and_has_a_page(self, model):
        assert any(getattr(listing, "model", None) is model for listing in SITEMAPS.values())
        assert model.address_name
        get_template(f"{model._meta.app_label}/{model._meta.model_name}_detail.html")

    def test_publishable_base_manager_hides_nothing(self, model):
        assert model._meta.base_manager_name is None
        assert issubclass(model, Publishable)


def bare_names(tree):
    """Translated names without a language in queries: (line, name)."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called not in QUERIES:
            continue
        for keyword in node.keywords:
            if keyword.arg and set(keyword.arg.split("__")) & BARE:
                yield node.lineno, keyword.arg
        for argument in node.args:
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                parts = set(argument.value.lstrip("-").split("__"))
                if parts & BARE:
                    yield node.lineno, argument.value


def test_bare_names_are_seen():
    source = 'X.filter(section__title="a").order_by("-title").values("slug"); F("body"); Q(summary="")'
    assert {name for _, name in bare_names(ast.parse(source))} == {
        "section__title", "-title", "slug", "body", "summary",
    }  # fmt: skip


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_source_names_no_translated_field_without_its_language(path):
    allowed = {name for file, name in UNTRANSLATED_OWNERS if relative(path).endswith(file)}
    found = [(line, name) for line, name in bare_names(ast.parse(path.read_text())) if name not in allowed]
    assert not found


def imported(tree):
    """The modules that a source imports, with the line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, node.module or ""


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_imports_run_one_way(path):
    app = Path(relative(path)).parts[0]
    forbidden = {other for other in SECTIONS if other != app}
    found = [(line, name) for line, name in imported(ast.parse(path.read_text())) if name.split(".")[0] in forbidden]
    assert not found


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_module_says_what_it_holds(path):
    source = path.read_text()
    assert not source.strip() or ast.get_docstring(ast.parse(source))


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
class TestTemplate:
    def test_template_trims_its_blocks_of_text(self, path):
        for block in re.findall(r"{%\s*blocktranslate\b[^%]*%}", path.read_text()):
            assert " trimmed" in block

    def test_template_passes_the_content_policy(self, path):
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", path.read_text())

    def test_template_is_short(self, path):
        assert path.read_text().count("\n") <= 120

    def test_template_reads_no_translated_field_bare(self, path):
        found = re.findall(
            r"{[{%][^%}]*\.(title|slug|summary|body|sources|label|agency|issuer)\b[^_]", path.read_text()
        )
        assert not found
