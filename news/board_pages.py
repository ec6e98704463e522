"""The address of the release board in the admin, for those who may see its news item."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from news.board import Board


class BoardPages:
    """Gives the admin of news items a release board each, linked from its form and from the list."""

    change_form_template = "admin/newsitem_change_form.html"

    def get_urls(self):
        board = path("<path:object_id>/board/", self.admin_site.admin_view(self.board_view), name="news_newsitem_board")
        return [board, *super().get_urls()]

    @admin.display(description=gettext_lazy("release board"))
    def board(self, item):
        words = _("Release board")
        return format_html('<a href="{0}" aria-label="{1}: {2}">{1}</a>', self.address("board", item.pk), words, item)

    @method_decorator(require_safe)
    def board_view(self, request, object_id):
        item = self.get_object(request, object_id)
        if item is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, item):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": item,
            "title": _("Release board"),
            "subtitle": str(item),
            "board": Board(item, request.user),
        }
        return TemplateResponse(request, "admin/release_board.html", context)
