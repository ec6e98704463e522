"""Static files under hashed names, the style sheet joined into one: `css/portal.css` with all that it imports.

While writing, a component's style is a file of its own, in a layer; a reader's browser asks once, and may be old.
"""

import posixpath
import re

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from portal.assets.css import plain

SHEET = "css/portal.css"
IMPORT = re.compile(r"""@import\s+url\(\s*["']?(?P<path>[^"')]+)["']?\s*\)\s+layer\(\s*(?P<layer>[\w.-]+)\s*\)\s*;""")
ADDRESS = re.compile(r"""url\(\s*(?P<quote>["']?)(?P<path>[^"')]+)(?P=quote)\s*\)""")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Joins the style sheet before names are hashed, so that a change in any component renames the sheet."""

    def post_process(self, paths, dry_run=False, **options):
        if SHEET in paths and not dry_run:
            joined = join(SHEET, lambda name: read(*paths[name]))
            self.delete(SHEET)
            self.save(SHEET, ContentFile(plain(joined).encode()))
            paths = {**paths, SHEET: (self, SHEET)}
        yield from super().post_process(paths, dry_run, **options)


def read(storage, path):
    with storage.open(path) as file:
        return file.read().decode()


def join(name, source):
    """The text of the sheet with each import replaced by the layer it names; `source(name)` gives a file's text."""
    folder = posixpath.dirname(name)

    def layer(match):
        path = match["path"]
        return f"@layer {match['layer']} {{\n{moved(source(posixpath.join(folder, path)), path).strip()}\n}}"

    joined = IMPORT.sub(layer, source(name))
    if "@import" in COMMENT.sub("", joined):
        raise ValueError(f'{name}: every import is written @import url("x.css") layer(y); in {name} itself.')
    return joined


def moved(text, path):
    """The text of a file whose relative addresses are to hold one sheet higher up."""

    def address(match):
        target = match["path"]
        if re.match(r"[a-z]+:|/|#", target):
            return match[0]
        return f'url("{posixpath.normpath(posixpath.join(posixpath.dirname(path), target))}")'

    return ADDRESS.sub(address, text)
