"""The audit log: what was done by whom to accounts and publications."""
