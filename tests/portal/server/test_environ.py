"""The WSGI environment of an RSGI request."""

from types import SimpleNamespace

from portal.server.environ import build_environ


class Headers:
    def __init__(self, *items):
        self.pairs = items

    def items(self):
        return self.pairs


def build(*headers, **fields):
    scope = SimpleNamespace(
        **{
            "method": "GET", "path": "/en/", "query_string": "", "client": "192.0.2.7:4711", "server": "127.0.0.1:8000",
            "http_version": "1.1", "scheme": "http", "authority": None, **fields,
        },
        headers=Headers(*headers),
    )  # fmt: skip
    return build_environ(scope, None)


def test_path_has_its_bytes_as_latin_1():
    path = build(path="/es/búsqueda/")["PATH_INFO"]
    assert path.encode("latin-1").decode() == "/es/búsqueda/"


def test_addresses_are_split():
    environ = build(client="[2001:db8::1]:9", server="127.0.0.1:8000")
    assert (environ["REMOTE_ADDR"], environ["SERVER_NAME"], environ["SERVER_PORT"]) == (
        "2001:db8::1", "127.0.0.1", "8000",
    )  # fmt: skip


def test_headers_are_variables():
    environ = build(("content-type", "text/plain"), ("content-length", "3"), ("accept-language", "fr"))
    assert (environ["CONTENT_TYPE"], environ["CONTENT_LENGTH"]) == ("text/plain", "3")
    assert environ["HTTP_ACCEPT_LANGUAGE"] == "fr"


def test_repeated_headers_are_joined():
    environ = build(("cookie", "a=1"), ("cookie", "b=2"), ("accept", "x"), ("accept", "y"))
    assert (environ["HTTP_COOKIE"], environ["HTTP_ACCEPT"]) == ("a=1; b=2", "x,y")


def test_underscore_does_not_pass_for_hyphen():
    environ = build(("x_forwarded_proto", "https"), ("x-forwarded-proto", "http"))
    assert environ["HTTP_X_FORWARDED_PROTO"] == "http"
    assert "HTTP_X_FORWARDED_PROTO" not in build(("x_forwarded_proto", "https"))


def test_host_comes_from_the_address_of_the_request():
    assert build(authority="portal.example")["HTTP_HOST"] == "portal.example"
    assert build(("host", "a.example"), authority="b.example")["HTTP_HOST"] == "a.example"
