"""What the exit notice says of one destination, which only a link of a public record opens. No page is made here."""

from dataclasses import dataclass

from portal.external_links.models import Destination, direct_hosts
from portal.i18n.languages import LANGUAGES, LocalizedText, get_current_language
from portal.links.urls import ExternalURL, ExternalURLError, get_parent_domains

# Canada's notice for sites not subject to its Official Languages Act, as the Treasury Board's directive words it. It
# exists in Canada's two languages, and is not translated.
OFFICIAL_WORDING = {
    "en": "This link leads to a site belonging to an entity not subject to the Official Languages Act. Information on "
    "this site is available in the language of the site.",
    "fr": "Ce lien conduit à un site d’une entité non assujettie à la Loi sur les langues officielles. L’information "
    "sur ce site est disponible dans la langue du site.",
}
CANADA = "CA"


@dataclass
class Notice:
    """One destination: where it is, in which languages, whether it is a government's, and who leads there."""

    place: ExternalURL
    languages: list
    government: bool
    records: list

    @property
    def address_in_parts(self):
        """The address in full: what stands before its host, the host, and what follows."""
        before, slashes, rest = self.place.href.partition("//")
        return before + slashes, self.place.host, rest.removeprefix(self.place.host)

    @property
    def back(self):
        """The record that the reader may have come from: the first that leads there."""
        return self.records[0]

    @property
    def official_wording(self):
        """Canada's own words, where its content leads to a site in one language: in the reader's, else in both."""
        of_canada = any(record.country and record.country.code == CANADA for record in self.records)
        if self.government or not of_canada or len(self.languages) != 1:
            return []
        languages = [get_current_language()] if get_current_language() in OFFICIAL_WORDING else OFFICIAL_WORDING
        return [LocalizedText(OFFICIAL_WORDING[language], language) for language in languages]


def notice_of(number):
    """The Notice of the destination with this number; None where no public record leads to one."""
    destination = Destination.objects.filter(pk=number).first()
    uses = destination.used_by("published") if destination else []
    try:
        place = destination.place if uses else None
    except ExternalURLError:
        place = None
    if place is None:
        return None
    said = {language for use, _ in uses for language in use.languages}
    hosts = direct_hosts()
    return Notice(
        place=place,
        languages=[language for language in LANGUAGES if language in said],
        government=any(hosts.get(domain) for domain in get_parent_domains(place.host)),
        records=[record for _, record in uses],
    )
