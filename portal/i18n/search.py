"""A lookup that ignores accents and case: `title_es__folded_contains="quimica"` finds “Química”."""

from django.db.models import Field, Lookup

# portal_fold is a function of the database. Typewriter apostrophes stand for typographic ones.
FOLD = "replace(portal_fold({}), '’', '''')"
MAX_QUERY_LENGTH = 200


def escape_like(text):
    """Escape the characters that have a meaning in a LIKE pattern."""
    return text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")


@Field.register_lookup
class FoldedContains(Lookup):
    """Whether a column of any type contains a text. Both are compared without accents and case."""

    lookup_name = "folded_contains"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        column, column_params = self.process_lhs(compiler, connection)
        text = escape_like(str(self.rhs).replace("\x00", ""))
        sql = f"{FOLD.format(f'({column})::text')} LIKE '%%' || {FOLD.format('%s::text')} || '%%'"
        return sql, (*column_params, text)
