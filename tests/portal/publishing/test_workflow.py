"""Transitions: the row locks that they take."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.publishing.workflow import FUNCTIONS
from tests.support import factories
from tests.support.drafts import live_item, save_draft

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("transition", ["submit", "publish", "discard_draft"])
def test_draft_is_locked_before_its_transition(transition):
    item = save_draft(live_item(), body_es="<p>Dos</p>")
    editor = factories.editor(roles=["administrator"])
    with CaptureQueriesContext(connection) as captured:
        FUNCTIONS[transition](item, by=editor)
    statements = [query["sql"] for query in captured]
    locked = next(place for place, sql in enumerate(statements) if '"portal_draft"' in sql and "FOR UPDATE" in sql)
    written = next(place for place, sql in enumerate(statements) if sql.startswith(("UPDATE", "INSERT", "DELETE")))
    assert locked < written
