"""The event that wakes the thread of background jobs before its next round."""

import threading

# Set when this process commits new mail.
scheduler_wakeup = threading.Event()
