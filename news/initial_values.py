"""What a new release begins with: what its country's office would write anyway. Its editor may change all of it."""

from django.utils import timezone

from news.models import NewsRelease
from portal import permissions
from portal.i18n.languages import LANGUAGES, reader_language
from portal.pages.offices import Office
from portal.records.models import Country


def country_of(editor, asked=""):
    """The country asked for, among those for which the editor writes; else the editor's own where there is one."""
    countries, _ = permissions.countries_to_write_for(editor, NewsRelease)
    keys = editor.country_ids if countries is None else countries
    choices = Country.objects.all() if countries is None else Country.objects.filter(pk__in=countries)
    if asked.isdecimal() and (found := choices.filter(pk=asked).first()):
        return found
    return choices.filter(pk__in=keys).first() if len(keys) == 1 else None


def language_of(country):
    """The editor's language where it is one of the country's, else the country's first."""
    own = country.languages if country else []
    return reader_language() if reader_language() in own or not own else own[0]


def first_values(country):
    """The fields of a new release of a country, None where it is not known yet."""
    values = {"date": timezone.localdate().isoformat(), "source_language": language_of(country)}
    if country:
        former = NewsRelease.objects.filter(country=country).exclude(contact="").order_by("-date", "-pk")
        contact = former.values_list("contact", flat=True).first()
        office = Office.objects.published().filter(country=country).first()
        values |= {"country": country.pk, "contact": contact or "", "office": office and office.pk}
    return values


def languages_to_show(editor, release, country):
    """The languages whose fields stand open: those that must be complete, that have a text, or all to a translator."""
    if release and permissions.languages_to_write(editor, release) != LANGUAGES:
        return LANGUAGES
    if release:
        return {*release.required_languages(), *release.languages()}
    return {language_of(country), *country.joint_languages} if country else LANGUAGES
