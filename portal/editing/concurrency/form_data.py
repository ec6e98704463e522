"""The data that a browser submits for a form, unchanged or filled in.

The data of one field is `{name: [value, …]}`, because some widgets submit several names.
"""

from collections import defaultdict
from html.parser import HTMLParser

from django import forms

# Prefix of the name of a newly chosen file, so that it never equals the name of a stored file.
NEW_FILE_MARK = "\0"


class FormDataParser(HTMLParser):
    """Collect the data that a browser would submit for the form controls of some HTML, in `values`."""

    def __init__(self, html):
        super().__init__()
        self.values = {}
        self.text = self.name = self.options = None
        self.feed(html)
        self.close()

    def add_value(self, name, value):
        if name:
            self.values.setdefault(name, []).append(value)

    def handle_starttag(self, tag, attrs):
        attributes = defaultdict(str, {name: value or "" for name, value in attrs})
        if tag == "input":
            self.handle_input(attributes)
        elif tag == "textarea":
            self.name, self.text = attributes["name"], ""
        elif tag == "select":
            self.name, self.options = attributes["name"], []
            self.multiple = "multiple" in attributes
        elif tag == "option" and self.options is not None:
            self.options.append((attributes["value"], "selected" in attributes))

    def handle_input(self, attributes):
        input_type = attributes["type"]
        if input_type in {"checkbox", "radio"} and "checked" in attributes:
            self.add_value(attributes["name"], attributes.setdefault("value", "on"))
        elif input_type not in {"checkbox", "radio", "file", "submit", "button", "reset", "image"}:
            self.add_value(attributes["name"], attributes["value"])

    def handle_data(self, data):
        if self.text is not None:
            self.text += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self.text is not None:
            self.add_value(self.name, self.text.removeprefix("\n"))
            self.text = None
        elif tag == "select" and self.options is not None:
            selected = [value for value, is_selected in self.options if is_selected]
            for value in selected or [value for value, _ in self.options[: not self.multiple]]:
                self.add_value(self.name, value)
            self.options = None


def is_file_field(form, field):
    return isinstance(form.fields[field], forms.FileField)


def get_data_names(form, field):
    """Return the names under which a browser submits one field of a form without a prefix."""
    widget = form.fields[field].widget
    widget = getattr(widget, "widget", widget)  # RelatedFieldWidgetWrapper
    return [field + suffix for suffix in getattr(widget, "widgets_names", [""])]


def get_initial_data(form):
    """Return what a browser submits for an untouched form without a prefix: `{field: data}`."""
    return {field: get_initial_field_data(form, field) for field in form.fields}


def get_initial_field_data(form, field):
    """Return the initial data of one field. Browsers do not submit a stored file again; its name stands for it."""
    if is_file_field(form, field):
        return {field: [str(form[field].initial or "")]}
    return FormDataParser(form[field].as_widget()).values


def get_hidden_initial(form):
    """Return the hidden initial values of a form, which Django uses to detect changes: `{name: [value]}`."""
    bound_fields = [form[name] for name, field in form.fields.items() if field.show_hidden_initial]
    return {
        name: values
        for bound_field in bound_fields
        for name, values in FormDataParser(bound_field.as_hidden(only_initial=True)).values.items()
    }


def get_submitted_data(form, data, files, prefix, untouched):
    """Return the data submitted for a form: `{field: data}`.

    The submitted names begin with `prefix`; `untouched` holds the data of the file fields that were not touched.
    """
    return {
        field: get_submitted_file(form, field, data, files, prefix, untouched)
        if is_file_field(form, field)
        else {name: data.getlist(prefix + name) for name in get_data_names(form, field)}
        for field in form.fields
    }


def get_submitted_file(form, field, data, files, prefix, untouched):
    """Return the data of a file field: a new file, no file if it was cleared, or the untouched data."""
    if prefix + field in files:
        return {field: [NEW_FILE_MARK + files[prefix + field].name]}
    if get_clear_checkbox_name(form, field, prefix) in data:
        return {field: []}
    return untouched.get(field, {})


def get_clear_checkbox_name(form, field, prefix):
    return form.fields[field].widget.clear_checkbox_name(prefix + field)
