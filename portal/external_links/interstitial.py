"""The content of the exit notice, the page between a link on the portal and an external site."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from portal.external_links.models import Destination, get_direct_hosts
from portal.i18n.languages import LANGUAGES, LocalizedText, get_current_language
from portal.i18n.paths import get_path_language, has_language_prefix, resolve_in_language
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
# With the words before it, the address fits into the title that search engines show.
MAX_ADDRESS_LENGTH = 50
MIN_PATH_LENGTH = 10


@dataclass
class ExternalLinkNotice:
    """The exit notice of one destination: its URL and languages, and the public records that link to it."""

    url: ExternalURL
    languages: list
    is_government: bool
    records: list
    origin: str = ""

    @property
    def url_parts(self):
        """The URL in three parts: before the host, the host, and after it."""
        before, slashes, rest = self.url.href.partition("//")
        return before + slashes, self.url.host, rest.removeprefix(self.url.host)

    @property
    def short_address(self):
        """The host and the path, for the title of the page: shortened in the middle if they are too long."""
        _before, host, path = self.url_parts
        host, path = host.removeprefix("www."), path.rstrip("/")
        room = MAX_ADDRESS_LENGTH - len(host)
        return host + (path if len(path) <= room else f"/…{path[2 - room :]}" if room > MIN_PATH_LENGTH else "")

    @property
    def return_record(self):
        """The record from which the reader came, None if they came from a page of several records.

        The first record that links to the destination, if it is not known from where the reader came.
        """
        if not self.origin:
            return self.records[0]
        return next((record for record in self.records if get_page_path(record) == self.origin), None)

    @property
    def return_url(self):
        """The URL of the page to which the link back leads."""
        return self.return_record.get_absolute_url() if self.return_record else self.origin

    @property
    def official_wording(self):
        """Canada's notice, if its content links to a site in one language: in the reader's language, else in both."""
        is_linked_by_canada = any(record.country and record.country.code == CANADA for record in self.records)
        if self.is_government or not is_linked_by_canada or len(self.languages) != 1:
            return []
        languages = [get_current_language()] if get_current_language() in OFFICIAL_WORDING else OFFICIAL_WORDING
        return [LocalizedText(OFFICIAL_WORDING[language], language) for language in languages]


def get_page_path(record):
    """Return the path of the page that shows a record, without a fragment."""
    return record.get_absolute_url().partition("#")[0]


def get_origin(request):
    """Return the path of the portal's own public page from which the reader came, or "".

    The Referer header can be forged, so only its path is used, if the host is ours and the path is that of a page.
    """
    try:
        referrer = urlsplit(request.headers.get("Referer", ""))
        is_own = f"{referrer.scheme}://{referrer.netloc}" == f"{request.scheme}://{request.get_host()}"
    except ValueError:
        return ""
    if not is_own or not has_language_prefix(referrer.path):
        return ""
    match = resolve_in_language(referrer.path, get_path_language(referrer.path))
    return referrer.path if match and match.url_name != "exit" else ""


def get_external_link_notice(number, origin=""):
    """Return the ExternalLinkNotice of a destination, or None if no public record links to it.

    `origin` is the path of the page from which the reader came.
    """
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
        origin=origin,
    )
