"""The admin pages of releases: the list, and a page for each with its members and their blockers."""

from django import forms
from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import permissions
from portal.drafts.models import Draft
from portal.editing.admin_pages import render_page
from portal.editing.local_time import LocalDateTimeField, get_time_zone_help
from portal.editing.previews import PreviewPage
from portal.editing.release_changes import SEEN_FIELD, get_release_changes, get_seen_values
from portal.editing.scoping import render_record_link
from portal.editing.transition_form import UNUSED_TIME
from portal.i18n.timezones import format_in_capitals
from portal.publishing.models import publishable_models
from portal.publishing.releases import Release, ReleaseMember
from portal.records.models import Status

# The newest records of each model offered as members.
MAX_CHOICES = 100
# The newest releases that are listed.
MAX_RELEASES = 200


class ReleaseForm(forms.ModelForm):
    """The name of a new release."""

    class Meta:
        model = Release
        fields = ("name",)


class ReleaseTimeForm(forms.Form):
    """The time at which a release is published, in the editor's time zone."""

    at = LocalDateTimeField(
        label=gettext_lazy("Date and time"), error_messages={"required": gettext_lazy("Enter the date and time.")}
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["at"].help_text = get_time_zone_help()


def filter_visible(editor, releases):
    """Filter releases by `permissions.can_view_release`, in one query."""
    if not permissions.can_create_releases(editor):
        return releases.none()
    if permissions.is_administrator(editor):
        return releases
    members = ReleaseMember.objects.none()
    for model in publishable_models():
        visible = permissions.filter_visible(editor, model.objects.order_by())
        members |= ReleaseMember.objects.of_model(model).filter(object_id__in=visible.values("pk"))
    return releases.filter(Q(made_by=editor) | Q(pk__in=members.values("release")))


def get_member_choices(editor, release):
    """Yield choices grouped by model: the editor's records that are not published, or have a draft."""
    members = {(member.content_type_id, member.object_id) for member in release.all_members}
    for model in publishable_models():
        content_type = ContentType.objects.get_for_model(model)
        drafted = Draft.objects.of_model(model).values("object_id")
        own = permissions.filter_writable(editor, model.objects.all()) | permissions.filter_publishable(
            editor, model.objects.all()
        )
        unpublished = own.exclude(status=Status.PUBLISHED) | own.filter(pk__in=drafted)
        records = unpublished.distinct().order_by("-pk")[:MAX_CHOICES]
        choices = [
            (f"{content_type.pk}:{record.pk}", str(record))
            for record in records
            if (content_type.pk, record.pk) not in members
        ]
        if choices:
            yield capfirst(model._meta.verbose_name_plural), choices


class ReleaseMemberForm(forms.Form):
    """A record to add to a release."""

    record = forms.ChoiceField(label=gettext_lazy("Record"))

    def __init__(self, *args, editor, release, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["record"].choices = [("", "---------"), *get_member_choices(editor, release)]

    @property
    def selected_record(self):
        content_type, pk = self.cleaned_data["record"].split(":")
        return ContentType.objects.get_for_id(int(content_type)).get_object_for_this_type(pk=int(pk))


class ReleaseViews:
    """The admin views of releases. `Release` has no ModelAdmin, so `render_page` takes this object instead."""

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

    def get_object(self, request, object_id):
        """Return a release; raise Http404 if there is none that the editor may view."""
        release = Release.objects.filter(pk=object_id).first()
        if release is None or not permissions.can_view_release(request.user, release):
            raise Http404
        return release

    def list_view(self, request):
        """List the releases that the editor may see, with a form for a new one."""
        if not permissions.can_create_releases(request.user):
            raise PermissionDenied
        form = ReleaseForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            form.instance.made_by = request.user
            return HttpResponseRedirect(reverse("admin:release", args=[form.save().pk]))
        releases = filter_visible(request.user, Release.objects.select_related("made_by"))[:MAX_RELEASES]
        return render_page(self, request, "release_list", _("Publishing bundles"), form=form, releases=releases)

    def preview_view(self, request, object_id):
        """Show the preview of a release."""
        release = self.get_object(request, object_id)
        url = reverse("admin:release_preview", args=[release.pk])
        writable = permissions.can_manage_release(request.user, release)
        page = PreviewPage(request, release, url=url, writable=writable)
        return page.process() or render_page(
            self, request, "preview", page.title, is_release=True, **page.get_context()
        )

    def release_view(self, request, object_id):
        """Show a release with its members, blockers and actions. On POST, carry out an action."""
        release = self.get_object(request, object_id)
        data = request.POST if request.method == "POST" else None
        member_form = ReleaseMemberForm(data if "_add" in request.POST else None, editor=request.user, release=release)
        time_form = ReleaseTimeForm(data if "_schedule" in request.POST else None)
        if data is not None and self.handle_action(request, release, member_form, time_form):
            exists = Release.objects.filter(pk=release.pk).exists()
            return HttpResponseRedirect(
                reverse("admin:release", args=[release.pk]) if exists else reverse("admin:releases")
            )
        return self.render_release(request, Release.objects.get(pk=release.pk), member_form, time_form)

    def handle_action(self, request, release, member_form, time_form):
        """Carry out the submitted action and add a message. Return False if its form is not valid."""
        name = next((name for name in self.actions if f"_{name}" in request.POST), None)
        if name is None:
            return True
        form = {"add": member_form, "schedule": time_form}.get(name)
        if form is not None and not form.is_valid():
            return False
        if name not in {"clear", "add"} and not permissions.can_manage_release(request.user, release):
            raise PermissionDenied
        try:
            with transaction.atomic():
                self.require_seen(request, release)
                message = self.actions[name](self, request, release, form)
        except ValidationError as error:
            for message in error.messages:
                messages.error(request, message)
            return name != "schedule"  # whose page keeps the time that was entered
        messages.success(request, message)
        return True

    def require_seen(self, request, release):
        """Lock the release. Raise ValidationError with what happened to it since the page of the form was made."""
        release.lock(*Release.State)
        if changes := get_release_changes(request.user, release, request.POST.getlist(SEEN_FIELD)):
            raise ValidationError(changes)

    # Actions. Each returns the message of success.

    def add_member(self, request, release, form):
        """Add a record. Editors who do not direct the release may only add records that they may publish."""
        record = form.selected_record
        can_direct = permissions.can_manage_release(request.user, release)
        if not (can_direct or permissions.can_publish(request.user, record)):
            raise PermissionDenied
        release.add(record, by=request.user)
        return _("The record was added to the bundle.")

    def get_member(self, request, release, name):
        """Return the member whose button was pressed. Raise ValidationError if it was removed meanwhile."""
        pk = request.POST[name]
        member = next((member for member in release.all_members if str(member.pk) == pk), None)
        if member is None or release.state == Release.State.DONE:
            raise ValidationError(_("This record is no longer in the bundle."))
        return member

    def clear_member(self, request, release, form):
        member = self.get_member(request, release, "_clear")
        if not permissions.can_publish(request.user, member.record):
            raise PermissionDenied
        member.clear(by=request.user)
        return _("Approved: the current text can be published with the bundle.")

    def remove_member(self, request, release, form):
        member = self.get_member(request, release, "_take_out")
        if release.state != Release.State.OPEN:
            raise ValidationError(_("Cancel the schedule of the bundle first."))
        member.delete()
        return _("The record was removed from the bundle.")

    def publish(self, request, release, form):
        if request.POST.get("at"):
            raise ValidationError(UNUSED_TIME)
        release.publish(by=request.user)
        return _("The bundle was published.")

    def schedule(self, request, release, form):
        release.schedule(by=request.user, at=form.cleaned_data["at"])
        return _("The bundle was scheduled.")

    def unschedule(self, request, release, form):
        release.unschedule(by=request.user)
        return _("The schedule of the bundle was canceled.")

    def delete_release(self, request, release, form):
        if release.state != Release.State.OPEN:
            raise ValidationError(_("Cancel the schedule of the bundle first."))
        release.delete()
        return _("The bundle was deleted. Its records were not changed.")

    actions = {
        "add": add_member, "clear": clear_member, "take_out": remove_member, "publish": publish, "schedule": schedule,
        "unschedule": unschedule, "remove": delete_release,
    }  # fmt: skip

    def render_release(self, request, release, member_form, time_form):
        seen_values = get_seen_values(release)
        blockers = {} if release.state == Release.State.DONE else release.blockers()
        rows = [
            {
                "member": member,
                "kind": capfirst(member.record._meta.verbose_name),
                "link": render_record_link(member.record, request.user),
                "status": member.record.get_status_label_with_draft(),
                "blockers": blockers.get(member, []),
                "can_clear": permissions.can_publish(request.user, member.record),
            }
            for member in release.all_members
        ]
        return render_page(
            self, request, "release", _("Publishing bundle: %(release)s") % {"release": release},
            release=release, seen_values=seen_values, rows=rows, member_form=member_form, time_form=time_form,
            writable=permissions.can_manage_release(request.user, release), ready=rows and not blockers,
            capitals=format_in_capitals(release.publish_at) if release.publish_at else [],
            is_open=release.state == Release.State.OPEN, is_scheduled=release.state == Release.State.SCHEDULED,
        )  # fmt: skip
