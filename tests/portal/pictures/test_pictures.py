"""Pictures: validation, descriptions, figures, permissions and usage."""

import json
import re
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from news.models import NewsItem, NewsRelease
from portal.i18n.languages import LANGUAGES
from portal.models import Draft, Picture
from portal.pictures.models import Licence
from portal.publishing.workflow import publish, unpublish
from tests.support import factories
from tests.support.clients import editor_client, get_file
from tests.support.factories import ALT_TEXTS, country, published
from tests.support.forms import admin_url
from tests.support.html import FormParser, ParsedPage, collapse_whitespace

pytestmark = pytest.mark.django_db
ADD = "/admin/portal/picture/add/"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


def mexican_client(role="publisher", **fields):
    return editor_client(roles=[role], countries=["MX"], **fields)


def page(path, client=None):
    response = (client or Client()).get(path)
    assert response.status_code == 200
    return response.content.decode()


def figure(record, language="en"):
    """Return the first figure on the page of a record."""
    return re.search(r"<figure.*?</figure>", page(record.get_url(language)), re.DOTALL)[0]


def live_item(picture, **fields):
    return published(factories.news_item(picture=picture, **fields))


def live_release(*pictures, **fields):
    release = factories.news_release(**fields)
    for order, picture in enumerate(pictures):
        factories.release_picture(release=release, picture=picture, order=order)
    return published(release)


# Taking in


def read_stored_image(picture):
    """Return the stored bytes of a picture."""
    with picture.file.open() as file:
        return file.read()


def photograph():
    """Return a JPEG with GPS data and trailing bytes."""
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter
    exif.get_ifd(0x8825)[1] = "N"
    buffer = BytesIO()
    Image.new("RGB", (40, 20), "teal").save(buffer, "JPEG", exif=exif)
    return buffer.getvalue() + b"<script>1</script>"


@pytest.mark.parametrize("by", ["create", "file.save"])
def test_picture_saved_by_code_is_sanitized(by):
    if by == "create":
        picture = factories.picture(file=SimpleUploadedFile("IMG 1.JPG", photograph()))
    else:
        picture = factories.picture()
        picture.file.save("IMG 1.JPG", ContentFile(photograph()))
    picture = Picture.objects.get(pk=picture.pk)
    content = read_stored_image(picture)
    assert b"script" not in content
    assert b"Exif" not in content
    assert (picture.width, picture.height) == Image.open(BytesIO(content)).size == (20, 40)
    assert re.fullmatch(r"picture/[0-9a-f]{16}/IMG_1\.jpe?g", picture.file.name)
    assert picture.renditions[0]["name"].startswith(picture.file.name.rpartition("/")[0])


def test_invalid_picture_from_code_is_rejected():
    picture = factories.picture()
    name = picture.file.name
    with pytest.raises(ValidationError):
        factories.picture(file=SimpleUploadedFile("a.png", b"<html>"))
    with pytest.raises(ValidationError):
        picture.file.save("a.png", ContentFile(b"<html>"))
    assert Picture.objects.get().file.name == name


