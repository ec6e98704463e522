"""The RSGI application that faces clients itself: it receives requests whole, and no client can hold a thread."""
