"""The Atom document (RFC 4287) of a feed."""

from django.utils.feedgenerator import Atom1Feed


class FullTextAtomFeed(Atom1Feed):
    """An Atom feed whose entries have a plain summary, the full text as HTML, and a language of their own."""

    def item_attributes(self, item):
        language = item["entry_language"]
        return {} if language == self.feed["language"] else {"xml:lang": language}

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        if item["summary"]:
            handler.addQuickElement("summary", item["summary"])
        if item["content"]:
            handler.addQuickElement("content", item["content"], {"type": "html"})
