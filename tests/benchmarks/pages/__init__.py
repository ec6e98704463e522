"""Measures pages over HTTP: kept and not kept, beside nginx, how soon a change is visible, the start, and memory."""
