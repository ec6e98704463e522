"""Backups of the database and the uploads: one file, which can be restored elsewhere and into a newer version."""
