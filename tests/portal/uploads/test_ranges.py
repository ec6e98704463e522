"""Range and conditional requests for files."""

import pytest
from django.test import Client

from news.models import ReleaseFile
from portal.publishing.workflow import unpublish
from tests.support import factories

pytestmark = pytest.mark.django_db
CONTENT = factories.pdf_bytes()
SIZE = len(CONTENT)


@pytest.fixture(params=["file", "document"])
def path(request, settings, tmp_path):
    """The path of a public file: that of the stored file, and that of the document."""
    settings.MEDIA_ROOT = tmp_path / "files"
    release = factories.news_release()
    factories.release_file(release=release, file=factories.pdf_file())
    factories.published(release)
    row = ReleaseFile.objects.get(release=release)
    return f"/files/{row.file.name}" if request.param == "file" else f"/files/releasefile/{row.pk}/"


def get(path, **headers):
    """Return the response and its content, whose stream is consumed and closed."""
    response = Client().get(path, headers=headers)
    return response, response.getvalue()


@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [
        ("0-9", 0, 9), ("10-", 10, SIZE - 1), ("-5", SIZE - 5, SIZE - 1), ("0-999999999", 0, SIZE - 1),
        ("-99999999", 0, SIZE - 1),
    ],
)  # fmt: skip
def test_range_is_sent(path, wanted, first, last):
    response, content = get(path, range=f"bytes={wanted}")
    assert response.status_code == 206
    assert content == CONTENT[first : last + 1]
    assert response["Content-Range"] == f"bytes {first}-{last}/{SIZE}"
    assert response["Content-Length"] == str(last - first + 1)


@pytest.mark.parametrize("wanted", ["bytes=0-1,4-5", "bytes=5-2", "bytes=-", "lines=0-1", "bytes=a-b", "bytes="])
def test_other_ranges_get_whole_file(path, wanted):
    response, content = get(path, range=wanted)
    assert (response.status_code, content) == (200, CONTENT)
    assert response["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize("wanted", [f"{SIZE}-", "-0", "99999999-99999999"])
def test_range_beyond_file_is_refused(path, wanted):
    response, _ = get(path, range=f"bytes={wanted}")
    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{SIZE}"


def test_range_depends_on_if_range(path):
    whole, _ = get(path)
    for condition in (whole["ETag"], whole["Last-Modified"]):
        assert get(path, range="bytes=0-1", **{"if-range": condition})[0].status_code == 206
    for condition in ('"other"', f"W/{whole['ETag']}", "Thu, 01 Jan 2004 00:00:00 GMT"):
        assert get(path, range="bytes=0-1", **{"if-range": condition})[1] == CONTENT


def test_unchanged_file_is_not_sent_again(path):
    whole, _ = get(path)
    assert not whole["ETag"].startswith("W/")
    assert get(path, **{"if-none-match": whole["ETag"]})[0].status_code == 304
    assert get(path, **{"if-modified-since": whole["Last-Modified"]})[0].status_code == 304
    assert get(path, **{"if-match": '"other"'})[0].status_code == 412
    head = Client().head(path, headers={"range": "bytes=0-1"})
    assert (head.status_code, head["Content-Length"], head.getvalue()) == (200, str(SIZE), b"")


def test_range_of_unpublished_file_is_not_sent(path):
    tag = get(path)[0]["ETag"]
    unpublish(ReleaseFile.objects.last().release, by=None)
    assert get(path, range="bytes=0-1")[0].status_code == 404
    assert get(path, **{"if-none-match": tag})[0].status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_file_can_only_be_read(path, method):
    client = Client(enforce_csrf_checks=True)
    response = getattr(client, method)(path)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert client.options(path).status_code == 204
