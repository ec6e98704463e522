"""An uploaded document or picture, judged by its content and never by its name: what it is, or why it is refused.

It reads in pieces, keeps nothing and knows no record; whoever takes a file in calls it. A refusal is a ValidationError.
"""

import os

from portal.uploads.errors import WHAT, refusal
from portal.uploads.file_types import HEAD, OTHER_PICTURES, PICTURES, kind_of
from portal.uploads.filenames import check_ending, safe_name
from portal.uploads.metadata import Facts
from portal.uploads.validators.image import Picture, cleaned_picture
from portal.uploads.validators.office import holds_encrypted_package, judge_office_file
from portal.uploads.validators.pdf import PDF_STARTS, judge_pdf

__all__ = ["Facts", "Picture", "judge_document", "judge_picture", "safe_name"]

MB = 1024 * 1024
LARGEST_DOCUMENT, LARGEST_PICTURE = 50 * MB, 20 * MB


def judge_document(file, name):
    """The Facts of a document; the file stands at its beginning afterwards, whether it is taken or refused."""
    try:
        facts = judged(file, size_within(file, LARGEST_DOCUMENT))
    finally:
        file.seek(0)
    check_ending(name, facts.type)
    return facts


def judge_picture(file, name):
    """The Picture made anew from the pixels of an uploaded one: upright, in sRGB, and with nothing else in it."""
    try:
        size_within(file, LARGEST_PICTURE)
        kind = kind_of(head_of(file))
        if kind not in PICTURES:
            raise not_a_picture(kind)
        check_ending(name, kind)
        return cleaned_picture(file, kind)
    finally:
        file.seek(0)


def size_within(file, limit):
    """The size of a file in bytes, which is not 0 and not above the limit."""
    size = file.seek(0, os.SEEK_END)
    size = file.tell() if size is None else size
    if not size:
        raise refusal("empty")
    if size > limit:
        raise refusal("too_large", size=-(-size // MB), limit=limit // MB)
    return size


def head_of(file):
    file.seek(0)
    return file.read(HEAD)


def judged(file, size):
    """The Facts of a file that is a document by its first bytes."""
    head = head_of(file)
    kind = kind_of(head)
    if kind == "PDF":
        return judge_pdf(file, size)
    if kind == "zip":
        return judge_office_file(file, size)
    raise not_a_document(kind, head, file)


def not_a_document(kind, head, file):
    """Why a file that is neither a PDF nor a package is refused."""
    if kind == "ole":
        return refusal("protected" if holds_encrypted_package(file) else "old_office")
    if kind == "rtf":
        return refusal("rtf")
    if kind in PICTURES or kind in OTHER_PICTURES:
        return refusal("not_document", what=WHAT["picture"])
    if PDF_STARTS.search(head):
        return refusal("before")
    return refusal("not_document", what=WHAT[kind]) if kind in WHAT else refusal("unknown")


def not_a_picture(kind):
    """Why a file that is not one of the pictures taken is refused."""
    if kind == "SVG":
        return refusal("svg")
    if kind in OTHER_PICTURES:
        return refusal("picture_type", type=kind)
    return refusal("not_picture", what=WHAT[kind]) if kind in WHAT else refusal("unknown")
