"""Products in the admin: validation of editions and files."""

import pytest

from alliances.models import Edition, Product
from portal.i18n.languages import LANGUAGES
from tests.support import factories
from tests.support.clients import superuser_client
from tests.support.factories import live_alliance_of
from tests.support.forms import add_row, admin_url, get_input_values, get_publish_fields, post_form

pytestmark = pytest.mark.django_db


class TestProduct:
    def form(self, client, product=None, **fields):
        path = admin_url(Product, "change", product.pk) if product else admin_url(Product, "add")
        sent = get_input_values(client, path) | {"source_language": "en", "format": "poster"}
        for number in range(int(sent["editions-INITIAL_FORMS"])):
            sent |= {f"editions-{number}-language": product.editions.all()[number].language}
        alliances = product.alliances.all() if product else [live_alliance_of("consulate")]
        fields = {"alliances": [alliance.pk for alliance in alliances], **fields}
        return path, sent | (get_publish_fields(product) if product else {"title_en": "Typed"}) | fields

    def test_product_form_saves_editions(self):
        client = superuser_client()
        path, sent = self.form(client, is_free="on", audiences=["workers"], industries=["23"])
        sent = add_row(sent, "editions", language="vi", address="https://www.osha.gov/vi", pages=2)
        sent = add_row(sent, "editions", language="es", file=factories.pdf_file("es.pdf"))
        assert client.post(path, sent).status_code == 302
        made = Product.objects.get(title_en="Typed")
        assert {edition.language: edition.type for edition in made.editions.all()} == {"vi": "HTML", "es": "PDF"}
        assert (made.audiences, made.industries) == (["workers"], ["23"])

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_edition_requires_either_file_or_address(self, language):
        client = superuser_client(interface_language=language)
        path, sent = self.form(client)
        sentence = {
            "en": "Enter a file or a URL, not both.",
            "es": "Indique un archivo o una URL, no ambos.",
            "fr": "Indiquez un fichier ou une URL, pas les deux.",
        }
        file_and_url = {"address": "https://www.osha.gov/", "file": factories.pdf_file("es.pdf")}
        for values in ({"pages": 7}, file_and_url):
            html = post_form(client, path, add_row(sent, "editions", language="es", **values))
            assert sentence[language] in html
            assert 'value="Typed"' in html
        assert not Edition.objects.filter(product__title_en="Typed").exists()

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_publish_requires_free_product_with_edition(self, language):
        client = superuser_client(interface_language=language)
        path, sent = self.form(client, _publish="1")
        html = client.post(path, sent, follow=True).content.decode()
        sentences = {
            "en": ("Add a language with a public URL or a file.", "only products that are free to the public"),
            "es": ("Agregue un idioma con una URL pública o un archivo.", "contiene solo materiales gratuitos"),
            "fr": (
                "Ajoutez une langue avec une URL publique ou un fichier.",
                "ne contient que des ressources gratuites pour le",
            ),
        }
        for sentence in sentences[language]:
            assert sentence in html
        assert not Product.objects.get(title_en="Typed").is_public()

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_live_product_must_stay_free_with_edition(self, language):
        made = factories.published(factories.product())
        client = superuser_client(interface_language=language)
        path, sent = self.form(client, made, summary_es="Escrito", summary_en="Typed", summary_fr="Écrit")
        without_price = {name: value for name, value in sent.items() if name != "is_free"}
        free = {
            "en": "only products that are free",
            "es": "contiene solo materiales gratuitos",
            "fr": "ne contient que des ressources gratuites",
        }
        html = post_form(client, path, without_price)
        assert free[language] in html
        assert "Escrito" in html
        missing = {
            "en": "Add a language with a public",
            "es": "Agregue un idioma con una",
            "fr": "Ajoutez une langue avec",
        }
        assert missing[language] in post_form(client, path, sent | {"editions-0-DELETE": "on"})
        assert made.editions.count() == 1
        assert Product.objects.get(pk=made.pk).is_free

    @pytest.mark.parametrize(("language", "name"), [("en", "Vietnamese"), ("es", "vietnamita"), ("fr", "vietnamien")])
    def test_languages_are_labelled_in_editor_language(self, language, name):
        client = superuser_client(interface_language=language)
        assert name in client.get(admin_url(Product, "add")).content.decode()
