"""Template tags that show the news on pages of other sections."""

from django import template

from news.models import NewsItem

register = template.Library()


@register.inclusion_tag("news/_news.html")
def latest_news(count):
    """Render the newest news items, each with its national releases."""
    return {"items": NewsItem.objects.published().with_related().newest_first()[:count], "level": "h3"}


@register.inclusion_tag("news/_chronology.html")
def chronology():
    """Render all public news items, oldest first, in one line each."""
    return {"items": NewsItem.objects.published().order_by("date", "pk")}
