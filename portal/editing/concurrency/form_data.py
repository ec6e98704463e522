"""The data that a browser submits for a form, unchanged or filled in.

The data of one field is `{name: [value, …]}`, because some widgets submit several names.
"""

from django import forms
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper

# Prefix of the name of a newly chosen file, so that it never equals the name of a stored file.
NEW_FILE_MARK = "\0"


def split_widget(widget, value=None):
    """Yield (suffix of the submitted name, widget, shown value) for each form control of a widget."""
    if isinstance(widget, RelatedFieldWidgetWrapper):
        yield from split_widget(widget.widget, value)
    elif isinstance(widget, forms.MultiWidget):
        yield from zip(widget.widgets_names, widget.widgets, widget.decompress(value), strict=True)
    else:
        yield "", widget, value


def get_widget_data(widget, name, value):
    """Return what a browser submits for an untouched widget."""
    return {name + suffix: get_control_values(control, part) for suffix, control, part in split_widget(widget, value)}


def get_control_values(widget, value):
    shown = widget.format_value(value)
    if isinstance(widget, forms.CheckboxInput):
        return [shown or "on"] if widget.check_test(value) else []
    if isinstance(widget, forms.widgets.ChoiceWidget):
        return get_selected_values(widget, shown)
    if isinstance(widget, forms.MultipleHiddenInput):
        return [str(item) for item in shown]
    return ["" if shown is None else str(shown)]


def get_selected_values(widget, shown):
    """Return the selected values among the options. A select box without a selected option submits its first one."""
    options = list(widget.options("", shown))
    selected = [option for option in options if option["selected"]]
    if not selected and isinstance(widget, forms.Select) and not widget.allow_multiple_selected:
        selected = options[:1]
    return [str(option["value"]) for option in selected]


def get_initial_data(form):
    """Return what a browser submits for an untouched form without a prefix: `{field: data}`."""
    return {bound_field.name: get_initial_field_data(bound_field) for bound_field in form}


def get_initial_field_data(bound_field):
    """Return the initial data of one field. Browsers do not submit a stored file again; its name stands for it."""
    if bound_field.field.disabled:
        return {}
    if is_file_field(bound_field.field):
        return {bound_field.name: [str(bound_field.initial or "")]}
    return get_widget_data(bound_field.field.widget, bound_field.name, bound_field.value())


def get_hidden_initial(form):
    """Return the hidden initial values of a form, which Django uses to detect changes: `{name: [value]}`."""
    data = {}
    for bound_field in form:
        if bound_field.field.show_hidden_initial:
            widget = bound_field.field.hidden_widget()
            data |= get_widget_data(widget, bound_field.html_initial_name, bound_field.value())
    return data


def get_submitted_data(form, data, files, prefix, untouched):
    """Return the data submitted for a form: `{field: data}`.

    The submitted names begin with `prefix`; `untouched` holds the data of the file fields that were not touched.
    """
    return {
        name: get_submitted_file(field.widget, name, data, files, prefix, untouched)
        if is_file_field(field)
        else {name + suffix: data.getlist(prefix + name + suffix) for suffix, *_ in split_widget(field.widget)}
        for name, field in form.fields.items()
    }


def get_submitted_file(widget, name, data, files, prefix, untouched):
    """Return the data of a file field: a new file, no file if it was cleared, or the untouched data."""
    if widget.value_omitted_from_data(data, files, prefix + name):
        return untouched.get(name, {})
    return {name: [NEW_FILE_MARK + file.name for file in files.getlist(prefix + name)]}


def is_file_field(field):
    return isinstance(field, forms.FileField)
