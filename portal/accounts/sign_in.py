"""Sign an editor in whose password and second factor were checked elsewhere."""

from allauth.usersessions.models import UserSession
from django.contrib.auth import login


def sign_in(request, editor):
    """Sign an editor in and list the session with their others."""
    login(request, editor)
    UserSession.objects.create_from_request(request, user=editor)
