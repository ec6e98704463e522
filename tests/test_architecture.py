"""Rules for the whole code base: publishable models, translated fields, templates, tests and migrations.

import-linter checks the imports, see pyproject.toml.
"""

import ast
import hashlib
import re
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.db import models
from django.template.loader import get_template
from modeltranslation.translator import translator

from portal.i18n.languages import LANGUAGES, get_translated_fields, localized_field_name
from portal.publishing.models import Publishable, publishable_models
from portal.sections import get_sections
from portal.sitemaps import get_series

APPS = settings.PORTAL_APPS
SECTIONS = [section.name for section in get_sections()]
MIGRATIONS = sorted(path for app in APPS for path in (settings.BASE_DIR / app / "migrations").glob("0*.py"))
SOURCES = [
    path for app in APPS for path in sorted((settings.BASE_DIR / app).rglob("*.py")) if "migrations" not in path.parts
]
TESTS = sorted((settings.BASE_DIR / "tests").rglob("*.py"))
TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
OWN_MODELS = [model for app in APPS for model in apps.get_app_config(app).get_models()]
# Every translated field of every model, without its language.
BARE = {name for model in OWN_MODELS for name in get_translated_fields(model)}
QUERIES = {
    "filter", "exclude", "get", "order_by", "values", "values_list", "only", "defer", "update", "annotate", "alias",
    "aggregate", "distinct", "select_related", "F", "Q", "OuterRef", "Lower", "Upper", "Coalesce", "Max", "Min",
    "SearchVector", "create", "get_or_create", "update_or_create", "bulk_update",
}  # fmt: skip
# How Django calls the templates that a model or a page extends.
SUFFIXES = ("change_form", "change_list", "delete_confirmation", "history", "_inline")
# Fields of other models that share such a name: not translated, so rightly bare.
UNTRANSLATED_OWNERS = {
    ("records/redirects.py", "slug"),  # FormerAddress.slug
    ("history/models.py", "note"),  # Version.note
    ("editing/transition_form.py", "note"),  # a transition's note
    ("accounts/models.py", "name"),  # Group.name
    ("accounts/demo.py", "name"),  # Group.name
    ("portal/views.py", "parent"),  # Page.parent
    ("programs/models.py", "parent"),  # Jurisdiction.parent
    ("content_import/reader.py", "title"),  # a key of a file, not of a query
}


def relative(path):
    return str(path.relative_to(settings.BASE_DIR))


def test_publishable_models_are_found():
    assert {model._meta.label for model in publishable_models()} >= {
        "portal.Office", "portal.Page", "portal.Document", "programs.Jurisdiction", "programs.Section",
        "programs.Entry", "news.NewsItem", "news.NewsRelease",
    }  # fmt: skip


@pytest.mark.parametrize("model", publishable_models(), ids=lambda model: model._meta.label)
class TestPublishable:
    def test_publishable_is_translated(self, model):
        for name in ("title", "slug", "summary", "body", "sources"):
            assert name in get_translated_fields(model)
            for language in LANGUAGES:
                assert model._meta.get_field(localized_field_name(name, language)).null

    def test_publishable_requires_no_language_column(self, model):
        assert not translator.get_options_for_model(model).required_languages

    def test_publishable_base_columns_are_nullable(self, model):
        for name in get_translated_fields(model):
            base = model._meta.get_field(name)
            assert base.null
            assert not base.unique
        for constraint in model._meta.constraints:
            assert not set(getattr(constraint, "fields", ())) & set(get_translated_fields(model))

    def test_publishable_slug_is_unique_per_language(self, model):
        unique = [item.fields for item in model._meta.constraints if isinstance(item, models.UniqueConstraint)]
        for language in LANGUAGES:
            assert any(localized_field_name("slug", language) in fields for fields in unique)

    def test_publishable_is_in_admin(self, model):
        assert model in admin.site._registry

    def test_publishable_is_listed_and_has_page(self, model):
        assert model in {listed for listed, _language in get_series().values()}
        assert model.url_name
        get_template(f"{model._meta.app_label}/{model._meta.model_name}_detail.html")

    def test_publishable_base_manager_is_unfiltered(self, model):
        assert model._meta.base_manager_name is None
        assert issubclass(model, Publishable)


def bare_names(tree):
    """Yield translated names without a language in queries: (line, name)."""
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


def test_bare_names_are_detected():
    source = 'X.filter(section__title="a").order_by("-title").values("slug"); F("body"); Q(summary="")'
    assert {name for _, name in bare_names(ast.parse(source))} == {
        "section__title", "-title", "slug", "body", "summary",
    }  # fmt: skip


# Translated names that other models, forms or loops have as well, so that a template may read them as they are.
NOT_ONLY_TRANSLATED = {"name", "note", "place", "text", "outcome", "parent"}
READ_BARE = re.compile(rf"{{[{{%][^%}}]*\.({'|'.join(sorted(BARE - NOT_ONLY_TRANSLATED))})\b[^_]")


