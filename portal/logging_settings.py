"""The setting LOGGING of Django."""

from portal.environment import get_choice


def get_logging(folder):
    """Return Django's setting LOGGING, with files in a folder.

    Only errors are logged, without IP addresses, to files that are kept for 30 days, as the privacy page states, and to
    standard error.
    """
    handlers = ("file", "console")
    log_format = get_choice("PORTAL_LOG_FORMAT", ("text", "json"))
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "text": {"()": "portal.operations.error_log.LineFormatter"},
            "json": {"()": "portal.operations.error_log.JSONFormatter"},
        },
        "filters": {name: {"()": "portal.operations.error_log.RepeatFilter"} for name in handlers},
        "handlers": {
            "file": {
                "class": "portal.operations.error_log.DailyFileHandler",
                "folder": folder,
                "filters": ["file"],
                "formatter": log_format,
                "level": "ERROR",
            },
            "console": {
                "class": "logging.StreamHandler",
                "filters": ["console"],
                "formatter": log_format,
                "level": "ERROR",
            },
        },
        "loggers": {
            name: {"handlers": ["file", "console"], "level": "ERROR", "propagate": False}
            for name in ("django", "portal")
        },
    }
