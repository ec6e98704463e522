"""The button that adds a row to an inline, with the name of the row in lower case."""

import json

from django.utils.text import capfirst


def set_add_label(inline_formset):
    """Name the rows in the label of the button as they are; Django capitalizes their name within the sentence."""
    name = str(inline_formset.opts.verbose_name)
    data = json.loads(inline_formset.inline_formset_data())
    data["options"]["addText"] = data["options"]["addText"].replace(capfirst(name), name)
    inline_formset.inline_formset_data = json.dumps(data)
