"""The database backend of the portal: Django's own, which also measures the clock of the database."""
