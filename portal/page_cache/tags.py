"""Tags by which shared caches find the pages that a change concerns: the headers Cache-Groups and xkey."""

# Every page carries this tag.
ALL_PAGES = "osh-portal"
MAX_TAGS = 20
# RFC 9875 has caches support groups of up to 32 characters. Cut names may coincide, which only purges more.
MAX_LENGTH = 32


def get_table_tag(table):
    return table[:MAX_LENGTH]


def get_app_tag(table):
    return table.partition("_")[0]


def get_page_tags(tables):
    """Return the tags of a page: ALL_PAGES and its tables, or only their apps if they are too many for a header."""
    tags = {get_table_tag(table) for table in tables}
    if len(tags) >= MAX_TAGS:
        tags = {get_app_tag(table) for table in tables}
    return [ALL_PAGES, *sorted(tags)]


def get_purge_tags(tables):
    """Return the tags of all pages that were rendered from one of these tables, or of every page for None."""
    if tables is None:
        return frozenset({ALL_PAGES})
    return frozenset({tag for table in tables for tag in (get_table_tag(table), get_app_tag(table))})
