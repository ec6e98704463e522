"""Rules for link texts: vague phrases in three languages, and texts that are URLs."""

import re
import unicodedata

# Normalized as by `normalize_words`.
VAGUE_PHRASES = {
    "en": """
        here / click / click here / press here / tap here / see here / look here / available here / read here
        over here / click on this link / click this link / follow this link / this / this link / the link / link
        / a link / links / web link / hyperlink / this page / this site / this website / this web page
        this web site / this document / read / read more / read on / more / see more / view more / show more
        learn more / find out more / discover more / know more / more info / more information
        for more information / further information / additional information / more details / details
        view details / see details / continue / continue reading / view / see / see also / go / download
        download here / download pdf / download the pdf / view pdf / open / url / pdf version
    """,
    "es": """
        aqui / aca / clic / clic aqui / click / click aqui / haga clic / haga clic aqui / haga click aqui
        haz clic aqui / haz click aqui / de clic / de clic aqui / da clic aqui / de click aqui / da click aqui
        dar clic aqui / dando clic aqui / pulse aqui / pulsa aqui / oprima aqui / presione aqui / pinche aqui
        consulte aqui / consultar aqui / consulta aqui / disponible aqui / ver aqui / vea aqui / lea aqui
        leer aqui / por aqui / ver / vea / vease / ver mas / leer / leer mas / lea mas / lee mas / mas
        mas info / mas informacion / mayor informacion / para mas informacion / para mayor informacion
        mas detalles / detalles / ver detalles / conozca mas / conoce mas / saber mas / seguir leyendo
        continuar leyendo / continuar / enlace / el enlace / este enlace / en este enlace / siguiente enlace
        el siguiente enlace / liga / esta liga / en esta liga / siguiente liga / la siguiente liga / vinculo
        el vinculo / este vinculo / en este vinculo / hipervinculo / link / el link / este link / en este link
        esta pagina / este sitio / esta pagina web / este sitio web / este documento / consultar / consulte
        consulta / descargar / descargue / descarga / descargue aqui / descargar aqui / descarga aqui
        descargar pdf / descargar el pdf / ver pdf / abrir / url / version pdf
    """,
    "fr": """
        ici / la / clic / cliquez / cliquez ici / cliquer ici / clique ici / cliquez sur ce lien
        suivez ce lien / disponible ici / par ici / voir ici / consultez ici / lire ici / voir / voyez
        voir plus / voir aussi / lire / lire plus / lire la suite / la suite / suite / en lire plus
        savoir plus / en savoir plus / pour en savoir plus / en savoir davantage / plus / plus d info
        plus d infos / plus d information / plus d informations / plus de details / plus de renseignements
        pour plus d information / pour plus d informations / pour plus de renseignements
        de plus amples renseignements / pour de plus amples renseignements / details / voir les details
        continuer / continuer la lecture / lien / le lien / ce lien / liens / hyperlien / lien web / cette page
        / ce site / ce site web / cette page web / ce document / consulter / consultez / telecharger
        telechargez / telechargement / telecharger ici / telechargez ici / telecharger le pdf / voir le pdf
        ouvrir / url / version pdf
    """,
}
VAGUE_BY_LANGUAGE = {
    language: {phrase for line in phrases.splitlines() for part in line.split("/") if (phrase := part.strip())}
    for language, phrases in VAGUE_PHRASES.items()
}
# A file type, optionally with a size.
FILE_PATTERN = re.compile(
    r"(pdf|docx?|xlsx?|pptx?|od[tsp]|html|word|excel|powerpoint|zip)( \d+)*( ([km]i?[bo]|pp?|pages?|paginas?))?"
)
# A URL. The name of a site, such as osha.gov or canada.ca/labour, is not one.
URL_PATTERN = re.compile(
    r"https?://\S+|[\w-]+(\.[\w-]+)*\.[a-z]{2,}(:\d+)?(?=[/?])(/[^\s/?]+/[^\s/]\S*|[^\s?]*\?\S+)", re.IGNORECASE
)


def normalize_words(text):
    """Return a text in lower case, without accents and punctuation, with single spaces."""
    characters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(
        "".join(
            character if character.isalnum() else "" if unicodedata.combining(character) else " "
            for character in characters
        ).split()
    )


def is_vague(text, language):
    """Return whether a link text does not describe its target."""
    words = normalize_words(text)
    return words in VAGUE_BY_LANGUAGE.get(language, ()) or bool(FILE_PATTERN.fullmatch(words))


def is_url(text):
    """Return whether a link text is a URL, which screen readers spell out."""
    return bool(URL_PATTERN.fullmatch(text.strip("<>()[] ")))
