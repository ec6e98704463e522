"""Rich text: what it may hold, by one allow-list. It is sanitised at every save, whoever saves."""

import re

import nh3
from django.db import models
from django.utils.html import strip_tags

from portal.i18n.languages import LANGUAGES
from portal.links.record_links import RECORD_SCHEME
from portal.richtext.html import validate_links
from portal.richtext.normalizer import FOREIGN, canonical, has_foreign_tags, translated

# Attributes by tag. `lang` marks a passage in another language.
TAGS = {
    "p": {"lang"}, "h2": {"lang", "id"}, "h3": {"lang", "id"}, "ul": {"lang"}, "ol": {"lang", "start"}, "li": {"lang"},
    "a": {"href", "hreflang", "lang"}, "strong": set(), "em": set(), "span": {"lang"}, "br": set(), "sup": set(),
    "sub": set(), "blockquote": {"lang", "cite"}, "cite": {"lang"}, "abbr": {"title", "lang"},
    "dl": set(), "dt": {"lang"}, "dd": {"lang"}, "table": {"lang"}, "caption": {"lang"}, "thead": set(),
    "tbody": set(), "tr": set(), "th": {"scope", "colspan", "rowspan", "lang"}, "td": {"colspan", "rowspan", "lang"},
}  # fmt: skip
SCHEMES = {"http", "https", "mailto", "tel", RECORD_SCHEME}
VALUES = {"lang": set(LANGUAGES), "hreflang": set(LANGUAGES), "scope": {"col", "row", "colgroup", "rowgroup"}}


def attribute(tag, name, value):
    """The value that may stand, or None: a language outside the three would be read out wrongly."""
    return value if name not in VALUES or value in VALUES[name] else None


def allowed(html, tags):
    """`html` with what an allow-list holds."""
    return nh3.clean(
        html,
        tags=set(tags),
        attributes=tags,
        attribute_filter=attribute,
        url_schemes=SCHEMES,
        link_rel="noopener",
        strip_comments=True,
    ).strip()


class SanitisedHTML(str):
    """HTML that `sanitised` returned, so that one save need not sanitise it again. What is made from it is a str."""

    __slots__ = ()


def sanitised(html):
    """`html` with what the allow-list holds, in the one form in which it is kept, see normalizer.py; empty where no
    text is left, so that it does not count as written.
    """
    if isinstance(html, SanitisedHTML):
        return html
    clean = allowed(html, TAGS | FOREIGN)
    if has_foreign_tags(clean):
        clean = allowed(translated(clean), TAGS)
    clean = canonical(clean)
    return SanitisedHTML(clean if plain(clean) else "")


def plain(html):
    """The words of `html` without its marks, on one line."""
    return re.sub(r"\s+", " ", strip_tags(html).replace("&nbsp;", " ")).strip()


class RichTextField(models.TextField):
    """HTML that has passed the allow-list: sanitised before it is written, by forms, loaders and code alike.

    `below` is the level of the heading that it stands under on its page: 1, the title, unless another is said.
    """

    default_validators = [validate_links]

    def __init__(self, *args, below=1, **kwargs):
        self.below = below
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        """Describe the column to migrations as the Django field it extends, so that they outlive this class."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    def to_python(self, value):
        value = super().to_python(value)
        return sanitised(value) if isinstance(value, str) else value

    def pre_save(self, model_instance, add):
        value = super().pre_save(model_instance, add)
        if value is not None:
            value = self.get_prep_value(value)
            setattr(model_instance, self.attname, value)
        return value

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return sanitised(value) if isinstance(value, str) else value


def sanitise(record):
    """Sanitises the rich texts of a record now, for what is noted of them before they are written."""
    for field in record._meta.concrete_fields:
        if isinstance(field, RichTextField) and field.attname in record.__dict__:
            field.pre_save(record, add=False)
