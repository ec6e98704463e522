"""The name under which an uploaded file is kept and offered: harmless, readable, and ending in what the file is."""

import re
import secrets
import unicodedata

from portal.uploads.errors import refusal
from portal.uploads.file_types import ALSO_RIGHT, ENDINGS

LONGEST = 100  # characters
LONGEST_IN_BYTES = 200  # file systems take 255
NAMELESS = "file"
# Letters and figures of any language, and what is harmless in an address, a header, a shell and a file system.
UNWANTED = re.compile(r"[^\w .,()+-]+")
# With those of the types taken, what is read as the ending of a name. Anything else behind a dot belongs to the name,
# as in “Report 2.1”.
OTHER_ENDINGS = {
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
KNOWN_ENDINGS = OTHER_ENDINGS | set(ENDINGS.values()) | set().union(*ALSO_RIGHT.values())


def safe_name(name, type=""):
    """`name` as it is kept: its last part, without what could mislead or do harm; ending as `type` does, if given."""
    stem, ending = divided(cleaned(name))
    if type:
        stem, ending = (stem, ending) if ending in right_endings(type) else (f"{stem}{ending}", ENDINGS[type])
    return shortened(stem.strip(" .-") or NAMELESS, ending)


def new_folder(instance):
    """The folder of one upload, whose name no one can guess: picture/9f3c…"""
    return f"{instance._meta.model_name}/{secrets.token_hex(8)}"


def ending_of(name):
    """The known ending of a name, in lower case; empty where it has none."""
    return divided(cleaned(name))[1]


def right_endings(type):
    """Every ending that a file of this type may have."""
    return {ENDINGS[type], *ALSO_RIGHT.get(type, ())}


def check_ending(name, type):
    """Refuses a name that promises another type than the file has."""
    ending = ending_of(name)
    if ending and ending not in right_endings(type):
        raise refusal("mislabelled", type=type, ending=ending, right=ENDINGS[type])


def cleaned(name):
    """The last part of a name, composed, without invisible characters, and with a hyphen for what is not wanted."""
    last = re.split(r"[/\\]", str(name))[-1]
    visible = "".join(letter for letter in unicodedata.normalize("NFC", last) if unicodedata.category(letter)[0] != "C")
    return re.sub(r"\s+", " ", UNWANTED.sub("-", visible)).strip(" -")


def divided(name):
    """The stem and the known ending of a name, the ending in lower case."""
    stem, dot, last = name.rpartition(".")
    ending = f".{last.strip().lower()}"
    return (stem, ending) if dot and ending in KNOWN_ENDINGS else (name, "")


def shortened(stem, ending):
    """Stem and ending, of which only the stem loses characters."""
    stem = stem[: LONGEST - len(ending)]
    while len((stem + ending).encode()) > LONGEST_IN_BYTES:
        stem = stem[:-1]
    return stem.rstrip(" .-") + ending
