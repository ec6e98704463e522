"""Initial values of the form of a new record: its country, and its original language."""

from portal import permissions
from portal.i18n.languages import LANGUAGES, get_current_language
from portal.records.models import Country


def choose_source_language(editor, country=None):
    """Return the language in which an editor begins a record: one of its country, or of the editor's countries.

    If there are several, prefer the interface language, and then the languages of the editor.
    """
    countries = [country] if country else editor.countries.all()
    languages = [language for owner in countries for language in owner.languages] or LANGUAGES
    preferences = (get_current_language(), *editor.languages, *languages)
    return next(language for language in preferences if language in languages)


def choose_country(editor, model, requested):
    """Return the country with which the form of a new record begins, or None for all three governments.

    `requested` is the primary key of a country in the URL of the form, empty if there is none.
    """
    countries, all_three = permissions.get_owner_choices(editor, model)
    choices = Country.objects.all() if countries is None else Country.objects.filter(pk__in=countries)
    if requested.isdecimal() and (country := choices.filter(pk=requested).first()):
        return country
    return None if all_three else choices.first()
