"""Template tags that show the national programs on pages of other sections."""

from django import template

from programs.models import Entry, Jurisdiction, Section

register = template.Library()


@register.inclusion_tag("programs/_matrix.html")
def programs_matrix():
    """Render the matrix of sections by jurisdictions; a cell is an Entry or None."""
    jurisdictions = list(Jurisdiction.objects.published())
    cells = {(entry.section_id, entry.jurisdiction_id): entry for entry in Entry.objects.published().with_parents()}
    rows = [
        (section, [(jurisdiction, cells.get((section.pk, jurisdiction.pk))) for jurisdiction in jurisdictions])
        for section in Section.objects.published()
    ]
    return {"jurisdictions": jurisdictions, "rows": rows}
