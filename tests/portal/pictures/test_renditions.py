"""Renditions: sizes, formats, crops and replacement."""

from io import BytesIO
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image

from portal.models import Picture
from portal.pictures import renditions
from portal.pictures.renditions import CROP, FORMATS, WHOLE, decode, get_boxes, plan_renditions
from tests.support import factories


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


def make_picture(width, height, focal=(50, 50)):
    """Return an unsaved picture of this size."""
    file = SimpleNamespace(name="picture/0/one.png")
    return SimpleNamespace(file=file, width=width, height=height, focal_x=focal[0], focal_y=focal[1])


def widths_of(picture, shape):
    return [
        rendition["width"]
        for rendition in plan_renditions(picture)
        if rendition["shape"] == shape and rendition["name"].endswith(".avif")
    ]


@pytest.mark.parametrize(
    ("width", "height", "expected"),
    [
        (1, 1, [1]), (319, 200, [319]), (320, 200, [320]), (321, 200, [320, 321]),
        (1000, 500, [320, 640, 960, 1000]), (1920, 1080, [320, 640, 960, 1280, 1920]),
        (8660, 5773, [320, 640, 960, 1280, 1920]),
        (1920, 9600, [320, 640, 768]),  # no higher than 3840 pixels
        (1000, 30_000, []), (100, 3000, [100]), (20_000, 10, [320, 640, 960, 1280, 1920]),
    ],
)  # fmt: skip
def test_rendition_widths_include_own_and_smaller(width, height, expected):
    assert widths_of(make_picture(width, height), WHOLE) == expected


def test_renditions_keep_aspect_ratio_in_each_format():
    made = [rendition for rendition in plan_renditions(make_picture(3000, 2000)) if rendition["width"] == 960]
    assert {rendition["height"] for rendition in made} == {640}
    assert {rendition["name"].rpartition(".")[2] for rendition in made} == {"avif", "webp"} == set(FORMATS)


@pytest.mark.parametrize(
    ("size", "focal", "box"),
    [
        ((3000, 1000), (50, 50), (750, 0, 2250, 1000)),
        ((3000, 1000), (0, 50), (0, 0, 1500, 1000)),
        ((3000, 1000), (100, 0), (1500, 0, 3000, 1000)),
        ((3000, 1000), (40, 50), (450, 0, 1950, 1000)),
        ((900, 3000), (50, 10), (0, 0, 900, 600)),
        ((900, 3000), (50, 50), (0, 1200, 900, 1800)),
        ((900, 3000), (0, 100), (0, 2400, 900, 3000)),
        ((1500, 1000), (0, 100), (0, 0, 1500, 1000)),
        ((1, 1), (100, 100), (0, 0, 1, 1)),
    ],
)
def test_crop_is_largest_around_focal_point(size, focal, box):
    assert tuple(get_boxes(make_picture(*size, focal))[CROP]) == box


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_large_picture_is_decoded_at_reduced_size(kind):
    buffer = BytesIO()
    Image.new("RGB", (8000, 2000), "teal").save(buffer, kind)
    buffer.seek(0)
    picture = make_picture(8000, 2000)
    image = decode(buffer, picture, plan_renditions(picture))
    assert 1920 <= image.width < 2 * 1920


# Of real records


