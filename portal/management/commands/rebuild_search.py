"""Rebuild the search index."""

from django.core.management.base import BaseCommand
from django.utils.text import capfirst

from portal.search_index.rebuild import rebuild_index
from portal.search_index.table import is_empty


class Command(BaseCommand):
    help = "Rebuilds the search index beside the live one and swaps the two. The portal can go on running."

    def add_arguments(self, parser):
        parser.add_argument("--if-empty", action="store_true", help="do nothing if the index has records")

    def handle(self, *, if_empty, **options):
        if if_empty and not is_empty():
            return
        rebuild_index(self.report)
        self.stdout.write("  search: the index was rebuilt")

    def report(self, model, done, total):
        self.stdout.write(f"  {capfirst(str(model._meta.verbose_name_plural))}: {done} of {total}")
        self.stdout.flush()
