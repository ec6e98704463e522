"""Pages compressed on the wire. Static files are compressed beforehand, and uploads are left as they came."""

from django.middleware.gzip import GZipMiddleware


class CompressedPages(GZipMiddleware):
    """Compresses what is text and whole.

    A compressed answer's length can give away a secret that stands beside words from the request: public pages hold no
    secret, the admin's form tokens are masked anew in each answer, and Django adds a random length to each.
    """

    def process_response(self, request, response):
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if response.streaming or not (kind.startswith("text/") or kind.endswith("xml")):
            return response
        return super().process_response(request, response)
