"""Pictures in the browser: responsive sources, no layout shift, and the picture admin."""

import shutil

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from portal.history.models import get_versions
from portal.i18n.languages import LANGUAGES
from portal.models import Picture
from tests.support import factories
from tests.support.axe import find_violations
from tests.support.factories import ALT_TEXTS

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
MADE = "Made beside the form"
LOADED = "image => image.complete && image.naturalWidth > 0"


@pytest.fixture(scope="module")
def item(site):
    """Create a public news item with a picture of 1600 × 1000 pixels."""
    picture = factories.picture(file=factories.picture_file(1600, 1000), credit="A credit", **ALT_TEXTS)
    item = factories.published(factories.news_item(picture=picture, date="2099-01-01"))
    yield item
    item.delete()
    clear(picture)


def clear(picture):
    """Delete a picture with its files and history."""
    get_versions(picture).delete()
    picture.delete()
    shutil.rmtree(default_storage.path(picture.file.name).rpartition("/")[0])


@pytest.fixture(scope="module")
def editor(administrator):
    """Return the session cookies of an administrator; delete the account and its pictures afterwards."""
    yield administrator
    for picture in Picture.objects.filter(alt_en=MADE):
        clear(picture)


def lead(page):
    """Return the loaded picture of the figure."""
    image = page.locator("figure.picture img")
    page.wait_for_function(f"({LOADED})(document.querySelector('figure.picture img'))")
    return image


@pytest.mark.parametrize(("width", "scheme", "file"), [(390, "dark", "640.avif"), (1280, "light", "960.avif")])
def test_smallest_picture_loads_without_layout_shift(open_page, item, width, scheme, file):
    page = open_page(item.get_url("en"), width=width, color_scheme=scheme, bypass_csp=True)
    image = lead(page)
    assert image.evaluate("image => image.currentSrc").endswith(f"/sizes/{file}")
    box = image.bounding_box()
    assert box["width"] <= width
    assert abs(box["width"] / box["height"] - 1.6) < 0.01
    shift = """() => new Promise(done => new PerformanceObserver(list => done(
        list.getEntries().reduce((sum, one) => sum + one.value, 0))).observe({type: "layout-shift", buffered: true}))"""
    moved = page.evaluate(f"Promise.race([({shift})(), new Promise(done => setTimeout(done, 500, 0))])")
    assert moved == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not find_violations(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_picture_alt_is_in_page_language(open_page, item, language):
    page = open_page(item.get_url(language), width=390)
    assert page.get_by_role("img", name=ALT_TEXTS[f"alt_{language}"]).is_visible()


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_list_with_crop_passes_layout_and_axe(open_page, item, width, scheme):
    page = open_page("/en/news/2099/", width=width, color_scheme=scheme, bypass_csp=True)
    image = page.locator(".news__picture img")
    image.scroll_into_view_if_needed()
    page.wait_for_function(f"({LOADED})(document.querySelector('.news__picture img'))")
    assert image.evaluate("image => image.currentSrc").endswith("crop-50-50-320.avif")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not find_violations(page)


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_picture_admin_passes_layout_and_axe(open_page, administrator, item, width, scheme):
    for path in ("/admin/portal/picture/", f"/admin/portal/picture/{item.picture_id}/change/"):
        page = open_page(path, cookies=administrator, width=width, color_scheme=scheme, bypass_csp=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert not find_violations(page)


def test_focal_point_is_set_by_click_or_keyboard(open_page, administrator, item):
    page = open_page(f"/admin/portal/picture/{item.picture_id}/change/", cookies=administrator)
    image = page.locator(".focal img")
    box = image.bounding_box()
    image.click(position={"x": box["width"] * 0.25, "y": box["height"] * 0.75})
    values = [page.locator(f"#id_focal_{axis}").input_value() for axis in "xy"]
    assert values == ["25", "75"]
    page.locator("#id_focal_y").fill("40")
    point, box = page.locator(".focal__point").bounding_box(), image.bounding_box()
    assert abs(point["y"] + point["height"] / 2 - box["y"] - box["height"] * 0.4) < 2


def test_picture_popup_fills_form(open_page, editor, tmp_path):
    Image.new("RGB", (60, 40), "teal").save(tmp_path / "made.png")
    page = open_page("/admin/news/newsitem/add/", cookies=editor)
    page.locator("#id_title_en").fill("Typed before")
    with page.expect_popup() as opened:
        page.locator("#add_id_picture").click()
    window = opened.value
    window.locator("#id_file").set_input_files(tmp_path / "made.png")
    window.locator("#id_alt_en").fill(MADE)
    with window.expect_event("close"):
        window.locator("input[name=_save]").first.click()
    picture = Picture.objects.get(alt_en=MADE)
    assert page.locator("#id_picture").input_value() == str(picture.pk)
    assert page.locator("#id_title_en").input_value() == "Typed before"
