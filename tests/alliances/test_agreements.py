"""Sequences of agreements, the status after them, and the rules on participants and products."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from alliances.models import Alliance
from alliances.models.agreements import Agreement, get_agreement_status, get_sequence_errors, sort_agreements
from portal.i18n.languages import LANGUAGES
from portal.publishing.workflow import publish
from portal.records.models import Status
from tests.support import factories

pytestmark = pytest.mark.django_db
NEEDED = "a union that signed, or a text on worker involvement"


def agreement(kind="signed", date="2004-12-07", ends=""):
    return Agreement(kind=kind, date=date, ends=ends)


def years_ago(years, days=0):
    """Return the date `years` ago, moved by some days."""
    today = timezone.localdate()
    return (today.replace(year=today.year - years, day=min(today.day, 28)) + datetime.timedelta(days)).isoformat()


@pytest.mark.parametrize(
    ("agreements", "words"),
    [
        ([("renewed", "2006")], "Add the signing first"),
        ([("ambassador", "2006")], "Add the signing first"),
        ([("signed", "2004-12-07"), ("renewed", "2004-12-06")], "is before the signing"),
        ([("signed", "2004-12-07"), ("renewed", "2004-11")], "is before the signing"),
        ([("signed", "2004-12-07"), ("terminated", "2003")], "is before the signing"),
        ([("signed", "2004"), ("ambassador", "2008"), ("ambassador", "2010")], "becomes an ambassador only once"),
        ([("signed", "2004"), ("signed", "2006")], "is signed only once"),
        ([("signed", "2004"), ("concluded", "2006"), ("terminated", "2007")], "ends only once"),
        ([("signed", "2004"), ("concluded", "2006-05"), ("renewed", "2006-06")], "is after the end"),
        ([("signed", "2004"), ("terminated", "2006"), ("ambassador", "2007")], "is after the end"),
        ([("signed", "2004"), ("ambassador", "2008"), ("renewed", "2009")], "is after the alliance became an amb"),
    ],
)
def test_impossible_sequence_is_reported(agreements, words):
    assert [sentence for sentence in get_sequence_errors(agreements) if words in sentence]
    with pytest.raises(ValidationError, match=words):
        publish(factories.alliance(agreements=agreements), by=None, without_approval=True)


@pytest.mark.parametrize(
    "agreements",
    [
        [("signed", "2004-12-07"), ("renewed", "2004-12-07")],
        [("signed", "2004-12-07"), ("renewed", "2004-12")],
        [("signed", "2004-12-07"), ("renewed", "2004")],
        [("signed", "2004-12"), ("renewed", "2004-12-01")],
        [("signed", "2004"), ("renewed", "2006-05-31"), ("concluded", "2006-05")],
        [("signed", "2004"), ("renewed", "2006"), ("ambassador", "2008"), ("terminated", "2008")],
        [("renewed", "2006"), ("signed", "2004")],
    ],
)
def test_possible_sequence_is_published(agreements):
    assert not list(get_sequence_errors(agreements))
    assert factories.published(factories.alliance(agreements=agreements)).is_public()


def test_agreement_ending_before_its_date_is_rejected():
    agreement = factories.alliance().agreements.get()
    agreement.ends = "2004-12-06"
    with pytest.raises(ValidationError, match="The end date is before the start date"):
        agreement.full_clean()
    agreement.ends = "2004-12"
    agreement.full_clean()


@pytest.mark.parametrize(
    ("date", "last_day"),
    [("2004-12-07", "2006-12-07"), ("2004-09", "2006-09"), ("2004", "2006"), ("2004-02-29", "2006-02-29")],
)
def test_default_term_keeps_date_precision(date, last_day):
    assert agreement(date=date).last_day == last_day


@pytest.mark.parametrize(
    ("day", "last_known"), [((2026, 2, 28), False), ((2026, 3, 1), True)], ids=["the last of February", "the next day"]
)
def test_default_term_from_leap_day_ends_in_february(monkeypatch, day, last_known):
    monkeypatch.setattr("portal.clock.get_today", lambda: datetime.date(*day))
    assert get_agreement_status([agreement(date="2024-02-29")]).last_known == last_known


@pytest.mark.parametrize("precision", [4, 7, 10])
def test_agreement_expires_after_last_day_month_or_year(precision):
    today = timezone.localdate().isoformat()[:precision]
    assert not get_agreement_status([agreement(date="2004", ends=today)]).last_known


def test_default_term_ends_on_anniversary():
    assert not get_agreement_status([agreement(date=years_ago(2, days=1))]).last_known
    assert get_agreement_status([agreement(date=years_ago(2, days=-1))]).last_known


def test_explicit_end_overrides_default_term():
    assert not get_agreement_status([agreement(date="2010", ends="2999")]).last_known
    assert get_agreement_status([agreement(date=years_ago(0, days=-40), ends=years_ago(0, days=-30))]).last_known


@pytest.mark.parametrize(("ends", "last_known"), [("", False), ("2999", False), ("2021-05", True)])
def test_ambassador_has_term_only_with_explicit_end(ends, last_known):
    assert get_agreement_status([agreement(), agreement("ambassador", "2008", ends)]).last_known == last_known


@pytest.mark.parametrize("kind", ["concluded", "terminated"])
def test_ended_alliance_is_not_last_known(kind):
    status = get_agreement_status([agreement(), agreement("ambassador", "2006"), agreement(kind, "2008-03")])
    assert (status.kind, status.date, status.last_known) == (kind, "2008-03", False)


def test_sort_agreements_mixes_precisions():
    mixed = [
        agreement("concluded", "2010"), agreement("renewed", "2008-06"), agreement("ambassador", "2010-02-01"),
        agreement("renewed", "2006-06-12"), agreement("signed", "2004-12"),
    ]  # fmt: skip
    assert [event.date for event in sort_agreements(mixed)] == [
        "2004-12",
        "2006-06-12",
        "2008-06",
        "2010-02-01",
        "2010",
    ]


def test_status_without_agreements_is_none():
    assert get_agreement_status([]) is None


@pytest.mark.parametrize(
    "agreements",
    [
        (("signed", "2004"), ("renewed", "2006")),
        (("signed", "2004"), ("renewed", "2006"), ("ambassador", "2006")),
        (("signed", "2004"), ("ambassador", "2008-02-01"), ("concluded", "2008")),
    ],
)
def test_list_and_detail_show_same_status(agreements):
    made = factories.alliance(agreements=agreements)
    assert (
        Alliance.objects.with_last_kind().get(pk=made.pk).last_kind
        == made.get_agreement_status().kind
        == agreements[-1][0]
    )


class TestVoiceOfWorkers:
    @pytest.mark.parametrize("kind", ["employer", "trade association", "employer group"])
    def test_employers_alone_are_rejected_with_reason(self, kind):
        made = factories.alliance(participants=("consulate", kind))
        with pytest.raises(ValidationError, match=NEEDED):
            publish(made, by=None, without_approval=True)
        assert made.status == Status.DRAFT

    def test_signatory_union_is_accepted(self):
        assert factories.published(factories.alliance(participants=("employer", "union"))).is_public()

    def test_non_signatory_union_is_rejected(self):
        made = factories.alliance(participants=("employer",))
        factories.participant(alliance=made, kind="union", is_signatory=False)
        with pytest.raises(ValidationError, match=NEEDED):
            publish(made, by=None, without_approval=True)

    def test_non_signatory_employer_counts_as_employer(self):
        made = factories.alliance(participants=("consulate",))
        factories.participant(alliance=made, kind="employer", is_signatory=False)
        with pytest.raises(ValidationError, match=NEEDED):
            publish(made, by=None, without_approval=True)

    def test_worker_involvement_text_is_accepted(self):
        texts = {f"worker_involvement_{language}": "<p>A</p>" for language in LANGUAGES}
        assert factories.published(factories.alliance(participants=("employer",), **texts)).is_public()

    @pytest.mark.parametrize("text", ["<p></p>", "<p> </p>", "<p>&nbsp;</p>", " "])
    def test_empty_worker_involvement_is_rejected(self, text):
        made = factories.alliance(participants=("employer",), worker_involvement_en=text)
        with pytest.raises(ValidationError, match=NEEDED):
            publish(made, by=None, without_approval=True)

    def test_archives_are_exempt_without_worker_involvement(self):
        made = factories.published(factories.alliance(participants=("employer",), from_archives=True))
        assert made.is_public()
        made.worker_involvement_en = made.worker_involvement_es = made.worker_involvement_fr = "<p>A</p>"
        with pytest.raises(ValidationError, match="worker involvement is filled in"):
            made.clean()

    @pytest.mark.parametrize("kind", ["consulate", "educational institution", "professional association", "tribe", ""])
    def test_other_participants_need_no_union(self, kind):
        assert factories.published(factories.alliance(participants=(kind,))).is_public()


def test_publish_requires_participant_and_agreement():
    with pytest.raises(ValidationError) as refusal:
        publish(factories.alliance(participants=(), agreements=()), by=None, without_approval=True)
    assert set(refusal.value.messages) == {
        "Add a participant.", "Add an agreement with the date the alliance was signed.",
    }  # fmt: skip


class TestProduct:
    def test_product_with_price_is_not_published(self):
        with pytest.raises(ValidationError, match="only products that are free to the public"):
            publish(factories.product(is_free=False), by=None, without_approval=True)

    def test_product_without_edition_is_not_published(self):
        with pytest.raises(ValidationError, match="Add a language with a public URL or a file"):
            publish(factories.product(languages=()), by=None, without_approval=True)

    def test_product_without_alliance_is_not_published(self):
        made = factories.product()
        made.alliances.clear()
        with pytest.raises(ValidationError, match="Enter the alliance that made the product"):
            publish(made, by=None, without_approval=True)

    def test_public_product_must_stay_free(self):
        made = factories.published(factories.product())
        made.is_free = False
        with pytest.raises(ValidationError, match="only products that are free to the public"):
            made.full_clean()
