"""Sending a message through an open connection to the mail server, and the outcome of a round of messages."""

import logging
from smtplib import SMTPRecipientsRefused
from typing import NamedTuple

logger = logging.getLogger(__name__)


class DeliveryResult(NamedTuple):
    """How many messages of one round were sent, and how many failed and will be sent again."""

    sent: int = 0
    failed: int = 0


def send_message(message, connection):
    """Send a message and return whether the server accepts it; False if it refuses an address permanently.

    Raise SMTPRecipientsRefused if it refuses one for the time being. The log does not show addresses.
    """
    try:
        connection.send_messages([message])
    except SMTPRecipientsRefused as error:
        codes = sorted({code for code, _text in error.recipients.values()})
        if codes[0] < 500:
            raise
        logger.error("The mail server permanently refuses an address: %s", codes)
        return False
    return True
