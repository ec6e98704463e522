"""`manage.py run_scheduled`: run the background jobs once, or list the scheduled publications."""

from django.core.management import BaseCommand

from portal.drafts.models import Draft
from portal.publishing.releases import Release
from portal.scheduler.publisher import due_drafts, due_releases, format_result, get_upcoming
from portal.scheduler.runner import run_once


class Command(BaseCommand):
    help = "Publishes due drafts and releases, warns of those that cannot be published on time, and sends due mail."

    def add_arguments(self, parser):
        parser.add_argument("--list", action="store_true", help="only list publications, scheduled or on hold")

    def handle(self, **options):
        if options["list"]:
            self.list_scheduled()
            return
        result = run_once()
        if result is None:
            self.stdout.write("Another process is running the scheduled jobs.")
            return
        for publication in result.publications:
            self.stdout.write(format_result(publication))
        sent, failed = map(sum, zip(result.mail, result.account_mail, strict=True))
        self.stdout.write(f"Records warned of: {result.warnings}. Mails: {sent} sent, {failed} to be tried again.")

    def list_scheduled(self):
        """List the publications that are due, upcoming and on hold."""
        for item in (*due_releases(), *due_drafts()):
            self.stdout.write(f"due      {item.publish_at:%Y-%m-%d %H:%M:%S %Z}  {getattr(item, 'record', item)}")
        for due_at, subject in get_upcoming():
            self.stdout.write(f"coming   {due_at:%Y-%m-%d %H:%M:%S %Z}  {subject}")
        for model in (Release, Draft):
            for item in model.objects.exclude(held_at=None):
                self.stdout.write(f"on hold  {item.publish_at:%Y-%m-%d %H:%M:%S %Z}  {getattr(item, 'record', item)}")
