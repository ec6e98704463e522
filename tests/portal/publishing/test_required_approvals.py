"""Trinational texts are published only with the approval of the three offices, or by an administrator with a reason."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from news.models import NewsItem
from portal.history.models import Event, get_versions
from portal.notifications.changed_words import diff_words
from portal.notifications.messages import build_message
from portal.notifications.models import Notification, NotificationKind
from portal.publishing.approvals import (
    approve,
    compute_fingerprint,
    get_approvals,
    get_pending_approvals,
    get_published_approvals,
    refuse_approval,
    request_approval,
)
from portal.publishing.releases import Release
from portal.publishing.workflow import publish, publish_without_approval, schedule, submit, unpublish, unschedule
from portal.records.models import Status
from tests.support import factories
from tests.support.approvals import approve_for_all
from tests.support.clients import client_for
from tests.support.drafts import live_item, live_national_item, save_draft
from tests.support.factories import country
from tests.support.forms import admin_url, change_url, get_seen
from tests.support.html import FormParser

pytestmark = pytest.mark.django_db
MISSING = [f"Approval is missing: {name}." for name in ("United States", "Mexico", "Canada")]
SOON = timedelta(hours=2)


def reload(record):
    return type(record).objects.get(pk=record.pk)


def press(client, record, button, **fields):
    """Submit the form of a record with a button and return the page that follows."""
    path = change_url(record)
    sent = FormParser(client.get(path).content.decode()).fields | {f"_{button}": "1"} | fields
    return client.post(path, sent, follow=True).content.decode()


def refused(function, *args, **options):
    with pytest.raises(ValidationError) as refusal:
        function(*args, **options)
    return refusal.value.messages


@pytest.fixture
def secretary():
    return factories.editor(roles=["secretariat"])


@pytest.fixture
def mexico():
    return factories.editor(roles=["publisher"], countries=["MX"])


def test_new_trinational_record_needs_three_approvals(secretary):
    item = factories.news_item()
    submit(item, by=secretary)
    assert refused(publish, item, by=secretary) == MISSING
    assert refused(schedule, item, by=secretary, at=timezone.now() + SOON) == MISSING
    release = Release.objects.create(name="Joint", made_by=secretary)
    release.add(item, by=secretary)
    assert len(refused(release.publish, by=secretary)) == 3
    assert reload(item).status == Status.IN_REVIEW
    publish(approve_for_all(item), by=secretary)
    assert reload(item).is_public()


def test_draft_of_trinational_record_needs_three_approvals(secretary):
    item = save_draft(live_item(), body_es="<p>Dos</p>")
    assert refused(publish, item, by=secretary) == MISSING
    assert refused(schedule, item, by=secretary, at=timezone.now() + SOON) == MISSING
    publish(approve_for_all(item), by=secretary)
    assert reload(item).body_es == "<p>Dos</p>"


def test_draft_that_makes_record_trinational_needs_approvals():
    item = save_draft(live_national_item(), country="")
    assert refused(publish, item, by=factories.editor(roles=["administrator"])) == MISSING


def test_national_record_needs_no_approval():
    item = factories.news_item(country=country("US"))
    publish(item, by=factories.editor(roles=["publisher"], countries=["US"]))
    assert reload(item).is_public()


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Explain why it is published without the approval of the three offices."),
        ("es", "Explique por qué se publica sin la aprobación de las tres oficinas."),
        ("fr", "Expliquez pourquoi le texte est publié sans l’approbation des trois bureaux."),
    ],
)
def test_override_needs_reason_that_history_shows(language, sentence):
    item = factories.news_item()
    administrator = factories.editor(roles=["administrator"], interface_language=language)
    client = client_for(administrator)
    assert sentence in press(client, item, "publish_without_approval")
    assert not reload(item).is_public()
    press(client, item, "publish_without_approval", **{"transition-note": "The building is on fire."})
    newest = get_versions(item).first()
    assert (newest.event, newest.by) == (Event.PUBLISHED_WITHOUT_APPROVAL, administrator)
    assert "The building is on fire." in client.get(admin_url(NewsItem, "history", item.pk)).content.decode()
    assert not get_published_approvals(reload(item))


def test_override_of_draft_is_in_history():
    item = save_draft(live_item(), body_es="<p>Dos</p>")
    publish_without_approval(item, by=factories.editor(roles=["administrator"]), note="Urgent", change_note={})
    assert reload(item).body_es == "<p>Dos</p>"
    assert get_versions(item).first().event == Event.PUBLISHED_WITHOUT_APPROVAL


def test_only_administrators_override(secretary, mexico):
    item = factories.news_item()
    for editor in (secretary, mexico):
        assert "publish_without_approval" not in client_for(editor).get(change_url(item)).content.decode()


def test_published_text_keeps_its_approvals(secretary):
    item = approve_for_all(factories.news_item())
    publish(item, by=secretary)
    approved = {approval.approved_fingerprint for approval in get_published_approvals(item)}
    assert approved == {compute_fingerprint(reload(item))}
    item = save_draft(reload(item), title_es="Otro título")
    assert {approval.approved_fingerprint for approval in get_published_approvals(item)} == approved
    assert not get_approvals(item)
    html = client_for(secretary).get(change_url(item)).content.decode()
    assert "Approvals of the published text:" in html
    assert "Their approval has not been requested." in html


def test_scheduled_record_is_not_called_public(secretary):
    item = approve_for_all(factories.news_item())
    schedule(item, by=secretary, at=timezone.now() + SOON)
    html = client_for(secretary).get(change_url(item)).content.decode()
    assert "This record is scheduled and not public yet" in html
    assert "Approvals of the scheduled text:" in html
    assert "Update the scheduled version" in html
    assert "published version" not in html.split('class="draft-notice"')[1].split("</section>")[0]


def test_scheduled_text_goes_out_without_later_draft(secretary):
    item = approve_for_all(factories.news_item(title_en="Before", title_es="Antes", title_fr="Avant"))
    schedule(item, by=secretary, at=timezone.now() + SOON)
    item = save_draft(reload(item), title_fr="Après")
    NewsItem.objects.filter(pk=item.pk).update(publish_at=timezone.now())
    item = reload(item)
    assert (item.is_public(), item.title_fr, len(get_published_approvals(item))) == (True, "Avant", 3)


def test_unscheduling_leaves_one_draft(secretary):
    item = approve_for_all(factories.news_item())
    schedule(item, by=secretary, at=timezone.now() + SOON)
    item = save_draft(reload(item), title_es="Nuevo")
    unschedule(item, by=secretary)
    item = reload(item)
    assert (item.status, item.draft, item.title_es) == (Status.DRAFT, None, "Nuevo")
    assert len(get_pending_approvals(item)) == 3
    html = client_for(secretary).get(change_url(item)).content.decode()
    assert 'name="_submit"' in html
    assert "Draft with unpublished changes" not in html


def test_unpublished_text_keeps_its_approvals(secretary):
    item = approve_for_all(factories.news_item())
    publish(item, by=secretary)
    unpublish(item, by=secretary)
    publish(reload(item), by=secretary)
    assert reload(item).is_public()


def test_expired_text_keeps_its_approvals(secretary):
    item = approve_for_all(factories.news_item())
    publish(item, by=secretary)
    NewsItem.objects.filter(pk=item.pk).update(withdraw_at=timezone.now())
    publish(reload(item), by=secretary)
    assert reload(item).is_public()
    assert len(get_published_approvals(item)) == 3


def test_unscheduling_with_conflicting_draft_is_refused(secretary):
    item = approve_for_all(factories.news_item())
    schedule(item, by=secretary, at=timezone.now() + SOON)
    item = save_draft(reload(item), title_es="Nuevo")
    NewsItem.objects.filter(pk=item.pk).update(title_es="Otro")
    [message] = refused(unschedule, reload(item), by=secretary)
    assert message.startswith("The draft conflicts with changes to the published version.")
    assert reload(item).is_scheduled


@pytest.mark.parametrize(
    ("language", "button", "sentence"),
    [
        ("en", "Refuse approval: Mexico", "Explain why your office does not approve the text."),
        ("es", "Negar la aprobación: México", "Explique por qué su oficina no aprueba el texto."),
        ("fr", "Refuser l’approbation\xa0: Mexique", "Expliquez pourquoi votre bureau n’approuve pas le texte."),
    ],
)
def test_refusal_needs_reason_and_notifies_requester(secretary, language, button, sentence):
    item = factories.news_item()
    request_approval(item, by=secretary)
    client = client_for(factories.editor(roles=["publisher"], countries=["MX"], interface_language=language))
    html = client.get(change_url(item)).content.decode()
    assert button in html
    address = admin_url(NewsItem, "transition", item.pk, "refuse_approval")
    sent = FormParser(html).fields | {"_refuse_approval": country("MX").pk}
    assert sentence in client.post(address, sent, follow=True).content.decode()
    client.post(address, sent | {"transition-note": "NOM-030 is missing."})
    assert "Approval was refused: Mexico." in refused(publish, reload(item), by=secretary)
    assert "NOM-030 is missing." in client_for(secretary).get(change_url(item)).content.decode()
    notification = Notification.objects.get(kind=NotificationKind.APPROVAL_REFUSED, recipient=secretary)
    assert notification.note == "NOM-030 is missing."
    assert item.title_en not in client.get(reverse("admin:index")).content.decode().split("panel-approvals")[1][:600]


def test_office_can_refuse_after_its_approval(secretary, mexico):
    item = factories.news_item()
    request_approval(item, by=secretary)
    approve(item, by=mexico, country=country("MX"), seen=compute_fingerprint(item))
    client = client_for(mexico)
    html = client.get(change_url(item)).content.decode()
    assert "Approve: Mexico" not in html
    assert "Refuse approval: Mexico" in html
    sent = {"_refuse_approval": country("MX").pk, "transition-note": "A figure is wrong."} | get_seen(item)
    client.post(admin_url(NewsItem, "transition", item.pk, "refuse_approval"), sent)
    assert "Approval was refused: Mexico." in refused(publish, reload(item), by=secretary)
    html = client.get(change_url(item)).content.decode()
    assert "Refuse approval: Mexico" not in html
    assert "Approve: Mexico" in html


def test_refused_approval_can_be_requested_again(secretary, mexico):
    item = factories.news_item()
    request_approval(item, by=secretary)
    refuse_approval(item, by=mexico, country=country("MX"), note="No")
    request_approval(item, by=secretary)
    assert {approval.refused_at for approval in get_approvals(item)} == {None}
    assert Notification.objects.filter(kind=NotificationKind.APPROVAL_REQUESTED, recipient=mexico).count() == 2


def test_unrequested_approval_cannot_be_refused(mexico):
    assert refused(refuse_approval, factories.news_item(), by=mexico, country=country("MX"), note="No") == [
        "You cannot refuse this approval, because nobody has requested it."
    ]


def test_planned_time_is_saved_with_approval_request(secretary):
    item = factories.news_item()
    client = client_for(secretary)
    html = press(client, item, "request_approval", **{"transition-at": "2099-01-05T10:00"})
    assert "The approval of the three offices was requested for" in html
    assert reload(item).publish_at.year == 2099
    assert reload(item).status == Status.DRAFT


@pytest.mark.parametrize(
    ("language", "outlook"),
    [
        ("en", "The text is not published until the offices approve it again."),
        ("es", "El texto no se publica hasta que las oficinas lo aprueben de nuevo."),
        ("fr", "Le texte n’est pas publié tant que les bureaux ne l’ont pas approuvé de nouveau."),
    ],
)
def test_mail_says_which_words_changed_after_approval(secretary, language, outlook):
    office = factories.editor(
        roles=["publisher"], countries=["MX"], interface_language=language, email="mx@example.org"
    )
    item = factories.news_item(body_fr="<p>Le travail est sûr.</p>")
    request_approval(item, by=secretary)
    client = client_for(office)
    sent = FormParser(client.get(change_url(item)).content.decode()).fields | {"_approve": country("MX").pk}
    client.post(admin_url(NewsItem, "transition", item.pk, "approve"), sent)
    press(client_for(secretary), item, "continue", body_fr="<p>Le travail est dangereux.</p>")
    notification = Notification.objects.get(kind=NotificationKind.APPROVAL_REVOKED, recipient=office)
    message = build_message(office, [notification])
    assert "− sûr." in message.body
    assert "+ dangereux." in message.body
    assert outlook in message.body
    assert not mail.outbox


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (None, "<p>One two</p>", ("", "One two")),
        ("<p>One</p><p>two three</p>", "<p>One</p><p>two 3</p>", ("three", "3")),
        ("a b c d", "x b c y", ("a … d", "x … y")),
        ("same", "<p>same</p>", ("", "")),
    ],
    ids=["new", "one word", "two places", "markup"],
)
def test_diff_words_returns_changed_words(old, new, expected):
    assert diff_words(old, new) == expected
