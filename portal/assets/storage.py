"""Static files storage: hashed names, and the style sheets with all their imports, minified.

In the source each component has its own file and layer. A browser loads one file for the home page, and another one for
the components of all other pages.
"""

import posixpath
import re

import rcssmin
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLESHEETS = ("css/portal.css", "css/pages.css")
IMPORT = re.compile(r"""@import\s+url\(\s*["']?(?P<path>[^"')]+)["']?\s*\)\s+layer\(\s*(?P<layer>[\w.-]+)\s*\)\s*;""")
URL = re.compile(r"""url\(\s*(?P<quote>["']?)(?P<path>[^"')]+)(?P=quote)\s*\)""")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Build the style sheets before names are hashed, so that a change in any component changes its name."""

    def post_process(self, paths, dry_run=False, **options):
        sources = dict(paths)
        for stylesheet in STYLESHEETS:
            if stylesheet in sources and not dry_run:
                bundle = inline_imports(stylesheet, lambda name: read_text(*sources[name]))
                self.delete(stylesheet)
                self.save(stylesheet, ContentFile(rcssmin.cssmin(bundle).encode()))
                paths = {**paths, stylesheet: (self, stylesheet)}
        yield from super().post_process(paths, dry_run, **options)


def read_text(storage, path):
    with storage.open(path) as file:
        return file.read().decode()


def inline_imports(name, read_source):
    """Return the sheet with each import replaced by an `@layer` block; `read_source(name)` returns a file's text."""
    folder = posixpath.dirname(name)

    def build_layer(match):
        path = match["path"]
        text = rebase_urls(read_source(posixpath.join(folder, path)), path)
        return f"@layer {match['layer']} {{\n{text.strip()}\n}}"

    bundle = IMPORT.sub(build_layer, read_source(name))
    if "@import" in COMMENT.sub("", bundle):
        raise ValueError(f'{name}: write every import as @import url("x.css") layer(y); and only in {name}.')
    return bundle


def rebase_urls(text, path):
    """Return the text of the file at `path` with its relative URLs rewritten for the sheet that imports it."""

    def rebase(match):
        target = match["path"]
        if re.match(r"[a-z]+:|/|#", target):
            return match[0]
        return f'url("{posixpath.normpath(posixpath.join(posixpath.dirname(path), target))}")'

    return URL.sub(rebase, text)
