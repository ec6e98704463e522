"""Three states of one form, met: what it was made from, what the record is now, and what was typed. Plain lists of
strings, as browsers send them; nothing here knows of a database.
"""

from typing import NamedTuple


def normal(value):
    """The values of one field, without what says nothing: how lines end, blanks around, an order of what was ticked."""
    tidy = {name: sorted("\n".join(one.strip().splitlines()) for one in values) for name, values in value.items()}
    return {name: values for name, values in tidy.items() if any(values)}


def same(one, other):
    return normal(one) == normal(other)


def meet(base, live, typed):
    """The values of one field that hold, and whether two have changed it to different ends. `base` None: not known."""
    if base is not None and same(typed, base):
        return live, False
    return typed, not same(typed, live) and (base is None or not same(live, base))


def meet_fields(base, live, typed):
    """Of all fields of one form: their values, and the names of those that collide."""
    met = {field: meet((base or {}).get(field), live[field], typed[field]) for field in typed}
    values = {field: value for field, (value, _) in met.items()}
    return values, [field for field, (_, collides) in met.items() if collides]


class Row(NamedTuple):
    """One row of a group as it was sent: the key of its part, empty for a new one, and where it stood in the group."""

    pk: str
    values: dict
    deleted: bool = False
    place: int | None = None


class Met(NamedTuple):
    """One row as it holds, with what collides: fields of it, or its removal: here (`kept`), elsewhere (`gone`)."""

    row: Row
    colliding: list = []
    kept: bool = False
    gone: str = ""  # the key that it had


def unlike(one, other):
    """Whether two states of a row differ in anything."""
    return any(not same(value, other.get(field, {})) for field, value in one.items())


def meet_rows(base, live, typed):
    """The rows of one group that hold, those of the database first. `base` and `live` are {key: {field: values}}."""
    met = [one for row in typed if (one := meet_row(base.get(row.pk), live.get(row.pk), row))]
    sent = {row.pk for row in typed}
    met += [Met(Row(pk, values)) for pk, values in live.items() if pk not in sent]
    return sorted(met, key=lambda one: not one.row.pk)


def meet_row(base, live, row):
    """One row that was sent; None where it has gone and nobody misses it."""
    if not row.pk:
        return Met(row)
    if live is None:
        missed = not row.deleted and (base is None or unlike(row.values, base))
        return Met(row._replace(pk=""), gone=row.pk) if missed else None
    values, colliding = meet_fields(base, live, row.values)
    kept = row.deleted and unlike(live, base or row.values)
    deleted = row.deleted and not kept
    return Met(row._replace(values=values, deleted=deleted), [] if deleted else colliding, kept)
