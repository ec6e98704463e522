"""Reduce the style sheet to the features of the oldest supported browsers: Safari 15.4 and Chrome 100.

Add any CSS feature that browsers support only since 2022 to these lists before using it.
"""

import re

import tinycss2

SELECTORS = (":has(", "&")  # Chrome 105 and 112
AT_RULES = {"container", "property", "scope", "starting-style", "view-transition"}
PROPERTIES = {
    "accent-color", "print-color-adjust", "text-wrap", "forced-color-adjust", "container", "container-type",
    "container-name", "contain", "content-visibility", "hyphens", "mask", "backdrop-filter", "scroll-behavior",
    "overscroll-behavior", "text-align-last", "appearance", "scrollbar-gutter", "scrollbar-width", "scrollbar-color",
    "field-sizing", "text-box", "interpolate-size", "text-spacing-trim", "white-space-collapse", "font-size-adjust",
    "offset-path", "zoom", "animation-timeline", "rotate-x", "masonry-auto-flow", "line-clamp", "line-break",
}  # fmt: skip
VALUES = re.compile(
    r"light-dark\(|color-mix\(|subgrid|\b(?:ok)?l(?:ab|ch)\(|\banywhere\b|\d(?:[dsl]v[hwib]|cq\w+|lh|rlh|ic|cap)\b"
    r"|\b(?:round|mod|rem|abs|sign|sin|cos|pow|sqrt)\(|\b(?:rgb|hsl)\(from|\bcontrast-color\(|\bclip\b|\bmatch-parent\b"
)
# Results of the @supports conditions in the sheet. A new condition raises KeyError until it is added here.
ANSWERS = {
    "selector(:has(*))": False,
    "(color:color-mix(in srgb,red,blue))": False,
}


def reduce_to_old_browser(sheet):
    return "".join(filter_rules(tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)))


def filter_rules(rules):
    for rule in rules:
        head = tinycss2.serialize(rule.prelude)
        if rule.type == "qualified-rule":
            if not any(selector in head for selector in SELECTORS):
                yield f"{head}{{{serialize_declarations(rule)}}}"
        elif rule.lower_at_keyword == "layer" and rule.content is None:
            yield f"@layer{head};"
        elif rule.lower_at_keyword in {"layer", "media", "supports"}:
            inner = "".join(
                filter_rules(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True))
            )
            if rule.lower_at_keyword == "media" and not re.search("[<>]", head):
                yield f"@media{head}{{{inner}}}"
            elif rule.lower_at_keyword == "layer":
                yield f"@layer{head}{{{inner}}}"
            elif rule.lower_at_keyword == "supports" and ANSWERS[head.strip()]:
                yield inner
        elif rule.lower_at_keyword not in AT_RULES | {"page"}:
            yield rule.serialize()


def serialize_declarations(rule):
    return ";".join(
        f"{item.name}:{value}"
        for item in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
        if (value := convert_value(item)) is not None
    )


def convert_value(item):
    """Return the value of a declaration, None if the browser ignores it."""
    value = tinycss2.serialize(item.value)
    new = bool(VALUES.search(value)) or item.name in PROPERTIES
    new = new or (item.name == "content" and any(token == "/" for token in item.value))
    new = new or (item.name == "text-decoration" and len(value.split()) > 1)
    if item.name.startswith("--"):
        return "initial" if new else value  # invalid where it is used
    if new and "var(" in value:
        return "unset"  # invalid at computed-value time: no fallback to an earlier declaration
    return None if new else value
