"""Error messages of file validation, by code: each names the problem and, if possible, the remedy."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Descriptions of rejected file types, for the `what` parameter of a message.
TYPE_LABELS = {
    "PDF": _("a PDF"),
    "zip": _("an office document or an archive"),
    "ole": _("an office document of an old type"),
    "rtf": _("an RTF document"),
    "picture": _("an image"),
    "program": _("a program"),
    "script": _("a script"),
    "web page": _("a web page"),
    "archive": _("an archive"),
    "text": _("plain text"),
}

ERROR_MESSAGES = {
    # All files
    "empty": _("The file is empty."),
    "too_large": _("The file is %(size)s MB. The limit is %(limit)s MB. Make it smaller."),
    "mislabelled": _("The file is a %(type)s, but its name ends in “%(ending)s”. Rename it so that it ends "
"in “%(right)s”."),
    "damaged": _("The file is damaged or incomplete. Open it, save it again and upload the new file."),
    "hides": _("The file contains another, hidden file. Open it, save it again and upload the new file."),
    "unknown": _("The file type is not recognized. Save a document as PDF, or an image as JPEG or PNG."),
    # Pictures
    "not_picture": _("The file is %(what)s, not an image. Upload a JPEG or PNG."),
    "picture_type": _("%(type)s images are not accepted. Save the image as JPEG or PNG."),
    "svg": _("SVG images are not accepted because they can run scripts. Save the image as PNG."),
    "animated": _("The image is animated, which disturbs many readers. Save a still image as JPEG or PNG."),
    "too_many_pixels": _("The image has more than %(limit)s million pixels. Save it at a smaller size."),
    # Documents
    "not_document": _("The file is %(what)s, not a document. Save the document as PDF or DOCX."),
    "old_office": _("Documents of this old type can hide macros. Save the document as DOCX or PDF."),
    "rtf": _("RTF documents can hide other files. Save the document as DOCX or PDF."),
    "template": _("The file is a template or a slide show. Save it as a document: DOCX, XLSX, PPTX, ODT, "
"ODS or ODP."),
    "protected": _("The document is protected by encryption. Save it without protection."),
    "macros": _("The document contains macros or scripts. Save it without them, or as PDF."),
    "external": _("The document loads content from elsewhere: a template, an image, a file or data. "
"Embed the content, break the link, or save the document as PDF."),
    "link": _("The document has a link to “%(link)s”, which is not a web address and might start a program. "
"Correct or remove the link."),
    "pdf_picture": _("The document contains an image in PDF format. Replace it with a PNG or JPEG, or save the "
"document as PDF."),
    "embedded": _("The document contains other files. Remove them, or save it as PDF."),
    "bomb": _("The document is too large when unpacked. Make it smaller."),
    "entities": _("The document defines XML entities, which office software never does. Open it and save "
"it again."),
    # PDF
    "no_pages": _("The PDF has no pages."),
    "before": _("The PDF file has extra data at its beginning. Open it and save it as PDF again."),
    "after": _("The PDF file has extra data at its end. Open it and save it as PDF again."),
    "javascript": _("The PDF contains JavaScript. Print it to a new PDF and upload that."),
    "launches": _("The PDF can start programs. Print it to a new PDF and upload that."),
    "attachments": _("The PDF has attached files. Remove them and upload each one separately."),
    "media": _("The PDF contains sound, video or 3D content. Remove it."),
    "xfa": _("The PDF is an XFA form, which most programs cannot open. Print it to a new PDF and upload that."),
    "sends": _("The PDF is a form that sends data elsewhere. Remove its buttons, or print it to a new PDF."),
}  # fmt: skip


def upload_error(code, **params):
    """Return the ValidationError for a code of ERROR_MESSAGES."""
    return ValidationError(ERROR_MESSAGES[code], code=code, params=params or None)
