"""Does by hand what a serving portal does by itself each minute: `manage.py due`."""

from django.core.management import BaseCommand

from portal.schedule import do_what_is_due


class Command(BaseCommand):
    help = "Warns of what will not go live on time, and sends the mail that is due."

    def handle(self, **options):
        done = do_what_is_due()
        if done is None:
            self.stdout.write("Another process is doing what is due.")
            return
        self.stdout.write(
            f"Records warned of: {done.warnings}. Mails: {done.mail.sent} sent, {done.mail.failed} to be tried again."
        )
