"""How the tests of what is taken in ask a judge: what it refuses, and what it makes of files with changed bytes."""

import random
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from portal.i18n.languages import LANGUAGES


def refused(judge, made, name):
    """The refusal of a file."""
    with pytest.raises(ValidationError) as caught:
        judge(BytesIO(made), name)
    return caught.value


def sentences(refusal):
    """The refusal in three languages."""
    said = []
    for language in LANGUAGES:
        with override(language):
            said += refusal.messages
    return said


def codes_of_changed(judge, made, name, times=60):
    """What is said of a file with some of its bytes changed, and sometimes its end lost; empty where it is taken."""
    chance = random.Random(name)  # noqa: S311 - the same at every run
    for _ in range(times):
        changed = bytearray(made)
        for _ in range(chance.choice((1, 3, 30))):
            changed[chance.randrange(len(changed))] = chance.choice((0, 255, chance.randrange(256)))
        if chance.random() < 0.3:
            del changed[chance.randrange(len(changed)) :]
        try:
            judge(BytesIO(changed), name)
            yield ""
        except ValidationError as refusal:
            yield refusal.code
