"""What "public" means, the verbs that lead there, and the addresses of a record."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from news.models import NewsItem
from portal.former_addresses import FormerAddress
from portal.models import Country
from portal.publishing import Status
from portal.versions import Event, versions_of
from programs.models import Entry
from tests import factories
from tests.factories import country, published

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def set_clock(monkeypatch, moment):
    monkeypatch.setattr(timezone, "now", lambda: moment)


def kept(record):
    """The record as the database has it."""
    return type(record).objects.get(pk=record.pk)


def state(record):
    """What a refused verb must leave as it was."""
    found = kept(record)
    return found.status, found.publish_at, found.withdraw_at, found.version, versions_of(record).count()


def refused(verb, **options):
    """The messages of a verb that changes nothing."""
    before = state(verb.__self__)
    with pytest.raises(ValidationError) as refusal:
        verb(**{"by": None, **options})
    assert state(verb.__self__) == before
    return refusal.value.messages


class TestPublished:
    @pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW, Status.WITHDRAWN])
    def test_record_of_another_status_is_not_public(self, status):
        record = factories.news_item(status=status, publish_at=timezone.now() - SECOND)
        assert not record.is_public()

    def test_record_without_a_time_is_not_public(self):
        assert not factories.news_item(status=Status.PUBLISHED).is_public()

    @pytest.mark.parametrize(("ahead", "public"), [(-SECOND, True), (0 * SECOND, True), (SECOND, False)])
    def test_record_appears_on_the_second(self, monkeypatch, ahead, public):
        set_clock(monkeypatch, NOW)
        assert factories.news_item(status=Status.PUBLISHED, publish_at=NOW + ahead).is_public() is public

    @pytest.mark.parametrize(("ahead", "public"), [(-SECOND, False), (0 * SECOND, False), (SECOND, True)])
    def test_record_disappears_on_the_second(self, monkeypatch, ahead, public):
        set_clock(monkeypatch, NOW)
        record = factories.news_item(status=Status.PUBLISHED, publish_at=NOW - SECOND, withdraw_at=NOW + ahead)
        assert record.is_public() is public

    def test_record_appears_and_disappears_without_anyone_doing_anything(self, monkeypatch):
        record = factories.news_item(status=Status.PUBLISHED, publish_at=NOW, withdraw_at=NOW + 10 * SECOND)
        seen = []
        for after in (-1, 0, 9, 10):
            set_clock(monkeypatch, NOW + after * SECOND)
            seen.append(NewsItem.objects.published().filter(pk=record.pk).exists())
        assert seen == [False, True, True, False]

    def test_record_is_public_in_whatever_time_zone_the_process_runs(self):
        record = published(factories.news_item())
        with timezone.override("America/Mexico_City"):
            assert record.is_public()

    def test_record_that_was_never_saved_is_not_public(self):
        assert not NewsItem(title_en="One").is_public()

    @pytest.mark.parametrize("parent", ["jurisdiction", "section"])
    def test_cell_is_public_only_with_its_row_and_column(self, parent):
        entry = published(
            factories.entry(jurisdiction=published(factories.jurisdiction()), section=published(factories.section()))
        )
        assert entry.is_public()
        getattr(entry, parent).withdraw(by=None)
        assert not entry.is_public()

    def test_records_of_a_country_are_its_own(self):
        own = factories.news_item(country=country("MX"))
        joint = factories.news_item()
        assert own in NewsItem.objects.owned_by(country("MX"))
        assert own not in NewsItem.objects.owned_by(None)
        assert joint in NewsItem.objects.owned_by(None)

    def test_records_in_review_await_it(self):
        record = factories.news_item()
        assert record not in NewsItem.objects.awaiting_review()
        record.submit(by=None)
        assert record in NewsItem.objects.awaiting_review()


class TestVerbs:
    def test_publish_makes_public_now(self, monkeypatch):
        set_clock(monkeypatch, NOW)
        editor = factories.editor()
        record = factories.news_item()
        record.publish(by=editor)
        found = kept(record)
        assert (found.status, found.publish_at, found.modified_by) == (Status.PUBLISHED, NOW, editor)
        assert found.is_public()

    def test_publish_at_a_time_to_come_schedules(self, monkeypatch):
        set_clock(monkeypatch, NOW)
        record = factories.news_item()
        record.publish(by=None, at=NOW + SECOND)
        assert not kept(record).is_public()
        assert versions_of(record).first().event == Event.SCHEDULED
        set_clock(monkeypatch, NOW + SECOND)
        assert kept(record).is_public()

    def test_publish_at_a_time_gone_by_publishes(self, monkeypatch):
        set_clock(monkeypatch, NOW)
        record = factories.news_item()
        record.publish(by=None, at=NOW - SECOND)
        assert kept(record).publish_at == NOW - SECOND
        assert versions_of(record).first().event == Event.PUBLISHED

    def test_publish_takes_back_an_end_that_was_set(self):
        record = factories.news_item(withdraw_at=timezone.now() - SECOND)
        record.publish(by=None)
        assert record.is_public()

    @pytest.mark.parametrize("verb", ["submit", "withdraw"])
    def test_withdrawn_record_can_be_published_again(self, verb):
        record = published(factories.news_item())
        record.withdraw(by=None)
        if verb == "submit":
            record.submit(by=None)
        record.publish(by=None)
        assert record.is_public()

    def test_withdraw_takes_back_what_is_scheduled(self):
        record = factories.news_item()
        record.publish(by=None, at=timezone.now() + timedelta(days=1))
        record.withdraw(by=None)
        assert kept(record).status == Status.WITHDRAWN

    def test_submit_and_return_lead_back_to_the_draft(self):
        record = factories.news_item()
        record.submit(by=None)
        assert kept(record).status == Status.IN_REVIEW
        record.return_to_author(by=None, note="The date is wrong.")
        assert kept(record).status == Status.DRAFT

    @pytest.mark.parametrize(
        ("verb", "status"),
        [
            ("submit", Status.IN_REVIEW),
            ("submit", Status.PUBLISHED),
            ("return_to_author", Status.DRAFT),
            ("return_to_author", Status.PUBLISHED),
            ("return_to_author", Status.WITHDRAWN),
            ("withdraw", Status.DRAFT),
            ("withdraw", Status.IN_REVIEW),
            ("withdraw", Status.WITHDRAWN),
        ],
    )
    def test_verb_is_refused_where_the_status_does_not_allow_it(self, verb, status):
        record = factories.news_item(title_en="One", status=status)
        options = {"note": "Why"} if verb == "return_to_author" else {}
        said = refused(getattr(record, verb), **options)
        assert said == [f"“One” cannot do that: it is “{status}”."]
        assert record.status == status

    @pytest.mark.parametrize("note", ["", " ", "\n"])
    def test_return_without_a_reason_is_refused(self, note):
        record = factories.news_item(status=Status.IN_REVIEW)
        assert refused(record.return_to_author, note=note) == ["Say why the text is returned."]

    def test_publish_of_what_is_incomplete_is_refused(self):
        record = factories.news_item(title_en="One", title_es="Uno", body_en="<p>x</p>", body_es="<p>x</p>")
        said = refused(record.publish)
        assert len(said) == 2
        assert all("is missing" in message for message in said)
        assert record.status == Status.DRAFT
        assert refused(record.publish, at=timezone.now() + SECOND) == said

    def test_refusal_speaks_the_language_of_the_editor(self):
        record = factories.news_item(title_en="One")
        with override("fr"), pytest.raises(ValidationError) as refusal:
            record.publish(by=None)
        assert not any("is missing" in message for message in refusal.value.messages)

    def test_verb_that_fails_in_the_database_leaves_no_version(self):
        factories.news_item(slug_en="taken")
        record = factories.news_item()
        record.slug_en = "taken"
        before = state(record)
        with pytest.raises(IntegrityError), transaction.atomic():
            record.publish(by=None)
        assert state(record) == before

    def test_every_save_counts_a_version(self):
        record = factories.news_item()
        assert kept(record).version == 1
        record.save()
        assert kept(record).version == 2
        record.publish(by=None)
        assert kept(record).version == 3


def missing(record):
    return sorted(record.what_is_missing())


class TestJointLanguages:
    def test_trinational_record_needs_all_three(self):
        record = factories.news_item(title_en="One")
        assert record.required_languages() == ["en", "es", "fr"]
        assert missing(record) == ["title_es", "title_fr"]

    def test_record_of_canada_needs_english_and_french(self):
        record = factories.news_item(title_fr="Un", source_language="fr", country=country("CA"))
        assert record.required_languages() == ["en", "fr"]
        assert missing(record) == ["title_en"]

    def test_record_of_canada_written_in_spanish_needs_all_three(self):
        record = factories.news_item(title_es="Uno", source_language="es", country=country("CA"))
        assert record.required_languages() == ["en", "es", "fr"]

    @pytest.mark.parametrize(("code", "language"), [("MX", "es"), ("US", "en")])
    def test_record_of_a_country_with_one_language_needs_it_alone(self, code, language):
        record = factories.news_item(**{f"title_{language}": "One"}, source_language=language, country=country(code))
        assert record.required_languages() == [language]
        record.publish(by=None)
        assert record.is_public()

    def test_editor_can_ask_for_a_further_language(self):
        record = factories.news_item(
            title_es="Uno", source_language="es", country=country("MX"), joint_languages=["en"]
        )
        assert missing(record) == ["title_en"]
        refused(record.publish)

    def test_rule_is_the_countrys_own(self):
        Country.objects.filter(code="MX").update(joint_languages=["fr"])
        record = factories.news_item(title_es="Uno", source_language="es", country=country("MX"))
        assert record.required_languages() == ["es", "fr"]

    def test_record_without_the_title_of_its_source_lacks_it(self):
        record = factories.news_item(title_en="One", source_language="es", country=country("MX"))
        assert missing(record) == ["title_es"]
        refused(record.publish)

    @pytest.mark.parametrize("body", [None, "", "<p> </p>", "<p>&nbsp;</p>"])
    def test_text_without_words_is_missing(self, body):
        texts = {"title_en": "One", "title_es": "Uno", "title_fr": "Un"}
        record = factories.news_item(**texts, body_en="<p>x</p>", body_es="<p>x</p>", body_fr=body)
        assert missing(record) == ["body_fr"]

    def test_text_that_the_source_does_not_have_is_not_asked_for(self):
        assert missing(factories.news_item()) == []

    def test_part_that_is_incomplete_is_named(self):
        record = factories.entry()
        factories.entry_link(entry=record, text_en="OSHA")
        assert len(refused(record.publish)) == 2

    def test_names_of_an_office_are_asked_for_in_no_other_language(self):
        record = factories.office(country=country("CA"))
        record.names.create(name_en="Labour Program")
        record.publish(by=None)
        assert record.is_public()

    def test_live_record_cannot_be_made_incomplete(self):
        record = published(factories.news_item())
        record.title_fr = ""
        with pytest.raises(ValidationError) as refusal:
            record.full_clean()
        assert list(refusal.value.message_dict) == ["title_fr"]

    def test_live_record_cannot_lose_its_words_to_the_sanitiser(self):
        record = published(factories.news_item(**dict.fromkeys(("body_en", "body_es", "body_fr"), "<p>x</p>")))
        record.body_fr = "<script>words</script>"
        with pytest.raises(ValidationError) as refusal:
            record.full_clean()
        assert list(refusal.value.message_dict) == ["body_fr"]

    def test_record_without_the_title_of_its_source_is_refused_at_its_field(self):
        with pytest.raises(ValidationError) as refusal:
            NewsItem(date="2004", title_en="One", source_language="fr").full_clean()
        assert list(refusal.value.message_dict) == ["title_fr"]


def slugs(record):
    return [record.slug_en, record.slug_es, record.slug_fr]


class TestSlugs:
    def test_slugs_are_made_of_the_titles(self):
        record = factories.news_item(
            title_en="Workers’ Safety!", title_es="¿Año de la niñez?", title_fr="Énoncé : l’été"
        )
        assert slugs(record) == ["workers-safety", "ano-de-la-ninez", "enonce-lete"]

    def test_slug_writes_out_french_ligatures(self):
        record = factories.news_item(title_fr="Main-d’œuvre et Œuvres", source_language="fr")
        assert record.slug_fr == "main-doeuvre-et-oeuvres"

    @pytest.mark.parametrize(("source", "title"), [("en", "Common ground"), ("es", "Tierra común"), ("fr", "Terre")])
    def test_slugs_are_made_of_the_source_where_there_is_no_translation(self, source, title):
        record = factories.news_item(**{f"title_{source}": title}, source_language=source)
        assert len(set(slugs(record))) == 1
        assert slugs(record)[0].startswith(("common", "tierra-comun", "terre"))

    def test_slugs_that_are_given_stay(self):
        record = factories.news_item(title_en="One", slug_en="first", slug_es="primero")
        assert slugs(record) == ["first", "primero", "one"]

    def test_slugs_stay_when_the_title_changes(self):
        record = factories.news_item(title_en="One", title_es="Uno", title_fr="Un")
        record.title_en = "Two"
        record.save()
        assert slugs(kept(record)) == ["one", "uno", "un"]

    def test_slugs_are_numbered_where_they_are_taken(self):
        records = [factories.news_item(title_en="Same", title_fr="Pareil") for _ in range(3)]
        assert [record.slug_en for record in records] == ["same", "same-2", "same-3"]
        assert [record.slug_fr for record in records] == ["pareil", "pareil-2", "pareil-3"]

    def test_slugs_fill_a_number_that_is_free(self):
        factories.news_item(title_en="Same")
        factories.news_item(title_en="Other", slug_en="same-3")
        factories.news_item(title_en="Other", slug_en="same-ground")
        assert factories.news_item(title_en="Same").slug_en == "same-2"

    def test_slug_of_one_language_may_stand_in_another(self):
        factories.news_item(title_en="Normal", title_es="Otro", title_fr="Autre")
        record = factories.news_item(title_en="Second", title_es="Normal", title_fr="Normal")
        assert slugs(record) == ["second", "normal", "normal"]

    def test_slug_that_another_record_has_is_refused_at_its_field(self):
        factories.news_item(slug_fr="pris")
        record = factories.news_item()
        record.slug_fr = "pris"
        with pytest.raises(ValidationError) as refusal:
            record.full_clean()
        assert "pris" not in slugs(kept(record))
        assert list(refusal.value.message_dict) in (["slug_fr"], ["__all__"])

    @pytest.mark.parametrize("language", ["en", "es", "fr"])
    def test_slug_that_another_record_has_is_refused_by_the_database(self, language):
        column = f"slug_{language}"
        factories.news_item(**{column: "taken"})
        record = factories.news_item()
        with pytest.raises(IntegrityError), transaction.atomic():
            NewsItem.objects.filter(pk=record.pk).update(**{column: "taken"})

    @pytest.mark.parametrize("language", ["en", "es", "fr"])
    def test_slug_that_is_empty_is_refused_by_the_database(self, language):
        record = factories.news_item()
        with pytest.raises(IntegrityError), transaction.atomic():
            NewsItem.objects.filter(pk=record.pk).update(**{f"slug_{language}": ""})

    def test_slug_that_is_emptied_is_made_anew(self):
        record = factories.news_item(title_en="One", slug_en="first")
        record.slug_en = ""
        record.save()
        assert kept(record).slug_en == "one"

    @pytest.mark.parametrize("interface", ["en", "es", "fr"])
    def test_spanish_records_are_saved_whatever_the_interface_speaks(self, interface):
        with override(interface):
            for _ in range(2):
                record = NewsItem(title_es="Seguridad", source_language="es", country=country("MX"), date="2026")
                record.full_clean()
                record.save()
                record.publish(by=None)
        assert slugs(record) == ["seguridad-2"] * 3
        assert (record.title_en, record.title_es, record.title_fr) == (None, "Seguridad", None)
        assert record.languages() == ["es"]
        assert str(record) == "Seguridad"

    @pytest.mark.parametrize("title", ["安全", "!!!", "—"])
    def test_title_without_ascii_letters_still_gets_an_address(self, title):
        assert slugs(factories.news_item(title_en=title)) == ["newsitem"] * 3

    def test_long_title_gets_an_address_that_fits(self):
        title = "word " * 40
        records = [factories.news_item(title_en=title[:200]) for _ in range(11)]
        assert len({record.slug_en for record in records}) == 11
        for record in records:
            record.full_clean()

    def test_cell_has_its_address_within_its_jurisdiction(self):
        section = factories.section(title_en="Training", title_es="Capacitación", title_fr="Formation")
        one, other = factories.entry(section=section), factories.entry(section=section)
        assert slugs(one) == slugs(other) == ["training", "capacitacion", "formation"]
        third = factories.entry(jurisdiction=one.jurisdiction, section=factories.section(title_en="Training"))
        assert third.slug_en == "training-2"

    def test_cell_whose_address_is_taken_in_its_jurisdiction_is_refused_by_the_database(self):
        one = factories.entry(slug_fr="pris")
        other = factories.entry(jurisdiction=one.jurisdiction)
        with pytest.raises(IntegrityError), transaction.atomic():
            Entry.objects.filter(pk=other.pk).update(slug_fr="pris")
        Entry.objects.filter(pk=factories.entry().pk).update(slug_fr="pris")

    def test_address_is_in_its_language(self):
        record = factories.news_item(title_en="One", title_es="Uno", title_fr="Un", date="2004-04")
        with override("en"):
            assert [record.address_in(language) for language in ("en", "es", "fr")] == [
                "/en/news/2004/one/", "/es/noticias/2004/uno/", "/fr/nouvelles/2004/un/",
            ]  # fmt: skip
        with override("fr"):
            assert record.get_absolute_url() == "/fr/nouvelles/2004/un/"


def answer(path):
    """The status of a page, and the address that it leads on to."""
    response = Client().get(path)
    return response.status_code, response.headers.get("Location")


class TestFormerAddresses:
    def moved(self, **slugs):
        """A public item whose slugs were one, uno and un."""
        record = published(factories.news_item(title_en="One", title_es="Uno", title_fr="Un"))
        for column, slug in slugs.items():
            setattr(record, column, slug)
        record.save()
        return record

    def test_former_address_leads_on_in_its_own_language(self):
        self.moved(slug_es="primero")
        assert answer("/es/noticias/2004/uno/") == (301, "/es/noticias/2004/primero/")
        assert answer("/es/noticias/2004/primero/")[0] == 200
        assert answer("/en/news/2004/one/")[0] == 200
        assert answer("/fr/nouvelles/2004/un/")[0] == 200

    def test_former_address_leads_on_with_its_query(self):
        self.moved(slug_fr="premier")
        assert answer("/fr/nouvelles/2004/un/?a=%C3%A9") == (301, "/fr/nouvelles/2004/premier/?a=%C3%A9")

    def test_every_former_address_leads_on_for_ever(self):
        record = self.moved(slug_en="second")
        record.slug_en = "third"
        record.save()
        for slug in ("one", "second"):
            assert answer(f"/en/news/2004/{slug}/") == (301, "/en/news/2004/third/")

    def test_address_that_is_taken_back_answers_again(self):
        record = self.moved(slug_en="second")
        record.slug_en = "one"
        record.save()
        assert answer("/en/news/2004/one/")[0] == 200
        assert answer("/en/news/2004/second/") == (301, "/en/news/2004/one/")

    def test_new_record_at_a_former_address_wins(self):
        old = self.moved(slug_en="second")
        new = published(factories.news_item(title_en="One", title_es="Otro", title_fr="Autre"))
        assert new.slug_en == "one"
        response = Client().get("/en/news/2004/one/")
        assert response.status_code == 200
        assert response.context["record"] == new != old

    def test_former_address_of_another_language_leads_to_this_ones(self):
        self.moved(slug_es="primero")
        assert answer("/fr/nouvelles/2004/uno/") == (301, "/fr/nouvelles/2004/un/")

    def test_former_address_of_a_withdrawn_record_leads_nowhere(self):
        self.moved(slug_en="second").withdraw(by=None)
        assert answer("/en/news/2004/one/")[0] == 404

    def test_former_address_is_kept_once(self):
        record = self.moved(slug_en="second")
        for slug in ("one", "second", "one"):
            record.slug_en = slug
            record.save()
        assert list(FormerAddress.objects.filter(object_id=record.pk).values_list("language", "slug").order_by("slug")) == [
            ("en", "one"), ("en", "second"),
        ]  # fmt: skip

    def test_former_address_of_a_cell_leads_on_within_its_jurisdiction(self):
        one, other = (
            published(factories.entry(
                jurisdiction=published(factories.jurisdiction()), section=published(factories.section()), slug_en="same"
            ))
            for _ in range(2)
        )  # fmt: skip
        for entry, slug in ((one, "one"), (other, "other")):
            entry.slug_en = slug
            entry.save()
        for entry, slug in ((one, "one"), (other, "other")):
            folder = f"/en/programs/{entry.jurisdiction.slug_en}/"
            assert answer(f"{folder}same/") == (301, f"{folder}{slug}/")
