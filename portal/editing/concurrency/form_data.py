"""What a browser sends of a form: the values under each name, of one as it stands or of one that was filled in.

The values of one field are `{name: [value, …]}`, since some fields send several names.
"""

from collections import defaultdict
from html.parser import HTMLParser

from django import forms

# Stands before the name of a file that was chosen anew, so that it equals no file that is kept.
CHOSEN = "\0"


class Sent(HTMLParser):
    """Reads the fields of some HTML as a browser does: `values` holds what it would send."""

    def __init__(self, html):
        super().__init__()
        self.values = {}
        self.text = self.name = self.options = None
        self.feed(html)
        self.close()

    def send(self, name, value):
        if name:
            self.values.setdefault(name, []).append(value)

    def handle_starttag(self, tag, attrs):
        item = defaultdict(str, {name: value or "" for name, value in attrs})
        if tag == "input":
            self.of_input(item)
        elif tag == "textarea":
            self.name, self.text = item["name"], ""
        elif tag == "select":
            self.name, self.options = item["name"], []
            self.multiple = "multiple" in item
        elif tag == "option" and self.options is not None:
            self.options.append((item["value"], "selected" in item))

    def of_input(self, item):
        kind = item["type"]
        if kind in {"checkbox", "radio"} and "checked" in item:
            self.send(item["name"], item.setdefault("value", "on"))
        elif kind not in {"checkbox", "radio", "file", "submit", "button", "reset", "image"}:
            self.send(item["name"], item["value"])

    def handle_data(self, data):
        if self.text is not None:
            self.text += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self.text is not None:
            self.send(self.name, self.text.removeprefix("\n"))
            self.text = None
        elif tag == "select" and self.options is not None:
            chosen = [value for value, selected in self.options if selected]
            for value in chosen or [value for value, _ in self.options[: not self.multiple]]:
                self.send(self.name, value)
            self.options = None


def is_file(form, field):
    return isinstance(form.fields[field], forms.FileField)


def names(form, field):
    """The names under which a browser sends one field of a form without a prefix."""
    widget = form.fields[field].widget
    widget = getattr(widget, "widget", widget)  # the admin wraps what chooses a record
    return [field + suffix for suffix in getattr(widget, "widgets_names", [""])]


def as_sent(form):
    """What a browser would send of a form without a prefix that nobody has touched: {field: values}."""
    return {field: sent_of_field(form, field) for field in form.fields}


def sent_of_field(form, field):
    """The values of one field; of a file, which browsers do not send again, the name under which it is kept."""
    return {field: [str(form[field].initial or "")]} if is_file(form, field) else Sent(form[field].as_widget()).values


def hidden_initial(form):
    """The values that some fields bring along to tell later whether they were changed: {name: [value]}."""
    shown = [form[name] for name, field in form.fields.items() if field.show_hidden_initial]
    return {name: values for one in shown for name, values in Sent(one.as_hidden(only_initial=True)).values.items()}


def as_typed(form, data, files, before, untouched):
    """What was sent of such a form under names that begin with `before`. A file that nobody touched is `untouched`."""
    return {
        field: typed_file(form, field, data, files, before, untouched)
        if is_file(form, field)
        else {name: data.getlist(before + name) for name in names(form, field)}
        for field in form.fields
    }


def typed_file(form, field, data, files, before, untouched):
    if before + field in files:
        return {field: [CHOSEN + files[before + field].name]}
    if clearing(form, field, before) in data:
        return {field: []}
    return untouched.get(field, {})


def clearing(form, field, before):
    """The name of the box that takes a file away."""
    return form.fields[field].widget.clear_checkbox_name(before + field)
