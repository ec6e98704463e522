"""The desk, the first page of the admin: what waits for an editor, over all public records, in one query a block.

Which records a block is about is said in panels.py, and who may see them in permissions.py.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from portal import permissions
from portal.drafts.models import Draft
from portal.editing.dashboard.calendar import days_of, entries_of
from portal.editing.dashboard.panels import Block, blocks_of, draft_of, member_of, newest
from portal.history.models import Version
from portal.i18n.languages import LANGUAGES, localized_field_name
from portal.i18n.timezones import format_in_capitals
from portal.publishing.models import publishable_models
from portal.publishing.releases import Release
from portal.records.models import Country
from portal.translations.queries import build_missing_languages

# How many records stand in a block; the others are found in the lists.
SHOWN = 10
# No more are read for the sake of a count.
MANY = 1000
COLUMNS = (
    "id", *(localized_field_name("title", language) for language in LANGUAGES),
    "source_language", "joint_languages", "country_id", "status",
    "publish_at", "withdraw_at", "review_due", "modified_at",
)  # fmt: skip


@dataclass
class Row:
    """A record on the desk, with what is told beside it."""

    record: models.Model
    lacking: list  # of languages
    deed_id: int | None
    deed: Version | None = None  # who did what, when, and with which note
    release_at: datetime | None = None  # when a release goes live that it is part of

    @property
    def address(self):
        meta = self.record._meta
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[self.record.pk])

    @property
    def kind(self):
        return capfirst(self.record._meta.verbose_name)

    @property
    def planned(self):
        """The day for which its publication is planned, and the time then in the three capitals."""
        if not self.record.is_planned:
            return None
        day = timezone.localtime(self.record.publish_at).date()
        return day, format_in_capitals(self.record.publish_at, day=day)

    @property
    def is_overdue(self):
        return self.record.review_due < timezone.localdate()


class FilledBlock(NamedTuple):
    """A block with the first of its rows, how many there are, and the lists that show them all."""

    block: Block
    first: list  # of rows; in the calendar, of entries
    total: str
    lists: list

    @property
    def rows(self):
        return [entry.row for entry in self.first] if self.block.is_calendar else self.first

    @property
    def days(self):
        """The days of the calendar."""
        return days_of(self.first)


def branch(block, editor, model):
    """What a block tells of the records of one model, in columns that are alike for all models."""
    told = {"lacking": build_missing_languages(model)} if block.tells_gaps else {}
    told |= {
        "draft_state": Subquery(draft_of(model).values("state")),
        "draft_at": Subquery(draft_of(model).values("publish_at")),
        "release_at": Subquery(member_of(model, state=Release.State.SCHEDULED).values("release__publish_at")),
    }
    if block.events is not None:
        told["deed_id"] = newest(model, "pk", *block.events)
    # Rewritten, the columns would come in the order of a set, which the branches of a union must not.
    records = block.of(editor, permissions.visible_to(editor, model._default_manager.rewrite(False)))
    label = models.Value(model._meta.label_lower, output_field=models.CharField())
    return records.order_by().annotate(of_model=label, **told).values("of_model", *COLUMNS, *told)


def read(block, editor):
    """What a block tells of its records of all models, in its order."""
    first, *others = (branch(block, editor, model) for model in publishable_models())
    return first.union(*others, all=True).order_by(*block.order, "of_model", "id")[:MANY]


def lists_of(block, rows):
    """Where all records of a block are found: (name of the kind, how many of it, address of the list)."""
    kinds = Counter(type(row.record)._meta for row in rows)
    return [
        (
            capfirst(meta.verbose_name_plural),
            count,
            reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist", query={"desk": block.name}),
        )
        for meta, count in kinds.items()
    ]


class Desk:
    """The blocks that concern an editor, filled."""

    def __init__(self, editor):
        self.editor = editor
        self.models = {model._meta.label_lower: model for model in publishable_models()}
        ContentType.objects.get_for_models(*self.models.values())  # all at once, where they are not known yet
        self.countries = Country.objects.in_bulk()
        self.blocks = [self.filled(block) for block in blocks_of(editor)]
        self.tell_deeds([row for one in self.blocks for row in one.rows])

    @property
    def columns(self):
        """What waits for the editor, and beside it what goes on."""
        beside = [one for one in self.blocks if one.block.is_beside]
        return [one for one in self.blocks if not one.block.is_beside], beside

    def filled(self, block):
        rows = [self.row(columns, block) for columns in read(block, self.editor)]
        shown = entries_of(rows) if block.is_calendar else rows
        total = f"{MANY:d}+" if len(rows) == MANY else str(len(shown))
        return FilledBlock(block, shown[:SHOWN], total, lists_of(block, rows) if len(shown) > SHOWN else [])

    def row(self, columns, block):
        """A record with what was read of it; whatever else were asked of it would be a query of its own."""
        model = self.models[columns["of_model"]]
        names = [field.attname for field in model._meta.concrete_fields if field.attname in COLUMNS]
        record = model.from_db(DEFAULT_DB_ALIAS, names, [columns[name] for name in names])
        record.country = self.countries.get(record.country_id)
        state = columns["draft_state"]
        record.draft = Draft(state=state, publish_at=columns["draft_at"]) if state else None
        wanted = record.required_languages() if block.is_calendar else self.editor.languages
        lacking = [one for one in LANGUAGES if one in wanted and one in columns.get("lacking", ())]
        return Row(record, lacking, columns.get("deed_id"), release_at=columns["release_at"])

    def tell_deeds(self, rows):
        """Sets beside each record the version that its block tells."""
        deeds = Version.objects.select_related("by").defer("snapshot")
        found = deeds.in_bulk([row.deed_id for row in rows if row.deed_id])
        for row in rows:
            row.deed = found.get(row.deed_id)
