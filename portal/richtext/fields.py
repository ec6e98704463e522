"""The rich text field and its allowlist of tags. Rich text is sanitized at every save."""

import re

import nh3
from django.db import models
from django.utils.html import strip_tags

from portal.i18n.languages import LANGUAGES
from portal.i18n.search import FoldedContains
from portal.i18n.text import normalize_text
from portal.links.record_links import RECORD_SCHEME
from portal.links.wrapped_urls import unwrap_url
from portal.richtext.html import validate_links
from portal.richtext.normalizer import FOREIGN_TAGS, has_foreign_tags, normalize_html, rename_foreign_tags

# Attributes by tag. `lang` marks a passage in another language.
ALLOWED_TAGS = {
    "p": {"lang"}, "h2": {"lang", "id"}, "h3": {"lang", "id"}, "ul": {"lang"}, "ol": {"lang", "start"}, "li": {"lang"},
    "a": {"href", "hreflang", "lang"}, "strong": set(), "em": set(), "span": {"lang"}, "br": set(), "sup": set(),
    "sub": set(), "blockquote": {"lang", "cite"}, "cite": {"lang"}, "abbr": {"title", "lang"},
    "dl": set(), "dt": {"lang"}, "dd": {"lang"}, "table": {"lang"}, "caption": {"lang"}, "thead": set(),
    "tbody": set(), "tr": set(), "th": {"scope", "colspan", "rowspan", "lang"}, "td": {"colspan", "rowspan", "lang"},
}  # fmt: skip
ALLOWED_SCHEMES = {"http", "https", "mailto", "tel", RECORD_SCHEME}
URL_ATTRIBUTES = {"href", "cite"}
ALLOWED_VALUES = {"lang": set(LANGUAGES), "hreflang": set(LANGUAGES), "scope": {"col", "row", "colgroup", "rowgroup"}}


def filter_attribute(tag, name, value):
    """Return the value of an attribute, or None to remove it.

    A `lang` other than the three would make screen readers mispronounce the text. Links that mail programs have wrapped
    lead to their target again.
    """
    if name in URL_ATTRIBUTES:
        return unwrap_url(value)
    return value if name not in ALLOWED_VALUES or value in ALLOWED_VALUES[name] else None


def apply_allowlist(html, tags):
    """Remove all tags and attributes that are not in `tags` ({tag: attributes})."""
    return nh3.clean(
        html,
        tags=set(tags),
        attributes=tags,
        attribute_filter=filter_attribute,
        url_schemes=ALLOWED_SCHEMES,
        link_rel="noopener",
        strip_comments=True,
    ).strip()


class SanitizedHTML(str):
    """HTML returned by `sanitize_html`, so that one save sanitizes only once. String operations return a plain str."""

    __slots__ = ()


def sanitize_html(html):
    """Apply the allowlist and normalize the HTML, see normalizer.py. Returns "" if no text is left."""
    if isinstance(html, SanitizedHTML):
        return html
    clean = normalize_text(apply_allowlist(html, ALLOWED_TAGS | FOREIGN_TAGS))
    if has_foreign_tags(clean):
        clean = apply_allowlist(rename_foreign_tags(clean), ALLOWED_TAGS)
    clean = normalize_html(clean)
    return SanitizedHTML(clean if html_to_text(clean) else "")


def html_to_text(html):
    """Return the text of `html` on one line."""
    return re.sub(r"\s+", " ", strip_tags(html).replace("&nbsp;", " ")).strip()


class RichTextField(models.TextField):
    """HTML that is sanitized whenever it is validated or saved.

    `parent_heading_level` is the level of the heading above the text on its page. Default: 1, the page title.
    """

    default_validators = [validate_links]

    def __init__(self, *args, parent_heading_level=1, **kwargs):
        self.parent_heading_level = parent_heading_level
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        """Deconstruct as TextField, so that migrations do not depend on this class."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    def to_python(self, value):
        value = super().to_python(value)
        return sanitize_html(value) if isinstance(value, str) else value

    def pre_save(self, model_instance, add):
        value = super().pre_save(model_instance, add)
        if value is not None:
            value = self.get_prep_value(value)
            setattr(model_instance, self.attname, value)
        return value

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return sanitize_html(value) if isinstance(value, str) else value


@RichTextField.register_lookup
class RichTextFoldedContains(FoldedContains):
    """Whether the text of a rich text contains another text. Its tags do not count."""

    def process_lhs(self, compiler, connection, lhs=None):
        column, params = super().process_lhs(compiler, connection, lhs)
        text = f"regexp_replace({column}, '<[^>]*>', '', 'g')"
        return f"replace(replace({text}, '&nbsp;', ' '), '&amp;', '&')", params


def sanitize_record(record):
    """Sanitize the rich texts of a record in place, for code that reads them before the record is saved."""
    for field in record._meta.concrete_fields:
        if isinstance(field, RichTextField) and field.attname in record.__dict__:
            field.pre_save(record, add=False)
