"""Whoever saves a record is told what is wrong in its texts, with the way to each place. Nothing is refused here."""

from django.contrib import messages
from django.utils.translation import ngettext

from portal.gaps import is_shown, undescribed_pictures, wrong_texts
from portal.going_live import pressed

MOST = 5
# What they refuse, they say themselves.
REFUSING = {"publish", "schedule", "amend", "schedule_draft", "publish_language"}


class TextWarnings:
    """For the admin of a public record, before all else that saves it or its draft."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        response = super().changeform_view(request, object_id, form_url, extra_context)
        if ways := getattr(request, "wrong_texts", ()):
            self.warn(request, ways, response)
        return response

    def warn(self, request, ways, response):
        form = self.address("change", request.judged.pk)
        page = "" if response.headers.get("Location") == form else form
        for way in ways[:MOST]:
            messages.warning(request, way.link(page))
        if left := len(ways[MOST:]):
            text = ngettext("%(left)s more thing in its texts.", "%(left)s more things in its texts.", left)
            messages.warning(request, text % {"left": left})

    def judge_texts(self, request, form):
        """Called while what was saved is there, since a draft is taken back: the texts that its editor may write, and
        the pictures that it shows.
        """
        if pressed(request.POST) not in REFUSING:
            request.judged = form.instance
            texts = [way for way in wrong_texts(form.instance) if is_shown(way, form)]
            request.wrong_texts = [*texts, *undescribed_pictures(form.instance)]
