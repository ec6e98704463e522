"""Keeps whole public pages in memory, and forgets them when a table that they show changes."""
