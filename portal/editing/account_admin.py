"""The admin of accounts: rights, passwords, second factors, invitations and the drafts of former editors."""

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.db import transaction
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal import permissions
from portal.accounts.confirmation import require_confirmation
from portal.accounts.forms import NewEditorForm, TemporaryPasswordForm
from portal.accounts.models import Editor
from portal.accounts.outbox import AccountMail, is_mail_sent, queue_mail
from portal.accounts.recording import get_client_address, record_account_event
from portal.accounts.sign_in import end_sessions
from portal.audit.models import EventKind
from portal.editing.handover import find_inaccessible_work, get_unfinished_work, hand_over
from portal.editing.preferences import get_time_zone_choices
from portal.editing.scoping import SharedModelAdmin
from portal.editing.search import FoldedSearchMixin
from portal.permissions import Role

# Fields that decide what an account may do, and for which countries.
RIGHTS_FIELDS = ("groups", "countries", "is_active", "is_staff", "is_superuser")
RECORDED_FIELDS = {EventKind.RIGHTS_CHANGED: RIGHTS_FIELDS, EventKind.ADDRESS_CHANGED: ("username", "email")}
NO_MAIL = _("No invitation was sent, because the portal has no mail server. Set a password for the account instead.")
confirm_identity = method_decorator(require_confirmation)


def describe(value):
    """Return a value of a field as text for the audit log."""
    if isinstance(value, str) or not hasattr(value, "__iter__"):
        return str(value) or "-"
    return ", ".join(sorted(str(item) for item in value)) or "-"


class RolesField(forms.ModelMultipleChoiceField):
    """A choice of groups that are roles, shown with the labels of the roles."""

    def label_from_instance(self, group):
        return Role(group.name).label


