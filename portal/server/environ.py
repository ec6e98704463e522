"""The WSGI environment of an RSGI request."""

import io
import sys

SERVER_PROTOCOLS = {"1": "HTTP/1.0", "1.1": "HTTP/1.1", "2": "HTTP/2"}
# Headers whose variables have no prefix (PEP 3333).
UNPREFIXED = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}


def decode_path(path):
    """Return a path as WSGI has it: its bytes, decoded as Latin-1."""
    return path if path.isascii() else path.encode().decode("latin-1")


def split_address(address):
    """Return the host and the port of an address: 192.0.2.1:443, [2001:db8::1]:443."""
    host, _, port = address.rpartition(":")
    return host.strip("[]"), port


def build_environ(scope, file_wrapper):
    """Return the WSGI environment of a request, with an empty body.

    Headers with an underscore in their names are left out, since they would pass for those with a hyphen.
    """
    name, port = split_address(scope.server)
    environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": decode_path(scope.path),
        "QUERY_STRING": scope.query_string,
        "REMOTE_ADDR": split_address(scope.client)[0],
        "SERVER_NAME": name,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": SERVER_PROTOCOLS.get(scope.http_version, "HTTP/1.1"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.file_wrapper": file_wrapper,
    }
    for header, value in scope.headers.items():
        if "_" in header:
            continue
        variable = UNPREFIXED.get(header) or f"HTTP_{header.upper().replace('-', '_')}"
        if variable in environ:
            value = f"{environ[variable]}{'; ' if header == 'cookie' else ','}{value}"
        environ[variable] = value
    if "HTTP_HOST" not in environ and scope.authority:
        environ["HTTP_HOST"] = scope.authority
    return environ
