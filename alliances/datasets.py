"""Datasets of the Alliance Program: alliances, their agreements, and the product library."""

from django.utils.translation import gettext_lazy as _

from alliances.models import Agreement, Alliance, Product
from portal.open_data.columns import (
    array_column,
    choice_column,
    choices_column,
    identity_columns,
    many_related_column,
    partial_date_columns,
    related_column,
    text_column,
)
from portal.open_data.datasets import Dataset, get_language_of, prefetch_public
from portal.open_data.portal_datasets import file_columns
from portal.pages.documents import Document


def get_agreements():
    """Return the agreements of public alliances with their public documents."""
    agreements = Agreement.objects.filter(alliance__in=Alliance.objects.published()).select_related("alliance")
    return agreements.prefetch_related(prefetch_public("document", Document.objects)).order_by("alliance", "date", "pk")


def get_products():
    """Return the public products with their public alliances."""
    related = ("editions", "hazards", prefetch_public("alliances", Alliance.objects))
    return Product.objects.published().select_related("country").prefetch_related(*related).order_by("pk")


DATASETS = (
    Dataset(
        "alliances",
        _("Directory of alliances"),
        _("The alliances of the program with their participants."),
        lambda: Alliance.objects.published().with_last_kind().with_related().order_by("pk"),
        (
            *identity_columns(),
            text_column(Alliance, "title"),
            choice_column(Alliance, "level"),
            choice_column(
                Agreement,
                "kind",
                attribute="last_kind",
                name="status",
                label=_("status"),
                description=_("Kind of the last agreement."),
            ),
            array_column("offices", _("OSHA offices"), lambda alliance, context: alliance.offices),
            choices_column(Alliance, "industries"),
            array_column(
                "participants",
                _("participants"),
                lambda alliance, context: [row.name for row in alliance.participants.all()],
            ),
            text_column(Alliance, "summary"),
            text_column(Alliance, "body"),
            text_column(Alliance, "worker_involvement"),
        ),
        "alliances:alliance_list",
    ),
    Dataset(
        "alliance-agreements",
        _("Agreements of alliances"),
        _("A row for each signing, renewal and end of an alliance."),
        get_agreements,
        (
            *identity_columns(record_path="alliance"),
            text_column(Alliance, "title", path="alliance", name="alliance", label=_("alliance")),
            choice_column(Agreement, "kind"),
            *partial_date_columns(Agreement, "date"),
            *partial_date_columns(Agreement, "ends"),
            choices_column(Agreement, "languages"),
            array_column("signatories", _("signed by"), lambda agreement, context: agreement.signatories),
            related_column("document", _("document")),
            text_column(Agreement, "note"),
        ),
        "alliances:alliance_list",
        get_language_of("alliance"),
    ),
    Dataset(
        "products",
        _("Product library"),
        _("Free materials that alliances have made, in all their languages."),
        get_products,
        (
            *identity_columns(),
            text_column(Product, "title"),
            choice_column(Product, "format"),
            choices_column(Product, "audiences"),
            choices_column(Product, "industries"),
            array_column("hazards", _("hazards"), lambda product, context: [row.key for row in product.hazards.all()]),
            text_column(Product, "summary"),
            text_column(Product, "body"),
            many_related_column("alliances", _("made by")),
            *file_columns("editions"),
        ),
        "alliances:product_list",
    ),
)
