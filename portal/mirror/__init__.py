"""Writes the whole public site as static files, and keeps them current."""
