"""Brings the database to where a difference of two snapshots leads. Whether an editor may do so is asked before."""

from collections import defaultdict
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.history.snapshots import columns_of, fill, instance_of, key_of, model_of
from portal.records.slugs import SlugMixin


def required(key):
    """The columns that a row cannot be without."""
    return [column for column, field in columns_of(model_of(key)).items() if not (field.many_to_many or field.null)]


def removes(key, columns):
    """Whether the row is to be deleted: nothing that it needs would be left."""
    needed = [columns[column] for column in required(key) if column in columns]
    return bool(needed) and all(one["now"] is None for one in needed)


def adds(key, columns):
    """Whether the row is to be there anew: nothing that it needs was there."""
    needed = [columns[column] for column in required(key) if column in columns]
    return bool(needed) and all(one["was"] is None for one in needed)


def depth(model, models):
    """How many of these models stand above one: a record comes before its parts."""
    others = models - {model}
    above = {field.related_model for field in model._meta.concrete_fields if field.related_model in others}
    return max((1 + depth(one, others) for one in above), default=0)


def by_depth(changes):
    """The names of the rows, what belongs to another row after that."""
    models = {model_of(key) for key in changes}
    return sorted(changes, key=lambda key: (depth(model_of(key), models), model_of(key)._meta.label, int_of(key)))


def int_of(key):
    return int(key.partition(":")[2])


def locked(changes):
    """The rows that are there, by their names: locked model by model in the order of their keys, so that two wait."""
    wanted = defaultdict(list)
    for key in sorted(changes):
        wanted[model_of(key)].append(int_of(key))
    rows = [
        row
        for model, keys in wanted.items()
        for row in model._base_manager.select_for_update().filter(pk__in=keys).order_by("pk")
    ]
    return {key_of(row): row for row in rows}


def name_of_column(field):
    """Under which a snapshot keeps a field."""
    return field.name if field.many_to_many else field.attname


def untouched(row, columns):
    """The names of the fields of a row whose rules it keeps as before: those that no changed column shares a rule with.

    Each rule that is asked costs a query, while the rows are locked.
    """
    fields = {field.name for field in row._meta.concrete_fields}
    changed = {field.name for field in row._meta.concrete_fields if field.attname in columns}
    rules = [set(getattr(one, "fields", ())) for one in row._meta.total_unique_constraints]
    return fields - changed.union(*(rule for rule in rules if rule & changed))


def keys_named(field, value):
    """The keys that a column of a relation holds."""
    if not (field.is_relation and value):
        return []
    return value if field.many_to_many else [value]


class Obstacle(NamedTuple):
    """What stands in the way of a change: in words, of which row, and of which column where it is one."""

    sentence: str
    key: str
    column: str | None = None


class InTheWay(ValidationError):
    """What stands in the way of a difference, in sentences; `obstacles` says where."""

    def __init__(self, obstacles):
        super().__init__(list(dict.fromkeys(one.sentence for one in obstacles)))
        self.obstacles = obstacles


