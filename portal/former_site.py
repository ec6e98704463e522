"""Redirects from the addresses of the trinational site of 2004 (www.naalcosh.org)."""

import re

from django.http import HttpResponsePermanentRedirect
from django.urls import re_path, reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from portal.i18n.languages import LANGUAGES

# Path: (URL name, language). The first is the only one that a source gives. The others follow from its suffix.
FORMER_PATHS = {
    "index_e.htm": ("home", "en"),
    "index_s.htm": ("home", "es"),
    "index_f.htm": ("home", "fr"),
    "index.htm": ("welcome", ""),
}


@require_safe
def redirect_former_path(request, path):
    """Redirect a path of the former site, in upper or lower case, to its page in its language."""
    url_name, language = FORMER_PATHS[path.lower()]
    with override(language or LANGUAGES[0]):
        return HttpResponsePermanentRedirect(reverse(url_name))


urlpatterns = [
    re_path(rf"^(?P<path>(?i:{'|'.join(map(re.escape, FORMER_PATHS))}))\Z", redirect_former_path, name="former_path")
]
