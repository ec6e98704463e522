"""Rename the models of approvals and notifications, and the stored codes of events, to the terms of the interface."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Case, Value, When

EVENTS = {
    "loaded": "imported",
    "taken back": "review canceled",
    "returned": "changes requested",
    "overridden": "published unapproved",
    "amended": "changes published",
    "ending": "withdrawal scheduled",
    "called off": "unscheduled",
    "consent asked": "approval requested",
    "consented": "approved",
    "consent refused": "approval refused",
    "consent dropped": "approval canceled",
    "brought back": "restored from trash",
    "followed": "rebased",
    "decided": "conflicts resolved",
}
NOTIFICATION_KINDS = {
    "returned": "changes requested",
    "will fail": "publish will fail",
    "did not": "publish failed",
    "consent asked": "approval requested",
    "consent fallen": "approval revoked",
    "consent refused": "approval refused",
}
EVENT_CHOICES = [
    ("imported", "imported"),
    ("saved", "saved"),
    ("submitted", "submitted for review"),
    ("review canceled", "review request canceled"),
    ("changes requested", "changes requested"),
    ("published", "published"),
    ("published unapproved", "published without the approval of all offices"),
    ("scheduled", "scheduled"),
    ("changes published", "changes published"),
    ("withdrawal scheduled", "unpublishing scheduled"),
    ("unscheduled", "schedule canceled"),
    ("withdrawn", "unpublished"),
    ("approval requested", "approval requested"),
    ("approved", "approved"),
    ("approval refused", "approval refused"),
    ("approval canceled", "approval request canceled"),
    ("restored", "restored from an earlier version"),
    ("restored from trash", "restored from trash"),
    ("deleted", "deleted"),
    ("discarded", "discarded"),
    ("rebased", "updated from the published version"),
    ("conflicts resolved", "conflicts resolved"),
]
KIND_CHOICES = [
    ("submitted", "submitted for review"),
    ("changes requested", "changes requested"),
    ("published", "published"),
    ("publish will fail", "not ready to be published on time"),
    ("publish failed", "not published on time"),
    ("approval requested", "approval requested"),
    ("approval revoked", "approval no longer valid"),
    ("approval refused", "approval refused"),
]


def replace_codes(model, field, codes):
    """Replace the old codes in a column."""
    cases = [When(**{field: old}, then=Value(new)) for old, new in codes.items()]
    model.objects.filter(**{f"{field}__in": list(codes)}).update(**{field: Case(*cases)})


def rename_codes(apps, schema_editor):
    """Replace the stored codes of versions, drafts and notifications."""
    replace_codes(apps.get_model("portal", "Version"), "event", EVENTS)
    replace_codes(apps.get_model("portal", "Draft"), "step", EVENTS)
    replace_codes(apps.get_model("portal", "Notification"), "kind", NOTIFICATION_KINDS)


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("portal", "0006_uploads"),
    ]

    operations = [
        migrations.RemoveConstraint("consent", "consent_once_a_text"),
        migrations.RenameModel("Consent", "Approval"),
        migrations.RenameField("approval", "asked_at", "requested_at"),
        migrations.RenameField("approval", "asked_by", "requested_by"),
        migrations.RenameField("approval", "given_at", "approved_at"),
        migrations.RenameField("approval", "given_by", "approved_by"),
        migrations.RenameField("approval", "given_for", "approved_fingerprint"),
        migrations.RenameField("approval", "fallen_at", "invalidated_at"),
        migrations.AddConstraint(
            "approval",
            models.UniqueConstraint(
                fields=("content_type", "object_id", "country", "of_published"), name="approval_once_a_text"
            ),
        ),
        migrations.RemoveIndex("notice", "notice_unsent"),
        migrations.RenameModel("Notice", "Notification"),
        migrations.AlterModelOptions(
            "notification",
            {
                "ordering": ("created_at", "pk"),
                "verbose_name": "notification",
                "verbose_name_plural": "notifications",
            },
        ),
        migrations.RenameField("notification", "occasion", "kind"),
        migrations.RenameField("notification", "made_at", "created_at"),
        migrations.AddIndex(
            "notification",
            models.Index(fields=["created_at"], condition=models.Q(sent_at=None), name="notification_unsent"),
        ),
        migrations.RenameIndex("notification", "notification_record", old_name="notice_record"),
        migrations.AlterField(
            "draft",
            "step",
            models.CharField(blank=True, choices=EVENT_CHOICES, max_length=20, verbose_name="last action"),
        ),
        migrations.AlterField(
            "version",
            "event",
            models.CharField(choices=EVENT_CHOICES, max_length=20, verbose_name="event"),
        ),
        migrations.AlterField(
            "notification",
            "kind",
            models.CharField(choices=KIND_CHOICES, max_length=20, verbose_name="type"),
        ),
        migrations.AlterField(
            "notification",
            "recipient",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notifications",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunPython(rename_codes, migrations.RunPython.noop),
    ]
