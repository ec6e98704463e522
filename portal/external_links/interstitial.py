"""The content of the exit notice, the page between a link on the portal and an external site."""

from dataclasses import dataclass

from portal.external_links.models import Destination, get_direct_hosts
from portal.i18n.languages import LANGUAGES, LocalizedText, get_current_language
from portal.links.urls import ExternalURL, ExternalURLError, get_parent_domains

# Canada's notice for sites that are not subject to its Official Languages Act, in the words of the Treasury Board's
# directive. It exists in Canada's two languages only and must not be translated.
OFFICIAL_WORDING = {
    "en": "This link leads to a site belonging to an entity not subject to the Official Languages Act. Information on "
    "this site is available in the language of the site.",
    "fr": "Ce lien conduit à un site d’une entité non assujettie à la Loi sur les langues officielles. L’information "
    "sur ce site est disponible dans la langue du site.",
}
CANADA = "CA"


@dataclass
class ExternalLinkNotice:
    """The exit notice of one destination: its URL and languages, and the public records that link to it."""

    url: ExternalURL
    languages: list
    is_government: bool
    records: list

    @property
    def url_parts(self):
        """The URL in three parts: before the host, the host, and after it."""
        before, slashes, rest = self.url.href.partition("//")
        return before + slashes, self.url.host, rest.removeprefix(self.url.host)

    @property
    def source_record(self):
        """The first record that links to the destination, from which the reader may have come."""
        return self.records[0]

    @property
    def official_wording(self):
        """Canada's notice, if its content links to a site in one language: in the reader's language, else in both."""
        is_linked_by_canada = any(record.country and record.country.code == CANADA for record in self.records)
        if self.is_government or not is_linked_by_canada or len(self.languages) != 1:
            return []
        languages = [get_current_language()] if get_current_language() in OFFICIAL_WORDING else OFFICIAL_WORDING
        return [LocalizedText(OFFICIAL_WORDING[language], language) for language in languages]


def get_external_link_notice(number):
    """Return the ExternalLinkNotice of a destination, or None if no public record links to it."""
    destination = Destination.objects.filter(pk=number).first()
    usage = destination.get_usage("published") if destination else []
    try:
        url = destination.parse_url() if usage else None
    except ExternalURLError:
        url = None
    if url is None:
        return None
    languages = {language for use, _record in usage for language in use.languages}
    direct_hosts = get_direct_hosts()
    return ExternalLinkNotice(
        url=url,
        languages=[language for language in LANGUAGES if language in languages],
        is_government=any(direct_hosts.get(domain) for domain in get_parent_domains(url.host)),
        records=[record for _use, record in usage],
    )