@pytest.mark.parametrize("language", LANGUAGES)
def test_form_explains_rejected_file(language):
    client = mexican_client(interface_language=language)
    drawing = SimpleUploadedFile("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>')
    sent = FormParser(page(ADD, client)).fields | ALT_TEXTS | {"file": drawing}
    html = client.post(ADD, sent).content.decode()
    assert "SVG" in html.split('class="errorlist')[1][:400]
    assert not Picture.objects.exists()


def test_form_saves_sanitized_picture():
    client = mexican_client()
    sent = FormParser(page(ADD, client)).fields | ALT_TEXTS | {"file": SimpleUploadedFile("a.jpg", photograph())}
    assert client.post(ADD, sent).status_code == 302
    picture = Picture.objects.get()
    assert b"Exif" not in read_stored_image(picture)
    assert (picture.focal_x, picture.focal_y, picture.country) == (50, 50, country("MX"))
    assert picture.renditions


@pytest.mark.parametrize("value", ["101", "-1", "left", ""])
def test_focal_point_is_within_picture(value):
    client, picture = mexican_client(), factories.picture(country=country("MX"))
    path = admin_url(Picture, "change", picture.pk)
    response = client.post(path, FormParser(page(path, client)).fields | {"focal_x": value})
    assert 'id="id_focal_x_error"' in response.content.decode()
    picture.refresh_from_db()
    assert picture.focal_x == 50


# How readers meet it


def test_figure_offers_small_sources_with_fallback():
    picture = factories.picture(file=factories.picture_file(1000, 600), **ALT_TEXTS)
    shown = ParsedPage(figure(live_item(picture)))
    avif, webp = shown.all("source")
    assert (avif["type"], webp["type"]) == ("image/avif", "image/webp")
    offered = [candidate.split() for candidate in avif["srcset"].split(", ")]
    assert [width for _, width in offered] == ["320w", "640w", "960w", "1000w"]
    assert avif["sizes"] == webp["sizes"]
    [image] = shown.all("img")
    assert (image["src"], image["width"], image["height"]) == (picture.file.url, "1000", "600")
    for path in [image["src"], *(path for path, _ in offered)]:
        assert get_file(path).status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_alt_text_is_localized_with_credit_and_license(language):
    picture = factories.picture(credit="Photo: M. Prueba", licence=Licence.CC_BY, **ALT_TEXTS)
    html = figure(live_item(picture), language)
    [image] = ParsedPage(html).all("img")
    assert (image["alt"], image.get("lang")) == (ALT_TEXTS[f"alt_{language}"], None)
    assert "Photo: M. Prueba · CC BY 4.0" in collapse_whitespace(html)


def test_fallback_alt_text_has_lang():
    item = factories.news_item(country=country("MX"), source_language="es", joint_languages=[], title_es="Aviso")
    item.picture = factories.picture(alt_es="Un casco")
    item.save()
    [image] = ParsedPage(figure(published(item), "fr")).all("img")
    assert (image["alt"], image["lang"]) == ("Un casco", "es")


def test_decorative_picture_has_empty_alt():
    picture = factories.picture(decorative=True, alt_en="Left over")
    [image] = ParsedPage(figure(live_item(picture))).all("img")
    assert image["alt"] == ""
    assert "lang" not in image


def test_picture_without_renditions_shows_original():
    picture = factories.picture(**ALT_TEXTS)
    item = live_item(picture)
    Picture.objects.update(renditions=[])
    shown = ParsedPage(figure(item))
    assert not shown.all("source")
    assert [image["src"] for image in shown.all("img")] == [picture.file.url]
    assert Client().get(reverse("news:newsitem_list")).status_code == 200


def test_list_shows_crop_around_focal_point():
    picture = factories.picture(file=factories.picture_file(900, 300), focal_x=20, focal_y=70, **ALT_TEXTS)
    item = live_item(picture, date="2099-01-01")
    [line] = re.findall(r'<li class="news__pictured">.*?</li>', page("/en/news/2099/"), re.DOTALL)
    assert item.title_en in line
    sources, [image] = ParsedPage(line).all("source"), ParsedPage(line).all("img")
    assert "crop-20-70-320.avif 320w" in sources[0]["srcset"]
    assert (image["alt"], image["width"], image["height"], image["loading"]) == ("", "320", "213", "lazy")


@pytest.mark.parametrize("shape", ["whole", "crop"])
def test_rendition_has_permissions_of_picture(shape):
    picture = factories.picture(country=country("MX"), **ALT_TEXTS)
    release = factories.news_release(country=country("MX"))
    factories.release_picture(release=release, picture=picture)
    names = [rendition["name"] for rendition in picture.renditions if rendition["shape"] == shape]
    paths = [reverse("file", args=[name]) for name in names]
    assert {path.rpartition(".")[2] for path in paths} == {"avif", "webp"}

    def answers(client):
        return {get_file(path, client).status_code for path in paths}

    others = editor_client(roles=["publisher"], countries=["US"])
    assert [answers(client) for client in (Client(), others, mexican_client("contributor"))] == [{404}, {404}, {200}]
    publish(release, by=None, without_approval=True)
    assert answers(Client()) == {200}
    for path in paths:
        response = get_file(path)
        assert response["Content-Type"] == f"image/{path.rpartition('.')[2]}"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response["Content-Security-Policy"]
        assert response["Content-Disposition"].startswith("inline")
    unpublish(release, by=None)
    assert answers(Client()) == {404}


def test_obsolete_rendition_is_not_served():
    picture = factories.picture(file=factories.picture_file(900, 300), **ALT_TEXTS)
    live_item(picture)
    old = next(rendition["name"] for rendition in picture.renditions if rendition["shape"] == "crop")
    picture.focal_x = 10
    picture.save()
    assert Client().get(reverse("file", args=[old])).status_code == 404


def test_picture_is_public_while_used_by_public_record():
    picture = factories.picture(**ALT_TEXTS)
    item, release = live_item(picture), live_release(picture)
    assert picture.is_public()
    unpublish(item, by=None)
    assert picture.is_public()
    unpublish(release, by=None)
    assert not picture.is_public()


# What it must say


@pytest.mark.parametrize("make", [live_item, live_release])
def test_missing_description_blocks_publication(make):
    with pytest.raises(ValidationError, match="Add alternative text to the image in every required language"):
        make(factories.picture(alt_en="a", alt_es="b"))
    assert make(factories.picture(**ALT_TEXTS)).is_public()
    assert make(factories.picture(decorative=True)).is_public()


@pytest.mark.parametrize("make", [live_item, live_release])
def test_description_is_required_in_record_languages(make):
    mexico = country("MX")
    mexico.joint_languages = ["es"]
    mexico.save()
    fields = {"country": mexico, "source_language": "es", "title_es": "Aviso"}
    assert make(factories.picture(alt_es="Un casco"), **fields).is_public()
    with pytest.raises(ValidationError, match="Add alternative text to the image in every required language"):
        make(factories.picture(alt_es="Un casco"), joint_languages=["fr"], **fields)


def test_release_lists_undescribed_pictures():
    pictures = [factories.picture(**fields) for fields in (ALT_TEXTS, {"alt_en": "a"}, {"decorative": True}, {})]
    with pytest.raises(ValidationError) as refused:
        live_release(*pictures)
    assert [re.search(r"\d", sentence)[0] for sentence in refused.value.messages] == ["2", "4"]


@pytest.mark.parametrize("model", [NewsItem, NewsRelease])
def test_error_and_form_link_to_picture(model):
    picture = factories.picture(alt_es="a", country=country("MX"))
    if model is NewsItem:
        record = factories.news_item(picture=picture, country=country("MX"))
    else:
        record = factories.news_release(country=country("MX"))
        factories.release_picture(release=record, picture=picture)
    client, path = mexican_client(), admin_url(model, "change", record.pk)
    html = page(path, client)
    path_to_picture = admin_url(Picture, "change", picture.pk)
    way = f'<a href="{path_to_picture}#id_alt_en">Add alternative text to the image in every required language.</a>'
    assert way in html.split('class="checklist"')[1].split("</section>")[0]
    response_html = client.post(path, FormParser(html).fields | {"_publish": "1"}, follow=True).content.decode()
    assert way in response_html.split('class="messagelist"')[1].split("</ul>")[0]
    record.refresh_from_db()
    assert record.status == "draft"


def test_description_of_public_picture_cannot_be_removed():
    picture = factories.picture(country=country("MX"), **ALT_TEXTS)
    item = live_item(picture, country=country("MX"))
    client, path = mexican_client(), admin_url(Picture, "change", picture.pk)
    sent = FormParser(page(path, client)).fields
    refused = client.post(path, sent | {"alt_en": ""}).content.decode()
    assert 'id="id_alt_en_error"' in refused
    assert "A public page shows this image." in refused
    assert client.post(path, sent | {"alt_en": "", "decorative": "on"}).status_code == 302
    unpublish(item, by=None)
    assert client.post(path, FormParser(page(path, client)).fields | {"decorative": ""}).status_code == 302


# Where it is shown


def places(picture, client):
    html = page(admin_url(Picture, "change", picture.pk), client)
    return html.split('class="looks"')[1].split("</section>")[0]


def drafted_into(record, picture):
    """Create a draft of a public record that adds a picture."""
    key = f"{record._meta.label_lower}:{record.pk}"
    Draft.objects.create(record=record, changes={key: {"picture_id": {"was": None, "now": picture.pk}}})


def test_usage_names_only_visible_records():
    picture = factories.picture(**ALT_TEXTS)
    own = factories.news_item(picture=picture, country=country("MX"), title_en="Ours")
    hidden = factories.news_release(country=country("US"), title_en="Theirs")
    factories.release_picture(release=hidden, picture=picture)
    factories.release_picture(release=hidden, picture=picture)
    drafted = published(factories.news_item(country=country("US"), title_en="Public of theirs"))
    drafted_into(drafted, picture)
    text = places(picture, mexican_client())
    assert f'News item: <a href="{admin_url(NewsItem, "change", own.pk)}">Ours</a>' in text
    assert "National news release: (a record you do not have permission to see)" in text
    assert "News item, in its draft: (a record you do not have permission to see)" in text
    assert text.count("<li>") == 3
    assert "heirs" not in text
    assert "Public of theirs" in places(picture, editor_client(roles=["administrator"]))


def test_unused_picture_says_so():
    assert "The image is not used yet." in places(factories.picture(), mexican_client())


@pytest.mark.parametrize("use", ["item", "release", "draft"])
def test_used_picture_cannot_be_deleted(use):
    picture = factories.picture(country=country("MX"), **ALT_TEXTS)
    if use == "item":
        factories.news_item(picture=picture, country=country("MX"), title_en="Ours")
    elif use == "release":
        release = factories.news_release(country=country("US"), title_en="Theirs")
        factories.release_picture(release=release, picture=picture)
    else:
        drafted_into(published(factories.news_item(country=country("US"), title_en="Theirs")), picture)
    client, path = mexican_client(), admin_url(Picture, "delete", picture.pk)
    for html in (page(path, client), client.post(path, {"post": "yes"}).content.decode()):
        assert "is used in these places. Remove it from each of them first:" in html
        assert "Theirs" not in html
        assert ("Ours" if use == "item" else "(a record you do not have permission to see)") in html
    assert Picture.objects.filter(pk=picture.pk).exists()


def test_unused_picture_is_deleted():
    picture = factories.picture(country=country("MX"))
    assert mexican_client().post(admin_url(Picture, "delete", picture.pk), {"post": "yes"}).status_code == 302
    assert not Picture.objects.exists()


def test_new_file_replaces_old_everywhere():
    picture = factories.picture(country=country("MX"), **ALT_TEXTS)
    item, release = live_item(picture), live_release(picture)
    old = picture.file.url
    client, path = mexican_client(), admin_url(Picture, "change", picture.pk)
    sent = FormParser(page(path, client)).fields | {"file": factories.picture_file(30, 20)}
    html = client.post(path, sent, follow=True).content.decode()
    assert "replaced the old one wherever the image is used." in html
    new = Picture.objects.get().file.url
    assert new != old
    for record in (item, release):
        assert f'src="{new}" width="30" height="20"' in collapse_whitespace(figure(record))
    assert Client().get(old).status_code == 404


# In lists


def get_listed(query=""):
    html = page(f"{admin_url(Picture, 'changelist')}?{query}", editor_client(roles=["administrator"]))
    return {int(pk) for pk in re.findall(r"/portal/picture/(\d+)/change/", html)}


def test_list_filters_by_usage_and_missing_description():
    by_item, by_release, unused = (factories.picture(alt_en="a", alt_es="b") for _ in range(3))
    decorative = factories.picture(decorative=True)
    factories.news_item(picture=by_item)
    factories.release_picture(release=factories.news_release(), picture=by_release)
    everything = {picture.pk for picture in (by_item, by_release, unused, decorative)}
    assert get_listed() == everything
    assert get_listed("shown=somewhere") == {by_item.pk, by_release.pk}
    assert get_listed("shown=nowhere") == {unused.pk, decorative.pk}
    assert get_listed("undescribed=fr") == everything - {decorative.pk}
    assert get_listed("undescribed=es") == set()
    assert get_listed("undescribed=xx&shown=xx") == everything


def cost(path, client):
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize("path", ["/admin/portal/picture/", "/en/news/2099/", "a release"])
def test_page_query_count_is_constant(path):
    client = editor_client(roles=["administrator"])
    release = live_release(date="2099")
    path = release.get_absolute_url() if path == "a release" else path

    def add():
        factories.release_picture(release=release)
        live_item(factories.picture(**ALT_TEXTS), date="2099")

    add()
    count_with_one = cost(path, client)
    add()
    add()
    assert cost(path, client) == count_with_one


# Beside a form


@pytest.mark.parametrize("model", [NewsItem, NewsRelease])
def test_picture_popup_creates_picture(model):
    client = mexican_client()
    [way] = set(re.findall(r'href="(/admin/portal/picture/add/\?[^"]+)"', page(admin_url(model, "add"), client)))
    way = way.replace("&amp;", "&")
    html = page(way, client)
    sent = FormParser(html).fields | ALT_TEXTS | {"file": factories.picture_file()}
    response = client.post(way, sent).content.decode()
    picture = Picture.objects.get()
    data = re.search(r'data-popup-response="([^"]+)"', response)[1].replace("&quot;", '"')
    assert json.loads(data)["value"] == str(picture.pk)
    assert json.loads(data)["obj"] == "A helmet"


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Add alternative text to the image in every required language."),
        ("es", "Agregue el texto alternativo de la imagen en todos los idiomas requeridos."),
        ("fr", "Ajoutez le texte de remplacement de l’image dans toutes les langues requises."),
    ],
)
def test_save_warns_about_undescribed_picture_with_link(language, sentence):
    item = factories.news_item(picture=factories.picture(alt_es="a", country=country("MX")), country=country("MX"))
    client = editor_client(is_superuser=True, interface_language=language)
    path = admin_url(NewsItem, "change", item.pk)
    html = client.post(path, FormParser(page(path, client)).fields | {"title_es": "Otro"}, follow=True).content.decode()
    assert f'/portal/picture/{item.picture.pk}/change/#id_alt_en">{sentence}' in html.split('class="messagelist"')[1]
