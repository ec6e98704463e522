"""A column that holds a document. Whoever stores one, it is judged first, by what is in it.

What is read of a file then stands in the folder that it lies in, `documentfile/9f3c…/pdf-1258291-18-fr-y-n/aviso.pdf`:
so drafts and history keep it with the file, and no page opens a file to tell what is in it.
"""

import re

from django.db import models
from django.db.models.fields.files import FieldFile

from portal.uploads.filenames import new_folder, safe_name
from portal.uploads.metadata import Facts
from portal.uploads.validators.documents import judge_document

NOTED = re.compile(
    r"/(?P<type>[a-z]+)-(?P<size>\d+)-(?P<pages>\d+)-(?P<language>[a-z]*)-(?P<tagged>[yn]?)-(?P<titled>[yn]?)/"
)
YES_OR_NO = {"y": True, "n": False, "": None}


def yes_or_no(value):
    return next(letter for letter, meant in YES_OR_NO.items() if meant is value)


def noted(facts):
    """What was read of a file, as the name of a folder."""
    language = facts.language if re.fullmatch(r"[a-z]{2,3}", facts.language) else ""
    tagged, titled = yes_or_no(facts.tagged), yes_or_no(facts.titled)
    return f"{facts.type.lower()}-{facts.size}-{facts.pages or 0}-{language}-{tagged}-{titled}"


def read_noted(name):
    """The Facts that stand in the name of a kept file; None where there are none."""
    found = NOTED.search(name)
    if not found:
        return None
    return Facts(
        type=found["type"].upper(),
        size=int(found["size"]),
        pages=int(found["pages"]) or None,
        language=found["language"],
        tagged=YES_OR_NO[found["tagged"]],
        titled=YES_OR_NO[found["titled"]],
        title="",
    )


def judged(content, name):
    """The Facts of a file that is to be kept; ValidationError where it is refused. Each file is judged once."""
    if not hasattr(content, "facts"):
        content.facts = judge_document(content, name)
    return content.facts


def refuse_bad_file(file):
    """Refuses a file that was sent and not kept yet, in a form, before anything is saved."""
    if file and not file._committed:
        judged(file.file, file.name)


class KeptFile(FieldFile):
    """A document and what was read of it."""

    # Of what is being stored.
    incoming = None

    @property
    def facts(self):
        """The Facts of the file, of one that is only sent too; None where nothing was read of it."""
        return read_noted(self.name or "") if self._committed else getattr(self.file, "facts", None)

    def save(self, name, content, save=True):
        self.incoming = judged(content, name)
        super().save(name, content, save)


class KeptFileField(models.FileField):
    """A file that may be kept as a document: see validators/documents.py."""

    attr_class = KeptFile
    default_validators = [refuse_bad_file]

    def deconstruct(self):
        """Describe the column to migrations as the Django field it extends, so that they outlive this class."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.FileField", args, {**kwargs, "upload_to": ""}

    def generate_filename(self, instance, filename):
        """A place that can't be guessed, under what is read of the file; the file keeps its own name."""
        facts = getattr(instance, self.attname).incoming
        name = safe_name(filename, facts.type)
        return self.storage.generate_filename(f"{new_folder(instance)}/{noted(facts)}/{name}")
