"""Tag URIs (RFC 4151): identifiers of records that stay the same when their URLs change."""

TAG_AUTHORITY = "naalcosh.org,2004-04-08"


def get_tag_uri(record):
    """Return the tag URI of a record: tag:naalcosh.org,2004-04-08:news.newsitem/12."""
    return f"tag:{TAG_AUTHORITY}:{record._meta.label_lower}/{record.pk}"
