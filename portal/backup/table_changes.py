"""What migrations do to the rows of a database, compared with a copy of its tables from before."""

from psycopg import sql

from portal.backup.tables import LIST_COLUMNS, is_portal_table

COPY_SCHEMA = "before_upgrade"
COUNT_CHANGED = """
SELECT count(*) FROM (SELECT {columns} FROM {after} EXCEPT ALL SELECT {columns} FROM {before}) changed
"""


def list_columns(database):
    return {name: columns for name, columns in database.execute(LIST_COLUMNS) if is_portal_table(name)}


def copy_tables(database):
    """Copy all tables of a scratch database into a schema of their own, and return their columns."""
    tables = list_columns(database)
    database.execute(sql.SQL("DROP SCHEMA IF EXISTS {0} CASCADE").format(sql.Identifier(COPY_SCHEMA)))
    database.execute(sql.SQL("CREATE SCHEMA {0}").format(sql.Identifier(COPY_SCHEMA)))
    for table in tables:
        names = sql.Identifier(COPY_SCHEMA, table), sql.Identifier(table)
        database.execute(sql.SQL("CREATE TABLE {} AS TABLE {}").format(*names))
    return tables


def describe_changes(database, before):
    """Yield a line for each table that migrations have made, dropped or changed; columns of both are compared."""
    after = list_columns(database)
    for table in sorted(before.keys() | after.keys()):
        if table == "django_migrations":
            continue
        if table not in after:
            rows = count_rows(database, sql.Identifier(COPY_SCHEMA, table))
            yield f"{table}: dropped, with {rows} rows"
        elif table not in before:
            yield f"{table}: new, with {count_rows(database, sql.Identifier(table))} rows"
        else:
            yield from describe_table(database, table, before[table], after[table])


def describe_table(database, table, columns_before, columns_after):
    """Yield a line about a table that is there before and after, unless it is the same."""
    old, new = sql.Identifier(COPY_SCHEMA, table), sql.Identifier(table)
    common = [column for column in columns_before if column in columns_after]
    columns = sql.SQL(", ").join(sql.SQL("{}::text").format(sql.Identifier(column)) for column in common)
    query = sql.SQL(COUNT_CHANGED).format(columns=columns, before=old, after=new)
    changed = database.execute(query).fetchone()[0]
    counts = count_rows(database, old), count_rows(database, new)
    parts = []
    if counts[0] != counts[1]:
        parts.append(f"{counts[0]} rows before and {counts[1]} after")
    if changed:
        parts.append(f"{changed} rows new or changed")
    for title, names in (
        ("columns added", set(columns_after) - set(columns_before)),
        ("columns dropped", set(columns_before) - set(columns_after)),
    ):
        if names:
            parts.append(f"{title}: {', '.join(sorted(names))}")
    if parts:
        yield f"{table}: {'; '.join(parts)}"


def count_rows(database, table):
    return database.execute(sql.SQL("SELECT count(*) FROM {}").format(table)).fetchone()[0]
