"""Parser of the policy tables in portal/permissions.md."""

import re

from django.conf import settings

from portal.permissions import Role

POLICY = settings.BASE_DIR / "portal" / "permissions.md"
PLACES = ("own", "another's", "trinational")
NOT_APPLICABLE = "–"
CONDITION = re.compile(r"(\w+) if (office|register), else (\w+)")


def split_row(line):
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def read_tables(heading):
    """Yield the tables under a heading, each as a list of rows, {column heading: cell}."""
    section = re.search(
        rf"^## {heading}$(.*?)(?=^## |\Z)", POLICY.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    for table in re.findall(r"(?:^\|.*\n)+", section[1], re.MULTILINE):
        head, _, *rows = table.splitlines()
        yield [
            dict(zip(split_row(head), (cell.replace("`", "") for cell in split_row(row)), strict=True)) for row in rows
        ]


def read_table(heading):
    """Return the only table under a heading."""
    [only] = read_tables(heading)
    return only


def combine_parts(right, view):
    """Return one part of a cell for a POST that needs a right: "none" for a record that the editor cannot see."""
    if view == "no" and right != NOT_APPLICABLE:
        return "none"
    if match := CONDITION.fullmatch(view):
        granted = CONDITION.fullmatch(right)
        return f"{granted[1] if granted else right} if {match[2]}, else none"
    return right


def read_transitions():
    """Return the rows of the transitions like those of the URLs of a record, with the cells of their rights."""
    rights = {(row["right"], row["of a record"]): row for row in read_table("Rights")}
    view = rights["can_view", "any status"]
    rows = []
    for row in read_table("Transitions"):
        request = f"POST, {row['transition']}" + (" of its draft" if row["of the"] == "draft" else "")
        right = rights[row["right"], row["row of the rights"]]
        cells = {role: combine_cells(right[role], view[role]) for role in get_role_names()}
        if row["transition"] == "publish_language":
            cells = {role: f"{cell.rpartition(' / ')[0]} / no" for role, cell in cells.items()}
        rows.append({"address": "transition", "request": request, **cells, "nobody": "none", "anonymous": "login"})
    return rows


def combine_cells(right, view):
    """Return the cell for a POST that needs a right, from the cells of the right and of `can_view`."""
    return " / ".join(map(combine_parts, right.split(" / "), view.split(" / ")))


def is_true_for(condition, model):
    """Return whether a condition of the policy ("office" or "register") applies to a model."""
    return model.published_by_offices if condition == "office" else model.in_register


def resolve_part(cell, model):
    """Return the value of one part of a cell for a model, with its condition resolved."""
    if not (match := CONDITION.fullmatch(cell)):
        return cell
    then, condition, otherwise = match.groups()
    return then if is_true_for(condition, model) else otherwise


def resolve_cell(cell, model, places=PLACES):
    """Return the values of a cell for a model, {"own": "yes", …}, without inapplicable places."""
    parts = cell.split(" / ")
    values = parts * len(places) if len(parts) == 1 else parts
    return {
        place: resolve_part(part, model) for place, part in zip(places, values, strict=True) if part != NOT_APPLICABLE
    }


def get_role_names():
    """Return the role names, as in the column headings."""
    return [str(role) for role in Role]
