"""The pages of releases in the admin: the list, and the board of one with what it waits for."""

from django import forms
from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import permissions
from portal.drafts.models import Draft
from portal.editing.previews import PreviewPages
from portal.editing.scoping import link_to
from portal.i18n.timezones import format_in_capitals
from portal.publishing.models import publishable_models
from portal.publishing.releases import Release
from portal.records.models import Status

# As many records are offered of each kind, the newest first.
OFFERED = 100


class NameForm(forms.ModelForm):
    """A new release."""

    class Meta:
        model = Release
        fields = ("name",)


class TimeForm(forms.Form):
    """When a release is to go live, by the clock of its editor."""

    at = forms.DateTimeField(
        label=gettext_lazy("Time"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        error_messages={"required": gettext_lazy("Give the time at which it is to happen.")},
    )  # fmt: skip


def offered(editor, release):
    """What may be taken in: records of the editor's that are not public, or have a draft, by kind."""
    taken = {(one.content_type_id, one.object_id) for one in release.all_members}
    for model in publishable_models():
        content_type = ContentType.objects.get_for_model(model)
        drafted = Draft.objects.filter(content_type=content_type).values("object_id")
        own = permissions.writable_by(editor, model.objects.all()) | permissions.publishable_by(
            editor, model.objects.all()
        )
        open_ones = own.exclude(status=Status.PUBLISHED) | own.filter(pk__in=drafted)
        found = open_ones.distinct().order_by("-pk")[:OFFERED]
        rows = [(f"{content_type.pk}:{one.pk}", str(one)) for one in found if (content_type.pk, one.pk) not in taken]
        if rows:
            yield capfirst(model._meta.verbose_name_plural), rows


class MemberForm(forms.Form):
    """A record to take in."""

    record = forms.ChoiceField(label=gettext_lazy("Record"))

    def __init__(self, *args, editor, release, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["record"].choices = [("", "---------"), *offered(editor, release)]

    @property
    def chosen(self):
        content_type, pk = self.cleaned_data["record"].split(":")
        return ContentType.objects.get_for_id(int(content_type)).get_object_for_this_type(pk=int(pk))


class ReleasePages(PreviewPages):
    """All pages of releases; the admin site has one of it."""

    opts = Release._meta

    def __init__(self, admin_site):
        self.admin_site = admin_site

    def urls(self):
        view = self.admin_site.admin_view
        return [
            path("releases/", view(self.list_view), name="releases"),
            path("releases/<int:object_id>/", view(self.release_view), name="release"),
            path("releases/<int:object_id>/preview/", view(self.preview_view), name="release_preview"),
        ]

    def address(self, name, pk):
        return reverse("admin:release_preview" if name == "preview" else "admin:release", args=[pk])

    def page_of_own(self, request, template, title, **context):
        frame = {**self.admin_site.each_context(request), "title": title, "subtitle": None, "opts": self.opts}
        return TemplateResponse(request, f"editing/{template}.html", {**frame, "of_release": True, **context})

    def not_found(self, request, object_id):
        raise Http404

    def get_object(self, request, object_id):
        release = Release.objects.filter(pk=object_id).first()
        return release if release and permissions.can_see_release(request.user, release) else None

    def has_change_permission(self, request, release):
        return permissions.can_direct_release(request.user, release)

    def list_view(self, request):
        """The releases that concern an editor, and a new one."""
        if not permissions.can_make_releases(request.user):
            raise PermissionDenied
        form = NameForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            form.instance.made_by = request.user
            return HttpResponseRedirect(self.address("release", form.save().pk))
        releases = [one for one in Release.objects.all()[:200] if permissions.can_see_release(request.user, one)]
        return self.page_of_own(request, "release_list", _("Releases of several records"), form=form, releases=releases)

    def release_view(self, request, object_id):
        """One release: its parts, what it waits for, and its steps."""
        release = self.get_object(request, object_id)
        if release is None:
            raise Http404
        data = request.POST if request.method == "POST" else None
        adding = MemberForm(data if "_add" in request.POST else None, editor=request.user, release=release)
        time = TimeForm(data if "_schedule" in request.POST else None)
        if data is not None and self.done(request, release, adding, time):
            there = Release.objects.filter(pk=release.pk).exists()
            return HttpResponseRedirect(self.address("release", release.pk) if there else reverse("admin:releases"))
        return self.release_page(request, Release.objects.get(pk=release.pk), adding, time)

    def done(self, request, release, adding, time):
        """Whether a step was carried out, or refused in a message; a form that lacks something is shown again."""
        name = next((one for one in self.steps if f"_{one}" in request.POST), None)
        if name is None:
            return True
        form = {"add": adding, "schedule": time}.get(name)
        if form is not None and not form.is_valid():
            return False
        if name not in {"clear", "add"} and not permissions.can_direct_release(request.user, release):
            raise PermissionDenied
        try:
            messages.success(request, self.steps[name](self, request, release, form))
        except ValidationError as error:
            for sentence in error.messages:
                messages.error(request, sentence)
        return True

    # Steps: each does it and says so

    def add(self, request, release, form):
        """Who directs it takes in what they write; an office, what it publishes itself."""
        record = form.chosen
        directs = permissions.can_direct_release(request.user, release)
        if not (directs or permissions.can_publish(request.user, record)):
            raise PermissionDenied
        release.add(record, by=request.user)
        return _("It is part of the release.")

    def member(self, request, release, name):
        """The part whose button was pressed."""
        number = request.POST[name]
        member = next((one for one in release.all_members if str(one.pk) == number), None)
        if member is None or release.state == Release.State.DONE:
            raise ValidationError(_("This is no part of the release any more."))
        return member

    def clear(self, request, release, form):
        member = self.member(request, release, "_clear")
        if not permissions.can_publish(request.user, member.record):
            raise PermissionDenied
        member.clear(by=request.user)
        return _("Cleared: its text of now may go live with the release.")

    def take_out(self, request, release, form):
        member = self.member(request, release, "_take_out")
        if release.state != Release.State.OPEN:
            raise ValidationError(_("Call the release off first."))
        member.delete()
        return _("It is no part of the release any more.")

    def publish(self, request, release, form):
        release.publish(by=request.user)
        return _("All of it is public.")

    def schedule(self, request, release, form):
        release.schedule(by=request.user, at=form.cleaned_data["at"])
        return _("All of it goes live at that time.")

    def unschedule(self, request, release, form):
        release.unschedule(by=request.user)
        return _("It does not go live by itself any more.")

    def remove(self, request, release, form):
        if release.state != Release.State.OPEN:
            raise ValidationError(_("Call the release off first."))
        release.delete()
        return _("The release is deleted. Its records stay as they are.")

    steps = {
        "add": add, "clear": clear, "take_out": take_out, "publish": publish, "schedule": schedule,
        "unschedule": unschedule, "remove": remove,
    }  # fmt: skip

    def release_page(self, request, release, adding, time):
        kept = {} if release.state == Release.State.DONE else release.what_keeps_it()
        rows = [
            {
                "member": member,
                "kind": capfirst(member.record._meta.verbose_name),
                "link": link_to(member.record, request.user),
                "standing": member.record.standing_in_words(),
                "kept": kept.get(member, []),
                "may_clear": permissions.can_publish(request.user, member.record),
            }
            for member in release.all_members
        ]
        return self.page_of_own(
            request, "release", _("Release: %(release)s") % {"release": release}, release=release, rows=rows,
            adding=adding, time=time, writable=permissions.can_direct_release(request.user, release),
            ready=rows and not kept, capitals=format_in_capitals(release.publish_at) if release.publish_at else [],
            is_open=release.state == Release.State.OPEN, is_scheduled=release.state == Release.State.SCHEDULED,
        )  # fmt: skip
