"""An ID for each request that Django answers, which the log repeats and a failure names."""

import re
import uuid

from portal.operations.error_log import request_id

HEADER = "X-Request-ID"
# What a proxy may choose. Anything else would let a stranger write into the log.
VALID_ID = re.compile(r"[0-9A-Za-z-]{8,64}")


def assign_request_id(get_response):
    """Take the ID from the proxy or make one, log with it, and name it in responses that report a failure."""

    def middleware(request):
        given = request.headers.get(HEADER, "")
        own = given if VALID_ID.fullmatch(given) else uuid.uuid4().hex
        token = request_id.set(own)
        try:
            response = get_response(request)
        finally:
            request_id.reset(token)
        if response.status_code >= 500:
            response.headers[HEADER] = own
        return response

    return middleware
