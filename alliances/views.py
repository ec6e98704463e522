"""Public pages of the Alliance Program: the program, the directory and the product library."""

from functools import partial

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from alliances import material_languages
from alliances.facets import get_facets, get_library_filters
from alliances.models import Agreement, Alliance, Goal, Participant, Product
from alliances.models.industries import Industry
from alliances.timeline import build_timeline
from portal.counts import count_up_to
from portal.filters import ALL_LANGUAGES, Filter, FilterSet, get_record_choices
from portal.i18n.languages import LANGUAGE_CHOICES, LANGUAGES
from portal.pages.documents import Document
from portal.pages.models import Page
from portal.pagination import NewestPaginator, get_page
from portal.publishing.querysets import find_values
from portal.publishing.shortcuts import render_detail, render_list
from portal.records.models import Country
from portal.records.redirects import get_by_any_slug

PER_PAGE = 50


def get_program_page():
    """Return a queryset with the page about the program, empty if it is not public."""
    return Page.objects.published().with_related().filter(key="alliance-program")


@require_safe
def program(request):
    """Show the page about the program, which prints as a fact sheet."""
    page = get_object_or_404(get_program_page())
    return render_detail(
        request,
        page,
        template="alliances/program.html",
        alliances=count_up_to(Alliance.objects.published()),
        products=count_up_to(Product.objects.published()),
        languages=find_values(Product.objects.published(), [(code, Q(editions__language=code)) for code in LANGUAGES]),
        children=page.children.get_queryset().published(),
    )


def has_materials_in(language):
    """Return the condition for alliances with a public product in a language."""
    products = Product.objects.published().filter(editions__language=language)
    return Q(pk__in=Alliance.objects.filter(products__in=products).values("pk"))


def has_agreement_in(language):
    """Return the condition for alliances with an agreement in a language."""
    return Q(pk__in=Agreement.objects.filter(languages__contains=[language]).values("alliance"))


def has_consulate_of(code):
    """Return the condition for alliances with a consulate of a country among the participants."""
    consulates = Participant.objects.filter(kind=Participant.Kind.CONSULATE, country__code=code)
    return Q(pk__in=consulates.values("alliance"))


@require_safe
def alliance_list(request):
    """List the filtered alliances, on a timeline and in a table."""
    countries = get_record_choices(Country.objects.all(), "name", key="code")
    all_emphases = pgettext("all emphases", "All")
    filters = FilterSet(
        request,
        Filter("level", _("Level"), Alliance.Level.choices, "level"),
        Filter("status", _("Status"), Agreement.Kind.choices, "last_kind"),
        Filter("participant", _("Type of participant"), Participant.Kind.choices, "participants__kind"),
        Filter("industry", _("Industry"), Industry.choices, lambda value: Q(industries__contains=[value])),
        Filter("emphasis", _("Emphasis"), Goal.Emphasis.choices, "goals__emphasis", all_emphases),
        Filter("agreement", _("Agreement in"), LANGUAGE_CHOICES, has_agreement_in, ALL_LANGUAGES),
        Filter("language", _("Products in"), material_languages.choices(), has_materials_in, ALL_LANGUAGES),
        Filter("consulate", _("Consulate of"), countries, has_consulate_of),
    )
    published = Alliance.objects.published().with_last_kind()
    records = filters.apply(published).with_related().without_texts().oldest_first()
    page = get_page(request, records, PER_PAGE, NewestPaginator)
    return render_list(
        request, "alliances/alliance_list.html", published,
        page=page, filters=filters.count(published), timeline=partial(build_timeline, page),
        kinds=Agreement.Kind.choices,
    )  # fmt: skip


@require_safe
def alliance_detail(request, slug):
    alliance = get_by_any_slug(Alliance.objects.published().with_related(), slug)
    documents = Document.objects.published().filter(agreements__alliance=alliance)
    goals = list(alliance.goals.all())
    return render_detail(
        request,
        alliance,
        agreement_status=alliance.get_agreement_status(),
        documents={document.pk: document for document in documents},
        goals=[
            (emphasis.label, found)
            for emphasis in Goal.Emphasis
            if (found := [goal for goal in goals if goal.emphasis == emphasis])
        ],
        products=Product.objects.published().with_related().filter(alliances=alliance),
        **Alliance.objects.published().oldest_first().neighbours(alliance),
    )


@require_safe
def product_list(request):
    """List the filtered products with facets."""
    filters = get_library_filters(request)
    products = Product.objects.published()
    return render_list(
        request, "alliances/product_list.html", products, get_program_page(),
        page=get_page(request, filters.apply(products).with_related().without_texts(), PER_PAGE, NewestPaginator),
        filters=filters, facets=list(get_facets(filters, products)), has_products=products.exists(),
    )  # fmt: skip


@require_safe
def product_detail(request, slug):
    product = get_by_any_slug(Product.objects.published().with_related(), slug)
    return render_detail(request, product, alliances=Alliance.objects.published().filter(products=product))
