"""All models of the portal app, imported so that Django finds them. Other code imports them from their packages."""

from portal.accounts.lockout import SignInAttempt
from portal.accounts.models import Editor
from portal.accounts.outbox import AccountMail
from portal.audit.models import AuditEvent
from portal.content_import.models import LoadedRecord
from portal.drafts.models import Draft
from portal.editing.sessions.models import Presence
from portal.external_links.models import Destination, DestinationUse, DirectHost
from portal.glossary.models import Term
from portal.history.models import Version
from portal.history.uploads import Upload
from portal.notifications.models import Notification
from portal.pages.documents import Document, DocumentFile
from portal.pages.models import Page
from portal.pages.offices import Office, OfficeAddress, OfficeName
from portal.pictures.models import Picture
from portal.previews.models import Preview
from portal.publishing.approvals import Approval
from portal.publishing.change_notes import ChangeNote
from portal.publishing.releases import Release, ReleaseMember
from portal.record_uses.models import RecordUse
from portal.records.models import Country
from portal.records.redirects import FormerAddress
from portal.richtext.models import Acronym
from portal.scheduler.models import ScheduleCheck
from portal.search_index.models import SearchFacet, SearchRow, SearchWord, Synonym

__all__ = [
    "AccountMail",
    "Acronym",
    "Approval",
    "AuditEvent",
    "ChangeNote",
    "Country",
    "Destination",
    "DestinationUse",
    "DirectHost",
    "Document",
    "DocumentFile",
    "Draft",
    "Editor",
    "FormerAddress",
    "LoadedRecord",
    "Notification",
    "Office",
    "OfficeAddress",
    "OfficeName",
    "Page",
    "Picture",
    "Presence",
    "Preview",
    "RecordUse",
    "Release",
    "ReleaseMember",
    "ScheduleCheck",
    "SearchFacet",
    "SearchRow",
    "SearchWord",
    "SignInAttempt",
    "Synonym",
    "Term",
    "Upload",
    "Version",
]