def offenders(paths, find):
    """Return a line for each result of `find(text)` in these files."""
    return "".join(f"\n{relative(path)}: {match}" for path in paths for match in find(path.read_text()))


def test_source_has_no_bare_translated_field():
    """`filter(title=…)` depends on the active language; `title_es` is explicit."""
    for path in SOURCES:
        allowed = {name for file, name in UNTRANSLATED_OWNERS if relative(path).endswith(file)}
        bare = [(line, name) for line, name in bare_names(ast.parse(path.read_text())) if name not in allowed]
        assert not bare, relative(path)


def test_portal_names_no_section():
    def names(text):
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield from re.findall(rf"^(?:{'|'.join(SECTIONS)})(?::\w+)?$", node.value)

    of_portal = [path for path in SOURCES if path.is_relative_to(settings.BASE_DIR / "portal")]
    assert not offenders([path for path in of_portal if path.name != "settings.py"], names)


def test_every_module_has_docstring():
    assert not offenders(
        SOURCES, lambda text: ["no docstring"] if text and not ast.get_docstring(ast.parse(text)) else []
    )


def test_super_skips_no_class():
    assert not offenders(SOURCES, re.compile(r"super\(\w+, \w+\)").findall)


def test_test_modules_are_not_imported():
    """Only helpers are: those in tests/support/, and what the benchmarks consist of."""
    helpers = re.compile(r"tests\.support\b|tests\.benchmarks\.(?!bench_)")

    def imports(text):
        for node in ast.walk(ast.parse(text)):
            name = node.module or "" if isinstance(node, ast.ImportFrom) else ""
            if name.partition(".")[0] == "tests" and not helpers.match(name):
                yield name

    assert not offenders(TESTS, imports)


def test_test_names_are_short():
    names = re.compile(r"^ *def (test_\w{56,})", re.MULTILINE)  # 60 characters at most
    assert not offenders(TESTS, names.findall)


@pytest.mark.parametrize(
    "path", [path for path in TESTS if "benchmarks" in path.parts and path.stem != "__main__"], ids=relative
)
def test_benchmark_can_be_imported(path):
    import_module(".".join(path.relative_to(settings.BASE_DIR).with_suffix("").parts))


class TestMigrations:
    """Released migrations have run on installations: add new ones, never edit old ones."""

    RELEASED = settings.BASE_DIR / "tests" / "released_migrations.txt"

    def test_released_migrations_are_unchanged(self):
        sums = {relative(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in MIGRATIONS}
        released = dict(reversed(line.split()) for line in self.RELEASED.read_text().splitlines())
        edited = [name for name in released if sums.get(name) != released[name]]
        assert not edited, f"{', '.join(edited)}: leave it as it was, and add another migration."
        added = [f"{sums[name]}  {name}" for name in sums if name not in released]
        assert not added, "\n".join([f"New migrations: add these lines to {relative(self.RELEASED)}.", *added])

    def test_migrations_import_no_project_class(self):
        """Custom fields deconstruct to Django fields, so that their classes can move."""
        assert not offenders(MIGRATIONS, lambda text: re.findall(rf"\b(?:{'|'.join(APPS)})\.[a-z_.]+\.[A-Z]\w+", text))


class TestTemplates:
    def test_blocktranslate_tags_are_trimmed(self):
        assert not offenders(
            TEMPLATES, lambda text: re.findall(r"{%\s*blocktranslate\b(?!(?:[^%]* )?trimmed)[^%]*%}", text)
        )

    def test_templates_follow_content_security_policy(self):
        refused = r"<script(?![^>]*\bsrc=)[^>]*|<style|\sstyle=|\son[a-z]+=|javascript:"
        assert not offenders(TEMPLATES, lambda text: re.findall(refused, text))

    def test_templates_are_short(self):
        assert not offenders(TEMPLATES, lambda text: [text.count("\n")] if text.count("\n") > 100 else [])

    def test_template_lines_are_short(self):
        assert not offenders(TEMPLATES, lambda text: [line for line in text.splitlines() if len(line) > 120])

    def test_templates_have_no_bare_translated_field(self):
        assert not offenders(TEMPLATES, READ_BARE.findall)

    @pytest.mark.parametrize("name", ["agenda", "agency", "alt", "caption", "role", "short_title", "title"])
    def test_bare_template_fields_are_detected(self, name):
        assert READ_BARE.findall(f"{{% if record.{name} %}}{{{{ record.{name}|lower }}}}")
        assert not READ_BARE.findall(f'{{% localized record "{name}" %}}{{{{ record.{name}_es }}}}')

    def test_admin_templates_override_django(self):
        """Own pages are in templates/editing/; templates/admin/ overrides or extends Django's templates."""
        django_templates = {path.name for path in (Path(admin.__file__).parent / "templates" / "admin").rglob("*.html")}
        ours = [path.stem for path in TEMPLATES if path.parent.name == "admin" and path.name not in django_templates]
        assert not [name for name in ours if not name.endswith(SUFFIXES)]
