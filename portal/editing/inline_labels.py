"""The button that adds a row to an inline, with the name of the row in lower case."""

import json

from django.utils.text import capfirst


class InlineLabelsMixin:
    """ModelAdmin mixin that names rows in the middle of a sentence as they are; Django capitalizes them."""

    def get_inline_formsets(self, *args, **kwargs):
        inline_formsets = super().get_inline_formsets(*args, **kwargs)
        for inline_formset in inline_formsets:
            name = str(inline_formset.opts.verbose_name)
            data = json.loads(inline_formset.inline_formset_data())
            data["options"]["addText"] = data["options"]["addText"].replace(capfirst(name), name)
            inline_formset.inline_formset_data = json.dumps(data)
        return inline_formsets
