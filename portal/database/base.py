"""The connection of the database backend. Django finds it by the name of this module."""

from django.db.backends.postgresql import base

from portal.clock import database_clock
from portal.database.loaders import get_adapters


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to PostgreSQL that reads every date and time.

    When it is opened or taken from the pool, it measures the clock if that is due.
    """

    def get_connection_params(self):
        params = super().get_connection_params()
        params["context"] = get_adapters(params["context"], self.timezone)
        return params

    def init_connection_state(self):
        super().init_connection_state()
        if database_clock.is_due:
            database_clock.measure(self.connection)
