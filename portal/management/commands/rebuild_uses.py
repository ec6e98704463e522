"""Write the register of what records refer to anew, after changes of texts by SQL."""

from django.core.management import BaseCommand

from portal.publishing.usage import rebuild_uses


class Command(BaseCommand):
    help = "Rebuilds the register of what the texts and drafts of records refer to. The portal can go on running."

    def handle(self, **options):
        count = rebuild_uses()
        self.stdout.write(f"  usage: {count} records and drafts were read")
