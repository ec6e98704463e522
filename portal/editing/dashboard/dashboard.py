"""The dashboard, the first page of the admin: tasks and news for an editor over all public models.

panels.py defines the panels. Each panel takes one query, a union over all public models.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import Subquery
from django.utils import timezone
from django.utils.text import capfirst

from portal import clock, permissions
from portal.drafts.models import Draft
from portal.editing.dashboard.calendar import get_entries, group_by_day
from portal.editing.dashboard.panels import (
    Panel,
    count_unconfirmed_facts,
    get_drafts,
    get_newest_version,
    get_panels,
    get_release_members,
)
from portal.history.models import Version
from portal.i18n.languages import LANGUAGES, localized_field_name
from portal.i18n.timezones import format_in_capitals
from portal.publishing.models import publishable_models
from portal.publishing.releases import Release
from portal.records.admin_urls import get_admin_url, get_change_url
from portal.records.models import Country
from portal.translations.queries import build_missing_languages

# Number of records that a panel shows; the lists show all.
PANEL_SIZE = 10
# Records are counted up to this number.
COUNT_MAX = 1000
COLUMNS = (
    "id", *(localized_field_name("title", language) for language in LANGUAGES),
    "source_language", "joint_languages", "country_id", "status",
    "publish_at", "withdraw_at", "review_due", "modified_at",
)  # fmt: skip


@dataclass
class DashboardRow:
    """A record on the dashboard."""

    record: models.Model
    missing_languages: list
    version_id: int | None
    version: Version | None = None  # the version that the panel shows
    release_at: datetime | None = None  # of the scheduled release that contains the record
    unconfirmed: int = 0  # facts to confirm

    @property
    def change_url(self):
        return get_change_url(self.record)

    @property
    def kind(self):
        return capfirst(self.record._meta.verbose_name)

    @property
    def planned(self):
        """The planned day of publication and the time in each capital; None if it is not planned."""
        if not self.record.is_planned:
            return None
        day = timezone.localtime(self.record.publish_at).date()
        return day, format_in_capitals(self.record.publish_at, day=day)

    @property
    def is_overdue(self):
        return self.record.review_due < clock.get_today()


class PanelContent(NamedTuple):
    """A panel with its first items and their total, and the changelists that show all of them."""

    panel: Panel
    items: list  # of DashboardRow; in the calendar, of CalendarEntry
    total: str
    changelists: list

    @property
    def rows(self):
        return [entry.row for entry in self.items] if self.panel.is_calendar else self.items

    @property
    def days(self):
        return group_by_day(self.items)


def get_model_query(panel, editor, model):
    """Return the records of one model in a panel, as values with the same columns for every model."""
    annotations = {"missing_languages": build_missing_languages(model)} if panel.shows_missing else {}
    if panel.shows_unconfirmed:
        annotations["unconfirmed"] = count_unconfirmed_facts(model)
    annotations |= {
        "draft_state": Subquery(get_drafts(model).values("state")),
        "draft_at": Subquery(get_drafts(model).values("publish_at")),
        "release_at": Subquery(get_release_members(model, state=Release.State.SCHEDULED).values("release__publish_at")),
    }
    if panel.events is not None:
        annotations["version_id"] = get_newest_version(model, "pk", *panel.events)
    # Without modeltranslation's rewriting, which returns the columns in the order of a set: a union needs one order.
    visible = permissions.filter_visible(editor, model._default_manager.rewrite(False))
    records = panel.get_records(editor, visible)
    label = models.Value(model._meta.label_lower, output_field=models.CharField())
    return records.order_by().annotate(of_model=label, **annotations).values("of_model", *COLUMNS, *annotations)


def get_panel_query(panel, editor):
    """Return the records of all models in a panel, in its order, at most COUNT_MAX."""
    first, *others = (get_model_query(panel, editor, model) for model in publishable_models())
    return first.union(*others, all=True).order_by(*panel.order, "of_model", "id")[:COUNT_MAX]


def get_changelists(panel, rows):
    """Return the filtered changelists that show all records of a panel: `[(model name, count, URL)]`."""
    counts = Counter(type(row.record) for row in rows)
    return [
        (
            capfirst(model._meta.verbose_name_plural),
            count,
            get_admin_url(model, "changelist", query={"panel": panel.name}),
        )
        for model, count in counts.items()
    ]


class Dashboard:
    """The relevant panels of an editor with their content."""

    def __init__(self, editor):
        self.editor = editor
        self.models = {model._meta.label_lower: model for model in publishable_models()}
        ContentType.objects.get_for_models(*self.models.values())  # fill the cache with one query
        self.countries = Country.objects.in_bulk()
        self.panels = [self.get_content(panel) for panel in get_panels(editor)]
        self.load_versions([row for content in self.panels for row in content.rows])

    @property
    def columns(self):
        """The panels with tasks, and the secondary panels."""
        secondary = [content for content in self.panels if content.panel.is_secondary]
        return [content for content in self.panels if not content.panel.is_secondary], secondary

    def get_content(self, panel):
        rows = [self.make_row(values, panel) for values in get_panel_query(panel, self.editor)]
        items = get_entries(rows) if panel.is_calendar else rows
        total = f"{COUNT_MAX:d}+" if len(rows) == COUNT_MAX else str(len(items))
        changelists = get_changelists(panel, rows) if len(items) > PANEL_SIZE else []
        return PanelContent(panel, items[:PANEL_SIZE], total, changelists)

    def make_row(self, values, panel):
        """Return a row with a record made from queried values. Any other field of it would take a query."""
        model = self.models[values["of_model"]]
        names = [field.attname for field in model._meta.concrete_fields if field.attname in COLUMNS]
        record = model.from_db(DEFAULT_DB_ALIAS, names, [values[name] for name in names])
        record.country = self.countries.get(record.country_id)
        state = values["draft_state"]
        record.draft = Draft(state=state, publish_at=values["draft_at"]) if state else None
        languages = record.required_languages() if panel.is_calendar else self.editor.languages
        missing = [code for code in LANGUAGES if code in languages and code in values.get("missing_languages", ())]
        return DashboardRow(
            record,
            missing,
            values.get("version_id"),
            release_at=values["release_at"],
            unconfirmed=values.get("unconfirmed", 0),
        )

    def load_versions(self, rows):
        """Set the version of each row that shows one, with one query."""
        versions = Version.objects.select_related("by").defer("snapshot")
        versions_by_id = versions.in_bulk([row.version_id for row in rows if row.version_id])
        for row in rows:
            row.version = versions_by_id.get(row.version_id)