def two_halves(width=1200, height=400):
    """Return a picture that is red on the left and blue on the right."""
    image = Image.new("RGB", (width, height), "red")
    image.paste("blue", (width // 2, 0, width, height))
    buffer = BytesIO()
    image.save(buffer, "PNG")
    return SimpleUploadedFile("halves.png", buffer.getvalue())


def opened(name):
    with default_storage.open(name) as file:
        image = Image.open(BytesIO(file.read()))
        image.load()
    return image


def crops(picture):
    return [rendition["name"] for rendition in picture.renditions if rendition["shape"] == CROP]


def colour(image):
    """Return the approximate colour in the middle of a compressed picture."""
    red, _green, blue = image.convert("RGB").getpixel((image.width // 2, image.height // 2))
    return "red" if red > blue else "blue"


@pytest.mark.django_db
def test_rendition_files_match_their_sizes():
    picture = factories.picture(file=factories.picture_file(1000, 600))
    assert [rendition["name"] for rendition in picture.renditions] == [
        rendition["name"] for rendition in plan_renditions(picture)
    ]
    for rendition in picture.renditions:
        image = opened(rendition["name"])
        assert (image.width, image.height) == (rendition["width"], rendition["height"])
        assert f".{image.format.lower()}" == rendition["name"][-5:]
        assert not {"exif", "icc_profile", "xmp"} & set(image.info)


@pytest.mark.django_db
def test_crop_is_remade_when_focal_point_moves(django_capture_on_commit_callbacks):
    picture = factories.picture(file=two_halves(), focal_x=0)
    before = picture.renditions
    assert {colour(opened(name)) for name in crops(picture)} == {"red"}
    picture.focal_x = 100
    with django_capture_on_commit_callbacks(execute=True):
        picture.save()
        assert all(default_storage.exists(rendition["name"]) for rendition in before)
    picture = Picture.objects.get(pk=picture.pk)
    assert {colour(opened(name)) for name in crops(picture)} == {"blue"}
    gone = {rendition["name"] for rendition in before if rendition["shape"] == CROP}
    assert {rendition["name"] for rendition in before if not default_storage.exists(rendition["name"])} == gone


@pytest.mark.django_db
def test_only_missing_renditions_are_made(monkeypatch):
    made = []
    monkeypatch.setattr(renditions, "write_file", lambda name, content: made.append(name))
    picture = factories.picture(file=factories.picture_file(400, 300))
    assert sorted(made) == sorted(rendition["name"] for rendition in picture.renditions)
    made.clear()
    picture.alt_fr = "Un casque"
    picture.save()
    assert made == []
    picture.focal_y = 20
    picture.save()
    assert sorted(made) == sorted(crops(picture))


@pytest.mark.django_db
def test_replaced_picture_gets_new_renditions(django_capture_on_commit_callbacks):
    picture = factories.picture(file=factories.picture_file(400, 300))
    before = [rendition["name"] for rendition in picture.renditions]
    picture.file = factories.picture_file(30, 60)
    with django_capture_on_commit_callbacks(execute=True):
        picture.save()
    assert (picture.width, picture.height) == (30, 60)
    assert not any(map(default_storage.exists, before))
    assert all(default_storage.exists(rendition["name"]) for rendition in picture.renditions)
    with django_capture_on_commit_callbacks(execute=True):
        picture.delete()
    assert not any(default_storage.exists(rendition["name"]) for rendition in picture.renditions)


@pytest.mark.django_db
def test_rolled_back_save_keeps_renditions():
    picture = factories.picture(file=two_halves())
    with transaction.atomic():
        again = Picture.objects.get(pk=picture.pk)
        again.focal_x = 10
        again.save()
        transaction.set_rollback(True)
    stored = Picture.objects.get(pk=picture.pk)
    assert stored.renditions == picture.renditions
    assert all(default_storage.exists(rendition["name"]) for rendition in stored.renditions)
    stored.focal_x = 10
    stored.save()
    assert all(default_storage.exists(rendition["name"]) for rendition in stored.renditions)


@pytest.mark.django_db
def test_restored_focal_point_keeps_crops(django_capture_on_commit_callbacks):
    picture = factories.picture(file=two_halves())
    with django_capture_on_commit_callbacks(execute=True):
        for focal_x in (10, 50):
            picture.focal_x = focal_x
            picture.save()
    assert all(default_storage.exists(rendition["name"]) for rendition in picture.renditions)
    assert not default_storage.exists(crops(picture)[0].replace("crop-50", "crop-10"))


@pytest.mark.django_db
@pytest.mark.parametrize("content", [None, b"GIF89a, but not a picture"])
def test_picture_with_unreadable_file_can_be_saved(content):
    picture = factories.picture()
    Picture.objects.update(renditions=[])
    default_storage.delete(picture.file.name)
    if content:
        default_storage.save(picture.file.name, ContentFile(content))
    picture = Picture.objects.get()
    picture.alt_en = "A helmet"
    picture.save()
    picture = Picture.objects.get()
    assert (picture.alt_en, picture.renditions) == ("A helmet", [])


@pytest.mark.django_db
def test_older_picture_gets_renditions_on_save():
    picture = factories.picture()
    Picture.objects.update(renditions=[])
    Picture.objects.get().save()
    assert Picture.objects.get().renditions == picture.renditions


@pytest.mark.django_db
def test_transparency_is_preserved():
    buffer = BytesIO()
    image = Image.new("P", (400, 300), 0)
    image.putpalette([200, 0, 0, 0, 200, 0])
    image.save(buffer, "PNG", transparency=0)
    picture = factories.picture(file=SimpleUploadedFile("mark.png", buffer.getvalue()))
    for rendition in picture.renditions:
        assert opened(rendition["name"]).convert("RGBA").getpixel((100, 100))[3] == 0
