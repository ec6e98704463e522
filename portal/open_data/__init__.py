"""Open data: the public lists as CSV and JSON, their schemas, and the page that documents them."""
