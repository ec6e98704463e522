"""The bound of all moments that anyone can type: forms check it, and so does the database."""

from datetime import UTC, datetime

from django.db import models
from django.db.models import Q

# Beyond the year 9999, which a time zone can reach, a moment cannot be read from the database any more.
FIRST_MOMENT = datetime(1900, 1, 1, tzinfo=UTC)
END_OF_MOMENTS = datetime(2100, 1, 1, tzinfo=UTC)


def moment_constraints(*columns):
    """Return constraints that keep the moments of these columns within the bound."""
    return [
        models.CheckConstraint(
            condition=Q(**{f"{column}__gte": FIRST_MOMENT, f"{column}__lt": END_OF_MOMENTS}),
            name=f"%(class)s_{column}_in_bound",
        )
        for column in columns
    ]
