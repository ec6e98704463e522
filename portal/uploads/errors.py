"""Error messages of file validation, by code: each says what is wrong and, if possible, what to do."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Descriptions of rejected file types, for the `what` parameter of a message.
TYPE_LABELS = {
    "PDF": _("a PDF"),
    "zip": _("an office document or an archive"),
    "ole": _("an office document of an old type"),
    "rtf": _("an RTF document"),
    "picture": _("a picture"),
    "program": _("a program"),
    "script": _("a script"),
    "web page": _("a web page"),
    "archive": _("an archive"),
    "text": _("plain text"),
}

ERROR_MESSAGES = {
    # All files
    "empty": _("The file is empty."),
    "too_large": _("The file has %(size)s MB; at most %(limit)s MB are taken. Make it smaller."),
    "mislabelled": _("The file is a %(type)s, but its name ends in “%(ending)s”. Let the name end in “%(right)s”."),
    "damaged": _("The file is damaged or incomplete. Open it, save it again and upload the new file."),
    "hides": _("The file hides another file within itself. Open it, save it again and upload the new file."),
    "unknown": _("What the file is cannot be told. Save it as PDF, or a picture as JPEG or PNG."),
    # Pictures
    "not_picture": _("The file is %(what)s, not a picture. Upload a JPEG or PNG."),
    "picture_type": _("%(type)s pictures are not taken. Save the picture as JPEG or PNG."),
    "svg": _("SVG drawings are not taken, since they can run scripts. Save the picture as PNG."),
    "animated": _("The picture moves, which disturbs many readers. Save a still picture as JPEG or PNG."),
    "too_many_pixels": _("The picture has more than %(limit)s million pixels. Save it smaller."),
    # Documents
    "not_document": _("The file is %(what)s, not a document. Save the document as PDF or DOCX."),
    "old_office": _("Documents of this old type can hide macros. Save the document as DOCX or PDF."),
    "rtf": _("RTF documents can hide other files. Save the document as DOCX or PDF."),
    "template": _("The file is a template or a show. Save it as a document: DOCX, XLSX, PPTX, ODT, ODS or ODP."),
    "protected": _("The document is protected by encryption. Save it without protection."),
    "macros": _("The document holds macros or scripts. Save it without them, or as PDF."),
    "external": _("The document fetches parts of itself from elsewhere: a template, picture, file or data. "
                  "Put them into the document, break the link, or save it as PDF."),
    "embedded": _("The document has other files inside. Take them out, or save it as PDF."),
    "bomb": _("Unpacked, the document would be too large. Make it smaller."),
    "entities": _("The document defines entities, which office programs never do. Open it and save it again."),
    # PDF
    "no_pages": _("The PDF has no pages."),
    "before": _("Something stands before the beginning of the PDF. Open it and save it as PDF again."),
    "after": _("Something stands behind the end of the PDF. Open it and save it as PDF again."),
    "javascript": _("The PDF holds JavaScript. Print it to a new PDF and upload that."),
    "launches": _("The PDF can start programs. Print it to a new PDF and upload that."),
    "attachments": _("The PDF has files attached. Take them out, and upload each on its own."),
    "media": _("The PDF holds sound, video or 3D. Take them out."),
    "xfa": _("The PDF is an XFA form, which most programs cannot open. Print it to a new PDF and upload that."),
    "sends": _("The PDF is a form that sends data elsewhere. Take its buttons out, or print it to a new PDF."),
}  # fmt: skip


def upload_error(code, **params):
    """Return the ValidationError for a code of ERROR_MESSAGES."""
    return ValidationError(ERROR_MESSAGES[code], code=code, params=params or None)
