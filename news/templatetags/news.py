"""Pieces of the news that stand on pages of other sections."""

from django import template

from news.models import NewsItem

register = template.Library()


@register.inclusion_tag("news/_news.html")
def latest_news(count):
    """The newest lines of What's New, with the national releases under them."""
    return {"items": NewsItem.objects.published().with_related().newest_first()[:count], "level": "h3"}


@register.inclusion_tag("news/_chronology.html")
def chronology():
    """Every public event, oldest first, a line each."""
    return {"items": NewsItem.objects.published().order_by("date", "pk")}
