"""Sign an editor in whose password and second factor were checked elsewhere, and end sessions."""

from allauth.usersessions.models import UserSession
from django.contrib.auth import login

from portal.accounts.recording import record_account_event
from portal.audit.models import EventKind


def sign_in(request, editor):
    """Sign an editor in and list the session with their others."""
    login(request, editor)
    UserSession.objects.create_from_request(request, user=editor)
    record_account_event(EventKind.SIGNED_IN, editor, person=editor, detail="password, with the text of a form kept")


def end_sessions(editor):
    """End all sessions of an editor."""
    for session in UserSession.objects.filter(user=editor):
        session.end()
    record_account_event(EventKind.SESSIONS_ENDED, editor)
