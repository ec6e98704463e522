"""Tag URIs (RFC 4151) as permanent identifiers of records and feeds."""

# The domain and the launch date of the trinational site of 2004. The domain need not exist any more: whoever held it on
# that date may name things by it, so that the identifiers depend on no host of the portal.
TAG_AUTHORITY = "naalcosh.org,2004-04-08"


def build_tag(name):
    """Return the tag URI of a name such as `feeds/news/en`."""
    return f"tag:{TAG_AUTHORITY}:{name}"


def build_record_tag(record):
    """Return the tag URI of a record, which changes with no host, scheme, language or slug."""
    return build_tag(f"{record._meta.label_lower}/{record.pk}")
