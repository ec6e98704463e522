"""Citations of records: as text, BibTeX and CSL-JSON."""