class AccountForm(UserChangeForm):
    """An account. Who deactivates it names the editor who takes over its drafts, if it has any."""

    successor = forms.ModelChoiceField(
        Editor.objects.none(), required=False, label=_("Hand over drafts to"),
        help_text=_("Who continues with the drafts of this account when you deactivate it."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "successor" in self.fields:
            editors = Editor.objects.filter(is_active=True, is_staff=True).exclude(pk=self.instance.pk)
            self.fields["successor"].queryset = editors.order_by("username")

    @property
    def deactivates(self):
        return "is_active" in self.changed_data and not self.cleaned_data["is_active"]

    def clean(self):
        cleaned_data = super().clean()
        if "successor" in self.fields and "is_active" in cleaned_data and self.deactivates:
            self.check_successor(cleaned_data.get("successor"))
        return cleaned_data

    def check_successor(self, successor):
        work = get_unfinished_work(self.instance)
        if work and successor is None:
            self.add_error("successor", _("This account has drafts. Choose who continues with them."))
        elif successor and (record := find_inaccessible_work(work, successor)):
            error = _("%(editor)s may not change “%(record)s”. Choose someone else.")
            self.add_error("successor", error % {"editor": successor.display_name, "record": record})


class EditorAdmin(FoldedSearchMixin, SharedModelAdmin, UserAdmin):
    """Accounts of editors, for administrators only. Only superusers may change superusers.

    Administrators confirm their identity before they change an account.
    """

    reader_roles = frozenset()
    form = AccountForm
    add_form = NewEditorForm
    change_password_form = TemporaryPasswordForm
    actions = ("send_invitations", "remove_second_factors", "end_all_sessions")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Personal details"), {"fields": ("first_name", "last_name", "email")}),
        (_("Roles, countries and languages"), {"fields": ("groups", "countries", "languages")}),
        (_("Interface and email"), {"fields": ("interface_language", "time_zone", "mail")}),
        (
            _("Account"),
            {"fields": ("is_active", "successor", "is_staff", "is_superuser", "last_login", "date_joined")},
        ),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "email", "usable_password", "password1", "password2"), "classes": ("wide",)}),
    )
    list_display = ("username", "first_name", "last_name", "email", "role_names")
    list_filter = ("is_active", "groups", "countries")
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=_("roles"))
    def role_names(self, editor):
        return ", ".join(str(Role(group.name).label) for group in editor.groups.all()) or "-"

    # Permissions

    def get_readonly_fields(self, request, obj=None):
        rights = () if permissions.can_change_rights(request.user, obj) else RIGHTS_FIELDS
        superuser = () if request.user.is_superuser or rights else ("is_superuser",)
        return (*super().get_readonly_fields(request, obj), *rights, *superuser)

    def has_change_permission(self, request, obj=None):
        has_permission = super().has_change_permission(request, obj)
        return has_permission and (obj is None or permissions.can_change_account(request.user, obj))

    def has_delete_permission(self, request, obj=None):
        return self.has_change_permission(request, obj) and (
            obj is None or permissions.can_change_rights(request.user, obj)
        )

    # Views, which ask for a confirmation of identity

    @confirm_identity
    def changeform_view(self, request, *args, **kwargs):
        return super().changeform_view(request, *args, **kwargs)

    @confirm_identity
    def delete_view(self, request, *args, **kwargs):
        return super().delete_view(request, *args, **kwargs)

    @confirm_identity
    def user_change_password(self, request, *args, **kwargs):
        return super().user_change_password(request, *args, **kwargs)

    @confirm_identity
    def response_action(self, request, queryset):
        return super().response_action(request, queryset)

    # Forms

    def get_fieldsets(self, request, obj=None):
        """Leave out the successor where the account cannot be deactivated."""
        can_deactivate = self.has_change_permission(request, obj) and permissions.can_change_rights(request.user, obj)
        return [
            (
                heading,
                {**options, "fields": [name for name in options["fields"] if name != "successor" or can_deactivate]},
            )
            for heading, options in super().get_fieldsets(request, obj)
        ]

    def get_form(self, request, obj=None, **kwargs):
        """Offer the time zones by name. The form of a new account does not have them."""
        form = super().get_form(request, obj, **kwargs)
        if "time_zone" in form.base_fields:
            form.base_fields["time_zone"].widget = forms.Select(choices=get_time_zone_choices(obj.time_zone))
        return form

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        """Show roles and countries as checkboxes, and roles with their labels."""
        if db_field.name == "groups":
            kwargs["form_class"] = RolesField
            kwargs["label"] = _("Roles")
            kwargs["help_text"] = ""
        if db_field.name in {"groups", "countries"}:
            kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    # Saving

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if change:
            self.finish_change(form)
            return
        record_account_event(EventKind.ACCOUNT_CREATED, form.instance)
        if form.instance.email and not form.instance.has_usable_password():
            self.invite(request, [form.instance])

    def finish_change(self, form):
        """Record changes of rights and address; end the sessions of a deactivated account and hand over its drafts."""
        for kind, names in RECORDED_FIELDS.items():
            details = [
                f"{name}: {describe(form.initial.get(name))} → {describe(form.cleaned_data[name])}"
                for name in names
                if name in form.changed_data
            ]
            if details:
                former = form.initial.get("email") or ""
                record_account_event(kind, form.instance, detail="; ".join(details), former_email=former)
        if form.deactivates:
            end_sessions(form.instance)
        if form.deactivates and (successor := form.cleaned_data.get("successor")):
            count = hand_over(form.instance, successor)
            detail = f"{count} to {successor.get_username()}"
            record_account_event(EventKind.DRAFTS_HANDED_OVER, form.instance, detail=detail)

    def delete_model(self, request, obj):
        record_account_event(EventKind.ACCOUNT_DELETED, obj)
        super().delete_model(request, obj)

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        for editor in queryset:
            record_account_event(EventKind.ACCOUNT_DELETED, editor)
        super().delete_queryset(request, queryset)

    # Actions

    def get_changeable(self, request, editors):
        return [editor for editor in editors if permissions.can_change_account(request.user, editor)]

    def invite(self, request, editors):
        """Queue invitations, and say so. Without a mail server, say what to do instead."""
        if not is_mail_sent():
            self.message_user(request, NO_MAIL, messages.ERROR)
            return
        for editor in editors:
            columns = {"account": editor, "person": request.user, "address": get_client_address()}
            queue_mail(AccountMail.Kind.INVITATION, editor.email, **columns)
        text = ngettext(
            "%(count)s invitation will be sent within a minute.", "%(count)s invitations will be sent within a minute.",
            len(editors),
        )  # fmt: skip
        self.report(request, editors, text)

    @admin.action(description=_("Send an invitation by email"), permissions=["change"])
    def send_invitations(self, request, queryset):
        editors = [editor for editor in self.get_changeable(request, queryset) if editor.email and editor.is_active]
        self.invite(request, editors)

    @admin.action(description=_("Remove all second factors"), permissions=["change"])
    def remove_second_factors(self, request, queryset):
        """Remove lost factors. The sessions end, so that their owner must sign in and add a new factor."""
        editors = self.get_changeable(request, queryset)
        with transaction.atomic():
            Authenticator.objects.filter(user__in=editors).delete()
            for editor in editors:
                end_sessions(editor)
                record_account_event(EventKind.FACTOR_REMOVED, editor, detail="all, by an administrator")
        text = ngettext("Second factors of %(count)s account removed.", "Second factors of %(count)s accounts removed.",
                        len(editors))  # fmt: skip
        self.report(request, editors, text)

    @admin.action(description=_("End all sessions"), permissions=["change"])
    def end_all_sessions(self, request, queryset):
        editors = self.get_changeable(request, queryset)
        for editor in editors:
            end_sessions(editor)
        text = ngettext("Sessions of %(count)s account ended.", "Sessions of %(count)s accounts ended.", len(editors))
        self.report(request, editors, text)

    def report(self, request, editors, text):
        """Say how many accounts an action concerned, if any."""
        if editors:
            self.message_user(request, text % {"count": len(editors)}, messages.SUCCESS)
