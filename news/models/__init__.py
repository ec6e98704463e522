"""Models of the news."""

from news.models.attachments import ReleaseFile, ReleasePicture
from news.models.records import NewsItem, NewsRelease

__all__ = ["NewsItem", "NewsRelease", "ReleaseFile", "ReleasePicture"]
