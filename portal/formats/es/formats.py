"""Numbers as Mexico writes them: 15,400 and 3.9."""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
