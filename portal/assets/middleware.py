"""Serves the static files of this release, and those of other releases that pages in browsers and caches refer to."""

import re

from django.conf import settings
from whitenoise.middleware import WhiteNoiseMiddleware

# A name with the hash of its content is the same file in every release.
HASHED_NAME = re.compile(r"(?:[\w-][\w.-]*/)*[\w-][\w.-]*\.[0-9a-f]{12}\.\w+", re.ASCII)


class StaticFilesMiddleware(WhiteNoiseMiddleware):
    """WhiteNoise that also finds hashed files of the other releases in the data folder.

    While one release takes over from another, both answer requests for the files of both.
    """

    def __call__(self, request):
        if request.path_info not in self.files and (static_file := self.find_in_other_releases(request.path_info)):
            return self.serve(static_file, request)
        return super().__call__(request)

    def find_in_other_releases(self, url):
        """Return the file of a URL in the folder of another release, or None. It is looked up each time: it may go."""
        name = url.removeprefix(self.static_prefix)
        if name == url or not HASHED_NAME.fullmatch(name):
            return None
        for path in settings.PORTAL_BUILDS.glob(f"*/static/{name}"):
            return self.get_static_file(str(path), url)
        return None

    def immutable_file_test(self, path, url):
        """Let browsers keep files with a hash in their names, of whichever release."""
        return bool(HASHED_NAME.fullmatch(url.removeprefix(self.static_prefix)))
