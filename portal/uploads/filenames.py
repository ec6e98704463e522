"""Names of stored files: sanitized, readable, and with the extension of the file's type."""

import re
import secrets
import unicodedata

from portal.uploads.errors import upload_error
from portal.uploads.file_types import ALTERNATIVE_EXTENSIONS, EXTENSIONS

MAX_LENGTH = 100  # characters
MAX_BYTES = 200  # most file systems allow 255
DEFAULT_STEM = "file"
# Allowed: letters and digits of any script, and characters that are safe in URLs, headers, shells and file systems.
UNSAFE_CHARACTERS = re.compile(r"[^\w .,()+-]+")
# Known extensions besides those of the accepted types. Other text after a dot is part of the stem, as in "Report 2.1".
OTHER_EXTENSIONS = {
    ".doc", ".docm", ".dot", ".dotx", ".dotm", ".xls", ".xlsm", ".xlsb", ".xlt", ".xltx", ".xltm", ".xlam", ".ppt",
    ".pptm", ".pps", ".ppsx", ".ppsm", ".pot", ".potx", ".potm", ".ott", ".ots", ".otp", ".odg", ".fodt", ".rtf",
    ".txt", ".csv", ".tsv", ".md", ".log", ".json", ".xml", ".html", ".htm", ".xhtml", ".shtml", ".mht", ".mhtml",
    ".svg", ".svgz", ".gif", ".apng", ".bmp", ".tif", ".tiff", ".ico", ".heic", ".heif", ".psd", ".eps", ".ps",
    ".xps", ".jp2", ".jxl", ".wmf", ".emf", ".exe", ".dll", ".com", ".scr", ".bat", ".cmd", ".msi", ".msp", ".pif",
    ".cpl", ".hta", ".lnk", ".url", ".reg", ".vbs", ".vbe", ".js", ".jse", ".mjs", ".wsf", ".wsh", ".ps1", ".psm1",
    ".sh", ".bash", ".py", ".rb", ".pl", ".php", ".phtml", ".phar", ".asp", ".aspx", ".jsp", ".cgi", ".jar", ".class",
    ".apk", ".app", ".dmg", ".iso", ".img", ".deb", ".rpm", ".bin", ".so", ".zip", ".rar", ".7z", ".gz", ".tgz",
    ".tar", ".bz2", ".xz", ".cab", ".epub", ".mobi", ".eml", ".msg", ".swf", ".mp3", ".mp4", ".avi", ".mov", ".wav",
    ".pub", ".vsd", ".vsdx", ".one", ".mdb", ".accdb", ".wps", ".key", ".pages", ".numbers",
}  # fmt: skip
KNOWN_EXTENSIONS = OTHER_EXTENSIONS | set(EXTENSIONS.values()) | set().union(*ALTERNATIVE_EXTENSIONS.values())


def sanitize_filename(name, type=""):
    """Return a safe file name: no path, no misleading or harmful characters, and an extension of `type` if given."""
    stem, extension = split_extension(replace_unsafe_characters(name))
    if type and extension not in get_valid_extensions(type):
        stem, extension = f"{stem}{extension}", EXTENSIONS[type]
    return truncate_stem(stem.strip(" .-") or DEFAULT_STEM, extension)


def generate_folder_name(instance):
    """Return a folder for one upload with a name that cannot be guessed: picture/9f3c…"""
    return f"{instance._meta.model_name}/{secrets.token_hex(8)}"


def get_extension(name):
    """Return the known extension of a name in lower case, or ""."""
    return split_extension(replace_unsafe_characters(name))[1]


def get_valid_extensions(type):
    """Return all extensions that a file of this type may have."""
    return {EXTENSIONS[type], *ALTERNATIVE_EXTENSIONS.get(type, ())}


def validate_extension(name, type):
    """Raise ValidationError if the extension of the name belongs to another type."""
    extension = get_extension(name)
    if extension and extension not in get_valid_extensions(type):
        raise upload_error("mislabelled", type=type, ending=extension, right=EXTENSIONS[type])


def replace_unsafe_characters(name):
    """Return the last path component in NFC, without invisible characters and with hyphens for unsafe ones."""
    basename = unicodedata.normalize("NFC", re.split(r"[/\\]", str(name))[-1])
    visible = "".join(character for character in basename if unicodedata.category(character)[0] != "C")
    return re.sub(r"\s+", " ", UNSAFE_CHARACTERS.sub("-", visible)).strip(" -")


def split_extension(name):
    """Return the stem and the known extension in lower case; an unknown extension stays part of the stem."""
    stem, dot, suffix = name.rpartition(".")
    extension = f".{suffix.strip().lower()}"
    return (stem, extension) if dot and extension in KNOWN_EXTENSIONS else (name, "")


def truncate_stem(stem, extension):
    """Return the name, with a stem short enough for MAX_LENGTH and MAX_BYTES."""
    stem = stem[: MAX_LENGTH - len(extension)]
    while len((stem + extension).encode()) > MAX_BYTES:
        stem = stem[:-1]
    return stem.rstrip(" .-") + extension
