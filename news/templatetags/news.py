"""Template tags that show the news on pages of other sections."""

from django import template

from news.models import NewsItem, NewsRelease

register = template.Library()

CHRONOLOGY_LENGTH = 60


@register.inclusion_tag("news/_milestones.html")
def latest_news(count):
    """Render the newest news items, each with its date, title and summary."""
    return {"items": NewsItem.objects.published().without_texts().newest_first()[:count]}


@register.inclusion_tag("news/_office_releases.html")
def office_releases(office, count):
    """Render the newest releases of an office, or nothing."""
    releases = NewsRelease.objects.published().filter(office=office).select_related("country")
    return {"releases": releases.without_texts().newest_first()[:count]}


@register.inclusion_tag("news/_chronology.html")
def chronology():
    """Render the newest public news items, oldest first, in one line each."""
    newest = NewsItem.objects.published().without_texts().newest_first()[:CHRONOLOGY_LENGTH]
    return {"items": list(newest)[::-1]}
