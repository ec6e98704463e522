"""Lists what is scheduled, and does by hand what a serving portal does by itself: `manage.py run_scheduled`."""

from django.core.management import BaseCommand

from portal.drafts.models import Draft
from portal.publishing.releases import Release
from portal.scheduler.publisher import coming, due_drafts, due_releases, in_words
from portal.scheduler.runner import do_what_is_due


class Command(BaseCommand):
    help = "Publishes what is due, warns of what will not go live on time, and sends the mail that is due."

    def add_arguments(self, parser):
        parser.add_argument("--list", action="store_true", help="only lists what is scheduled and what is held")

    def handle(self, **options):
        if options["list"]:
            self.list()
            return
        done = do_what_is_due()
        if done is None:
            self.stdout.write("Another process is doing what is due.")
            return
        for outcome in done.outcomes:
            self.stdout.write(in_words(outcome))
        self.stdout.write(
            f"Records warned of: {done.warnings}. Mails: {done.mail.sent} sent, {done.mail.failed} to be tried again."
        )

    def list(self):
        """What is due, what comes next, and what could not go live at its time."""
        for one in (*due_releases(), *due_drafts()):
            self.stdout.write(f"due      {one.publish_at:%Y-%m-%d %H:%M:%S %Z}  {getattr(one, 'record', one)}")
        for moment, what in coming():
            self.stdout.write(f"coming   {moment:%Y-%m-%d %H:%M:%S %Z}  {what}")
        for model in (Release, Draft):
            for one in model.objects.exclude(held_at=None):
                self.stdout.write(f"held     {one.publish_at:%Y-%m-%d %H:%M:%S %Z}  {getattr(one, 'record', one)}")