class Bringing:
    """One run over a difference: the rows as they stand, what stands in the way, and what was done otherwise.

    Relations to what is no longer there are left out, and that is said; `strict`, they stand in the way.
    """

    def __init__(self, changes, *, strict=False):
        self.strict, self.said, self.problems = strict, [], []
        self.changes = self.of_today(changes)
        self.rows = locked(self.changes)

    def of_today(self, changes):
        """The changes of what today's models have; of anything else it is said that it is left out."""
        kept = {}
        for key, columns in changes.items():
            fields = columns_of(model_of(key)) if model_of(key) else {}
            for column in columns:
                if column not in fields:
                    self.said.append(_("“%(column)s” is no longer kept, and is left out.") % {"column": column})
            if fields:
                kept[key] = {column: dict(both) for column, both in columns.items() if column in fields}
        return kept

    def run(self):
        """Deletions first, then rows from the record down, relations to many at the end."""
        order = by_depth(self.changes)
        removed = [key for key in order if removes(key, self.changes[key])]
        others = [key for key in order if key not in removed]
        self.leave_out_what_is_gone(others)
        for key in reversed(removed):
            self.remove(key)
        if not self.problems:
            self.save(others)
        if not self.problems:
            self.relate(others)
            self.check()
        if self.problems:
            raise InTheWay(self.problems)
        return list(dict.fromkeys(self.said))

    # What the rows lead to

    def leave_out_what_is_gone(self, keys):
        """Empties relations to what is no longer there; a row that cannot be without it stands in the way."""
        columns = [
            (key, columns_of(model_of(key))[column], both) for key in keys for column, both in self.changes[key].items()
        ]
        there = self.what_is_there(columns, keys)
        for key, field, both in columns:
            named = keys_named(field, both["now"])
            if not (gone := [pk for pk in named if pk not in there[field.related_model]]):
                continue
            words = {"field": capfirst(field.verbose_name), "numbers": ", ".join(f"#{pk}" for pk in gone)}
            if self.strict:
                sentence = _("“%(field)s” leads to what is no longer there (%(numbers)s).")
                self.problems.append(Obstacle(sentence % words, key, name_of_column(field)))
            elif field.many_to_many or field.null:
                both["now"] = [pk for pk in named if pk not in gone] if field.many_to_many else None
                sentence = _("“%(field)s” led to what is no longer there (%(numbers)s), which is left out.")
                self.said.append(sentence % words)
            else:
                sentence = _("“%(field)s” is needed, and is no longer there (%(numbers)s).")
                self.problems.append(Obstacle(sentence % words, key, name_of_column(field)))

    def what_is_there(self, columns, coming):
        """The keys that these columns may name, by model: of rows that are there, or are coming."""
        wanted, there = defaultdict(set), defaultdict(set)
        for _key, field, both in columns:
            wanted[field.related_model].update(keys_named(field, both["now"]))
        for model, keys in wanted.items():
            if keys:
                there[model] |= set(model._base_manager.filter(pk__in=keys).values_list("pk", flat=True))
        for key in coming:
            there[model_of(key)].add(int_of(key))
        return there

    # The rows

    def remove(self, key):
        """Deletes one row, if it is still there."""
        if key not in self.rows:
            return
        try:
            with transaction.atomic():
                self.rows[key].delete()
        except (ProtectedError, RestrictedError, IntegrityError):
            words = {"row": self.name(key)}
            sentence = _("“%(row)s” is needed elsewhere, and cannot be taken away.")
            self.problems.append(Obstacle(sentence % words, key))

    def save(self, keys):
        """Saves rows, again those that waited for another to give way; what waits in vain stands in the way."""
        while keys:
            refused = {key: obstacles for key in keys if (obstacles := self.save_one(key))}
            if len(refused) == len(keys):
                self.problems += [obstacle for obstacles in refused.values() for obstacle in obstacles]
                return
            keys = list(refused)

    def save_one(self, key):
        """Saves one row; what stands in its way, nothing where it was saved."""
        columns = self.changes[key]
        new = key not in self.rows
        if new and not adds(key, columns):
            return [Obstacle(_("“%(row)s” is no longer there.") % {"row": self.name(key)}, key)]
        row = instance_of(key, {}) if new else self.rows[key]
        fill(row, {column: both["now"] for column, both in columns.items()})
        if new and isinstance(row, SlugMixin):
            self.give_way(row)
        try:
            with transaction.atomic():
                unasked = () if new else untouched(row, columns)
                row.validate_unique(exclude=unasked)
                row.validate_constraints(exclude=unasked)
                row.save(force_insert=new)
        except ValidationError as error:
            return list(self.refusals(row, error))
        except (IntegrityError, DataError):
            sentence = _("“%(row)s” cannot stand beside what is there by now.")
            return [Obstacle(sentence % {"row": self.name(key)}, key)]
        self.rows[key] = row
        return []

    def name(self, key):
        row = self.rows.get(key)
        return str(row) if row else capfirst(model_of(key)._meta.verbose_name)

    def give_way(self, row):
        """Numbers each slug of a row that comes back which another record has taken meanwhile."""
        for column, field in columns_of(type(row)).items():
            slug = getattr(row, column, None)
            if not (column.startswith("slug_") and slug):
                continue
            setattr(row, column, row.get_available_slug(column, slug))
            if slug != getattr(row, column):
                words = {"field": capfirst(field.verbose_name), "taken": slug, "free": getattr(row, column)}
                self.said.append(_("%(field)s: another record has “%(taken)s” by now, so it is “%(free)s”.") % words)

    def refusals(self, row, error):
        """What the rules of the database refuse in a row."""
        found = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
        for column, errors in found.items():
            for one in errors:
                if one.code == "unique" and column in columns_of(type(row)):
                    words = {"field": capfirst(row._meta.get_field(column).verbose_name), "value": getattr(row, column)}
                    sentence = _("%(field)s: another record has “%(value)s” by now.")
                    yield Obstacle(sentence % words, key_of(row), column)
                else:
                    yield from (Obstacle(sentence, key_of(row)) for sentence in one.messages)

    def relate(self, keys):
        """Sets the relations to many."""
        for key in keys:
            for field in model_of(key)._meta.many_to_many:
                if field.name in self.changes[key]:
                    getattr(self.rows[key], field.name).set(self.changes[key][field.name]["now"] or [])

    def check(self):
        """Foreign keys are checked here, not at the end of the transaction, where no one could say so any more."""
        try:
            with transaction.atomic():
                connection.check_constraints()
        except IntegrityError:
            self.problems.append(Obstacle(_("Something that it needs is no longer there."), ""))


@transaction.atomic
def apply(changes):
    """Brings the database to where the changes lead; tells in sentences what was left out, or done otherwise.

    A ValidationError lists what stands in the way, and nothing is changed.
    """
    return Bringing(changes).run()
