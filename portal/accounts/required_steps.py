"""What an editor must do after signing in before any other page of the admin opens."""

from django.urls import reverse

from portal.accounts.second_factor import has_second_factor, needs_second_factor

# Pages of the admin site that stay open: those of the steps themselves, and signing out.
OPEN_PAGES = frozenset({"login", "logout", "password_change", "password_change_done", "jsi18n"})


def get_required_step(editor):
    """Return the URL of the page that the editor must visit first, None if there is none."""
    if editor.must_change_password and editor.has_usable_password():
        return reverse("admin:password_change")
    if needs_second_factor(editor) and not has_second_factor(editor):
        return reverse("mfa_index")
    return None
