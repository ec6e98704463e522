"""The policy as it is written for people, portal/permissions.md, read as tables: there is no second copy of it."""

import re

from django.conf import settings

from portal.permissions import Role

POLICY = settings.BASE_DIR / "portal" / "permissions.md"
PLACES = ("own", "another's", "trinational")
NO_SUCH = "–"
CONDITION = re.compile(r"(\w+) if (office|register), else (\w+)")


def cells(line):
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def tables(heading):
    """The tables under a heading, in order: each a list of rows, {name of the column: cell}."""
    section = re.search(
        rf"^## {heading}$(.*?)(?=^## |\Z)", POLICY.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    for table in re.findall(r"(?:^\|.*\n)+", section[1], re.MULTILINE):
        head, _, *rows = table.splitlines()
        yield [dict(zip(cells(head), (cell.replace("`", "") for cell in cells(row)), strict=True)) for row in rows]


def table(heading):
    """The only table under a heading."""
    [only] = tables(heading)
    return only


def holds(condition, model):
    """Whether a model is of the kind that the policy calls so."""
    return model.published_by_offices if condition == "office" else model.in_register


def word(cell, model):
    """What a part of a cell says of a model."""
    if not (match := CONDITION.fullmatch(cell)):
        return cell
    then, condition, otherwise = match.groups()
    return then if holds(condition, model) else otherwise


def words(cell, model, places=PLACES):
    """What a cell says of a model, {"own": "yes", …}, without the places that are not asked."""
    parts = cell.split(" / ")
    said = parts * len(places) if len(parts) == 1 else parts
    return {place: word(part, model) for place, part in zip(places, said, strict=True) if part != NO_SUCH}


def roles():
    """The roles of the portal, as columns are headed."""
    return [str(role) for role in Role]
