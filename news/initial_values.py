"""Initial values of the form of a new release, taken from its country."""

from news.models import NewsRelease
from portal import clock, permissions
from portal.editing.initial_values import choose_source_language
from portal.i18n.languages import LANGUAGES
from portal.pages.offices import Office
from portal.records.models import Country


def choose_country(editor, requested=""):
    """Return the country with the requested primary key if the editor writes for it, else the editor's only country."""
    countries, _ = permissions.get_owner_choices(editor, NewsRelease)
    keys = editor.country_ids if countries is None else countries
    choices = Country.objects.all() if countries is None else Country.objects.filter(pk__in=countries)
    if requested.isdecimal() and (country := choices.filter(pk=requested).first()):
        return country
    return choices.filter(pk__in=keys).first() if len(keys) == 1 else None


def get_initial_values(country):
    """Return the initial form data of a new release; the country may be None."""
    values = {"date": clock.get_today().isoformat()}
    if country:
        earlier = NewsRelease.objects.filter(country=country).exclude(contact="").order_by("-date", "-pk")
        contact = earlier.values_list("contact", flat=True).first()
        office = Office.objects.published().filter(country=country).first()
        values |= {"country": country.pk, "contact": contact or "", "office": office and office.pk}
    return values


def get_expanded_languages(editor, release, country):
    """Return the languages whose fieldsets are expanded: required or filled ones, and all of them for translators."""
    if release and permissions.get_writable_languages(editor, release) != LANGUAGES:
        return LANGUAGES
    if release:
        return {*release.required_languages(), *release.languages()}
    return {choose_source_language(editor, country), *country.joint_languages} if country else LANGUAGES
