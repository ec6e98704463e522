"""The pages of the Alliance Program: what it is, the directory, and the product library."""

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from alliances import material_languages
from alliances.facets import facets, library_filters
from alliances.models import Agreement, Alliance, Goal, Participant, Product
from alliances.models.industries import Industry
from alliances.timeline import timeline
from portal.filters import Filter, Filters, record_choices
from portal.pages.documents import Document
from portal.pages.models import Page
from portal.publishing.shortcuts import detail, listing
from portal.records.models import Country
from portal.records.redirects import get_by_any_slug


def program_page():
    """The page that an editor writes about the program, if it is public."""
    return Page.objects.published().with_related().filter(key="alliance-program")


@require_safe
def program(request):
    """The page that an editor writes about the program; it prints as a fact sheet."""
    page = get_object_or_404(program_page())
    return detail(
        request,
        page,
        template="alliances/program.html",
        alliances=Alliance.objects.published().count(),
        products=Product.objects.published().count(),
        languages=set(Product.objects.published().values_list("editions__language", flat=True)),
    )


def with_materials_in(language):
    """The alliances that made something public in a language."""
    products = Product.objects.published().filter(editions__language=language)
    return Q(pk__in=Alliance.objects.filter(products__in=products).values("pk"))


def with_consulate_of(code):
    """The alliances in which a consulate of a country takes part."""
    consulates = Participant.objects.filter(kind=Participant.Kind.CONSULATE, country__code=code)
    return Q(pk__in=consulates.values("alliance"))


@require_safe
def alliance_list(request):
    """The directory: what the filters find, on a line of years and in a table."""
    countries = record_choices(Country.objects.all(), "name", key="code")
    filters = Filters(
        request,
        Filter("level", _("Level"), Alliance.Level.choices, "level"),
        Filter("status", _("Status"), Agreement.Kind.choices, "agreed"),
        Filter("participant", _("Kind of participant"), Participant.Kind.choices, "participants__kind"),
        Filter("industry", _("Industry"), Industry.choices, lambda value: Q(industries__contains=[value])),
        Filter("emphasis", _("Emphasis"), Goal.Emphasis.choices, "goals__emphasis"),
        Filter("language", _("Materials in"), material_languages.choices(), with_materials_in),
        Filter("consulate", _("Consulate of"), countries, with_consulate_of),
    )
    published = Alliance.objects.published()
    alliances = list(filters.apply(published.with_status()).with_related().oldest_first())
    return listing(
        request, "alliances/alliance_list.html", published,
        alliances=alliances, filters=filters, timeline=timeline(alliances), kinds=Agreement.Kind.choices,
    )  # fmt: skip


@require_safe
def alliance_detail(request, slug):
    alliance = get_by_any_slug(Alliance.objects.published().with_related(), slug)
    documents = Document.objects.published().filter(agreements__alliance=alliance)
    goals = list(alliance.goals.all())
    return detail(
        request,
        alliance,
        standing=alliance.standing(),
        documents={document.pk: document for document in documents},
        goals=[(emphasis.label, [goal for goal in goals if goal.emphasis == emphasis]) for emphasis in Goal.Emphasis],
        products=Product.objects.published().with_related().filter(alliances=alliance),
        **Alliance.objects.published().oldest_first().neighbours(alliance),
    )


@require_safe
def product_list(request):
    """The product library."""
    filters = library_filters(request)
    products = Product.objects.published()
    return listing(
        request, "alliances/product_list.html", products, program_page(),
        products=filters.apply(products).with_related(), filters=filters, facets=list(facets(filters, products)),
        total=products.count(),
    )  # fmt: skip


@require_safe
def product_detail(request, slug):
    product = get_by_any_slug(Product.objects.published().with_related(), slug)
    return detail(request, product, alliances=Alliance.objects.published().filter(products=product))
