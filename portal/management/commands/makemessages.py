"""Update the catalogues (`make messages`) without the time at which it was done."""

import re
from pathlib import Path

from django.core.management.commands import makemessages

CREATION_DATE = re.compile(r'^"POT-Creation-Date: .*"\n', re.MULTILINE)


class Command(makemessages.Command):
    """Django's command. The date of each run would change both catalogues, and conflict when branches are merged."""

    def write_po_file(self, potfile, locale):
        super().write_po_file(potfile, locale)
        path = Path(potfile).parent / locale / "LC_MESSAGES" / f"{self.domain}.po"
        path.write_text(CREATION_DATE.sub("", path.read_text(encoding="utf-8"), count=1), encoding="utf-8")
