"""Which records refer to which, as rows with indexes."""
