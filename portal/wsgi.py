"""WSGI application. In embedded mode it needs the database that `manage.py run` has started."""

import gc
import os
import sys
from contextlib import suppress

import psycopg
from django.conf import settings
from django.core.wsgi import get_wsgi_application

from portal.embedded_postgres.server import get_data_folder, is_embedded_mode, is_server_running
from portal.operations.error_log import start_log_cleanup

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
if is_embedded_mode() and not is_server_running(get_data_folder()):
    sys.exit("The embedded PostgreSQL is not running: start the portal with `make run`, or set DATABASE_URL, "
             "PORTAL_SECRET_KEY and PORTAL_HOSTS.")  # fmt: skip
if not all(path.exists() for path in settings.LOCALE_PATHS):
    sys.exit(f"There are no compiled catalogues in {settings.PORTAL_DATA}: run `manage.py prepare` first.")
os.umask(0o027)  # what the portal writes is for its user and group only
gc.disable()  # nothing that is loaded below becomes garbage
django_application = get_wsgi_application()

# These import models, which need loaded apps.
from portal.checks import get_start_errors  # noqa: E402
from portal.metrics import start_metrics  # noqa: E402
from portal.operations.request_metrics import count_responses  # noqa: E402
from portal.page_cache.start import start_page_cache  # noqa: E402
from portal.scheduler import runner as scheduler  # noqa: E402

with suppress(psycopg.OperationalError):  # without a database the portal starts and waits for it
    for error in get_start_errors():
        sys.exit(error)


def refuse_fork():
    """End a forked process: it has neither the threads nor the database connections of this one."""
    os.write(2, b"portal.wsgi was loaded before the server forked, which it does not survive: start gunicorn without "
                b"--preload, uWSGI with lazy-apps, so that each worker loads it itself.\n")  # fmt: skip
    os._exit(3)  # by which gunicorn knows that its workers cannot start


os.register_at_fork(after_in_child=refuse_fork)
start_log_cleanup(settings.PORTAL_DATA / "log")
page_cache = start_page_cache(django_application)
application = count_responses(page_cache)
scheduler.start()
start_metrics(page_cache.store)
# Move everything loaded so far to the permanent generation, so that garbage collection during requests skips it.
gc.collect()
gc.freeze()
gc.enable()
