"""Entries of the matrix as pages list them: one row or one column, with its common rows loaded once."""

from django.db.models import Prefetch, prefetch_related_objects

from programs.comparisons import Answer


def list_section(entries, section, jurisdictions):
    """Return the entries of a section in these jurisdictions in order, from a queryset of entries."""
    loaded = entries.filter(section=section).select_related("country").prefetch_related("links", "answers").in_order()
    by_pk = {jurisdiction.pk: jurisdiction for jurisdiction in jurisdictions}
    listed = [entry for entry in loaded if entry.jurisdiction_id in by_pk]
    for entry in listed:
        entry.section, entry.jurisdiction = section, by_pk[entry.jurisdiction_id]
    return listed


def list_jurisdiction(entries, jurisdiction):
    """Return the entries of a jurisdiction in order, from a queryset of entries.

    Those without a page of their own have their answers, which the page of the jurisdiction shows.
    """
    loaded = entries.filter(jurisdiction=jurisdiction).select_related("section").prefetch_related("links")
    listed = list(loaded.in_order())
    for entry in listed:
        entry.jurisdiction = jurisdiction
    answers = Prefetch("answers", Answer.objects.with_questions())
    prefetch_related_objects([entry for entry in listed if not entry.has_page()], answers)
    return listed
