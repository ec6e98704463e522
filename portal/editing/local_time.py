"""A form field for a date and time in the editor's time zone, which asks when a clock change makes it ambiguous."""

from datetime import UTC, timedelta
from typing import NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils import formats, timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.i18n.timezones import format_time_zone
from portal.records.moments import END_OF_MOMENTS, FIRST_MOMENT

FORMAT = "%Y-%m-%dT%H:%M"
# No time zone is further from UTC.
MAX_OFFSET = timedelta(days=1)


def get_time_zone_help():
    """Return the help text that names the time zone of a LocalDateTimeField."""
    return gettext("In your time zone: %(zone)s.") % {"zone": format_time_zone(timezone.get_current_timezone_name())}


class SubmittedTime(NamedTuple):
    """The submitted text, and which of two equal times the editor chose: "0", "1" or empty."""

    text: str
    fold: str

    def __str__(self):
        return self.text


def find_moments(naive):
    """Return the moments that a local time means: none if the clocks skip it, two if they repeat it."""
    zone = timezone.get_current_timezone()
    candidates = {fold: naive.replace(tzinfo=zone, fold=fold) for fold in (0, 1)}
    if candidates[0].utcoffset() == candidates[1].utcoffset():
        return [candidates[0]]
    return [
        moment
        for moment in candidates.values()
        if moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == naive
    ]


def parse_local_time(text):
    """Return the date and time of a submitted text without a time zone. Raise ValidationError if it is neither."""
    with timezone.override(UTC):
        return forms.DateTimeField().to_python(text).replace(tzinfo=None, fold=0)


def describe_moment(moment):
    """Return a moment with its offset from UTC, which tells two equal local times apart."""
    return f"{formats.date_format(moment, 'DATETIME_FORMAT')} (UTC{moment:%z})"


class LocalDateTimeInput(forms.DateTimeInput):
    """A datetime-local input, followed by a choice if the submitted time occurs twice."""

    def __init__(self, attrs=None):
        super().__init__({"type": "datetime-local", **(attrs or {})}, format=FORMAT)

    def value_from_datadict(self, data, files, name):
        text = super().value_from_datadict(data, files, name)
        return SubmittedTime(text, data.get(f"{name}_fold", "")) if text else text

    def format_value(self, value):
        return value.text if isinstance(value, SubmittedTime) else super().format_value(value)

    def render(self, name, value, attrs=None, renderer=None):
        html = super().render(name, value, attrs, renderer)
        if not isinstance(value, SubmittedTime) or len(moments := find_submitted_moments(value)) != 2:
            return html
        choices = [(str(moment.fold), describe_moment(moment)) for moment in moments]
        context = {"name": f"{name}_fold", "choices": choices, "selected": value.fold}
        return html + render_to_string("editing/_repeated_time.html", context)


def find_submitted_moments(value):
    """Return the moments that a SubmittedTime can mean, [] if it is not a time."""
    try:
        return find_moments(parse_local_time(value.text))
    except (ValidationError, OverflowError):
        return []


class LocalDateTimeField(forms.DateTimeField):
    """A moment, entered in the current time zone. A time that a clock change skips or repeats is never guessed."""

    widget = LocalDateTimeInput
    default_error_messages = {
        "skipped": _("The clocks go forward on this day, so this time does not exist. Enter an earlier or later time."),
        "too_early": _("Enter a date and time in the future."),
        "too_late": _("This date and time is too far in the future. Check the year."),
        "repeated": _("The clocks go back on this day, so this time occurs twice. Choose which one you mean."),
    }

    def to_python(self, value):
        if not isinstance(value, SubmittedTime):
            return super().to_python(value)
        naive = parse_local_time(value.text)
        if naive < FIRST_MOMENT.replace(tzinfo=None) + MAX_OFFSET:
            raise ValidationError(self.error_messages["too_early"], code="too_early")
        if naive >= END_OF_MOMENTS.replace(tzinfo=None) - MAX_OFFSET:
            raise ValidationError(self.error_messages["too_late"], code="too_late")
        moments = find_moments(naive)
        if not moments:
            raise ValidationError(self.error_messages["skipped"], code="skipped")
        if len(moments) == 1:
            return moments[0]
        if value.fold not in {"0", "1"}:
            raise ValidationError(self.error_messages["repeated"], code="repeated")
        return moments[int(value.fold)]
