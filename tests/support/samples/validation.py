"""Helpers for tests of upload validators: error messages, and fuzzing."""

import random
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from portal.i18n.languages import LANGUAGES


def get_error(validate, content, name):
    """Return the ValidationError of a rejected file."""
    with pytest.raises(ValidationError) as caught:
        validate(BytesIO(content), name)
    return caught.value


def get_messages(error):
    """Return the messages of an error in three languages."""
    messages = []
    for language in LANGUAGES:
        with override(language):
            messages += error.messages
    return messages


def fuzz_codes(validate, content, name, times=60):
    """Yield the error code for each randomly corrupted copy of a file, empty if the copy is accepted."""
    rng = random.Random(name)  # noqa: S311 - the same at every run
    for _ in range(times):
        changed = bytearray(content)
        for _ in range(rng.choice((1, 3, 30))):
            changed[rng.randrange(len(changed))] = rng.choice((0, 255, rng.randrange(256)))
        if rng.random() < 0.3:
            del changed[rng.randrange(len(changed)) :]
        try:
            validate(BytesIO(changed), name)
            yield ""
        except ValidationError as error:
            yield error.code
