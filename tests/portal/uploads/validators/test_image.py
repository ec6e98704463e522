"""Picture validation and re-encoding."""

from io import BytesIO

import pytest
from PIL import Image, ImageCms

from portal.uploads.errors import ERROR_MESSAGES
from portal.uploads.file_types import PICTURE_EXTENSIONS
from portal.uploads.validators import image as image_validator
from portal.uploads.validators.documents import validate_picture
from tests.support.samples import malicious_images
from tests.support.samples.valid_files import draw_image, picture, picture_with_metadata
from tests.support.samples.validation import fuzz_codes, get_error, get_messages

TYPES = ("JPEG", "PNG", "WEBP", "AVIF")


def cleaned(made, name="a"):
    """Return the opened result of sanitizing a picture."""
    return Image.open(validate_picture(BytesIO(made), name).content)


@pytest.mark.parametrize("what", malicious_images.REFUSED)
def test_malicious_picture_is_rejected_with_reason(what):
    code, name, make = malicious_images.REFUSED[what]
    refusal = get_error(validate_picture, make(), name)
    assert refusal.code == code
    assert len(get_messages(refusal)) == 3
    assert all(sentence.endswith(".") and "%(" not in sentence for sentence in get_messages(refusal))


@pytest.mark.parametrize("type", TYPES)
def test_fuzzed_picture_raises_only_validation_errors(type):
    codes = set(fuzz_codes(validate_picture, picture_with_metadata(type), f"a{PICTURE_EXTENSIONS[type]}"))
    assert "damaged" in codes
    assert codes <= {"", *ERROR_MESSAGES}


# Taken


@pytest.mark.parametrize("type", TYPES)
def test_picture_is_upright_without_metadata(type):
    made = picture_with_metadata(type)
    with Image.open(BytesIO(made)) as sent:
        assert sent.getexif().get_ifd(0x8825)
        assert sent.info["icc_profile"]
    result = validate_picture(BytesIO(made), f"a{PICTURE_EXTENSIONS[type]}")
    assert (result.type, result.width, result.height) == (type, 48, 64)
    content = result.content.read()
    for trace in (b"A maker of cameras", b"xmpmeta", b"a comment", b"Exif\x00", b"lcms"):
        assert trace not in content
    with Image.open(BytesIO(content)) as image:
        assert image.size == (48, 64)
        assert not image.getexif()
        assert not {"icc_profile", "exif", "xmp", "comment"} & set(image.info)
        red, green, blue = image.convert("RGB").getpixel((40, 5))  # what was at the left above is now at the right
        assert red > 200 > 90 > max(green, blue)


@pytest.mark.parametrize("what", malicious_images.CLEANED)
def test_hidden_data_is_removed(what):
    name, hidden, make = malicious_images.CLEANED[what]
    made = make()
    assert hidden in made
    content = validate_picture(BytesIO(made), name).content.read()
    assert hidden not in content
    with Image.open(BytesIO(content)) as image:
        image.load()


@pytest.mark.parametrize("type", ["PNG", "WEBP", "AVIF"])
def test_transparency_is_preserved(type):
    image = draw_image(mode="RGBA")
    assert image.getpixel((60, 2))[3] == 0
    result = cleaned(picture(type, image)).convert("RGBA")
    assert result.getpixel((60, 2))[3] == 0
    assert result.getpixel((2, 2))[3] == 255


def test_palette_and_its_transparency_are_preserved():
    image = draw_image().convert("P", palette=Image.Palette.ADAPTIVE, colors=8)
    seen_through = image.getpixel((60, 2))
    result = cleaned(picture("PNG", image, transparency=seen_through))
    assert result.mode == "P"
    assert result.convert("RGBA").getpixel((60, 2))[3] == 0
    assert result.convert("RGBA").getpixel((2, 2)) == (*draw_image().getpixel((2, 2)), 255)


def test_png_is_lossless():
    image = Image.effect_noise((64, 64), 80).convert("RGB")
    assert cleaned(picture("PNG", image)).tobytes() == image.tobytes()


@pytest.mark.parametrize(
    ("type", "mode"),
    [("JPEG", "L"), ("JPEG", "CMYK"), ("PNG", "1"), ("PNG", "L"), ("PNG", "LA"), ("WEBP", "RGBA"), ("AVIF", "L")],
)
def test_other_colour_modes_are_accepted(type, mode):
    result = cleaned(picture(type, draw_image().convert(mode)))
    red, _, blue = result.convert("RGB").getpixel((60, 2))
    assert min(red, blue) > 240


def test_sixteen_bit_picture_keeps_brightness():
    result = cleaned(picture("PNG", Image.new("I;16", (8, 8), 40_000)))
    assert result.mode == "L"
    assert result.getpixel((4, 4)) == 40_000 // 256


def test_colours_are_converted_to_srgb():
    """The profile has another white point and primaries: values change so that colours do not."""
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB", 5000))
    image = Image.new("LAB", (8, 8), (150, 180, 90))
    expected = ImageCms.profileToProfile(image, lab, ImageCms.createProfile("sRGB"), outputMode="RGB")
    assert image_validator.convert_to_srgb(image, lab.tobytes()).tobytes() == expected.tobytes()


def test_invalid_profile_is_ignored():
    made = picture("PNG", icc_profile=b"<script>alert(1)</script>")
    assert cleaned(made).tobytes() == draw_image().tobytes()


def test_pixel_limit_is_exact(monkeypatch):
    monkeypatch.setattr(image_validator, "MAX_PIXELS", 64 * 48)
    assert cleaned(picture("PNG")).size == (64, 48)
    assert get_error(validate_picture, picture("PNG", draw_image((64, 49))), "a.png").code == "too_many_pixels"
