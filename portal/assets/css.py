"""Build the legacy style sheet: cascade layers flattened in their order, media ranges as `min-` and `max-`, minified.

Syntax that the supported browsers do not understand and that is not rewritten here raises ValueError.
"""

import re

import tinycss2
from tinycss2.ast import WhitespaceToken

RULE_AT_RULES = {"media", "supports", "keyframes"}
DECLARATION_AT_RULES = {"page", "font-face"}
MEDIA_RANGE = re.compile(r"\((?P<side>width|height) ?(?P<sign>>=|<) ?(?P<size>[\d.]+)em\)")
# How much smaller `max-width` is than the bound it replaces, in em: more than Safari's rounding (1/100 px), less than
# any real viewport could fall into.
MAX_WIDTH_GAP = 0.002


def build_legacy_css(sheet):
    """Return the text of the sheet without layers and minified.

    Selectors stay, so that without layers the rules count by specificity.
    """
    layers, unlayered = {}, []
    for rule in check_nodes(tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True), sheet):
        if rule.type != "at-rule" or rule.lower_at_keyword != "layer":
            unlayered.append(serialize_rule(rule, sheet))
            continue
        for name in minify(rule.prelude).split(","):
            contents = layers.setdefault(name, [])
        contents += serialize_nested_rules(rule, sheet)
    return "".join(text for contents in [*layers.values(), unlayered] for text in contents)


def check_nodes(nodes, sheet):
    """Return the nodes. Raise ValueError for a syntax error, which a browser would skip silently."""
    for node in nodes:
        if node.type == "error":
            raise css_error(node, sheet, node.message)
    return nodes


def css_error(node, sheet, reason):
    return ValueError(f"{reason}: {sheet.splitlines()[node.source_line - 1].strip()}")


def serialize_nested_rules(rule, sheet):
    if rule.content is None:
        return []
    contents = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
    return [serialize_rule(inner, sheet) for inner in check_nodes(contents, sheet)]


def serialize_rule(rule, sheet):
    """Return the text of one rule, "" if the rule is empty."""
    if rule.type == "qualified-rule":
        head, contents = minify(rule.prelude, ",>+~"), serialize_declarations(rule, sheet)
    elif rule.lower_at_keyword in RULE_AT_RULES:
        head, contents = serialize_condition(rule, sheet), "".join(serialize_nested_rules(rule, sheet))
    elif rule.lower_at_keyword in DECLARATION_AT_RULES:
        head, contents = f"@{rule.at_keyword} {minify(rule.prelude)}".strip(), serialize_declarations(rule, sheet)
    else:
        raise css_error(rule, sheet, f"@{rule.at_keyword} is not supported by every browser")
    return f"{head}{{{contents}}}" if contents else ""


def serialize_condition(rule, sheet):
    prelude = minify(rule.prelude)
    if rule.lower_at_keyword == "media":
        prelude = MEDIA_RANGE.sub(replace_range, prelude)
        if re.search("[<>=]", prelude):
            raise css_error(rule, sheet, "Write a range as (width >= 60em) or (width < 60em)")
    return f"@{rule.at_keyword} {prelude}"


def replace_range(match):
    size = float(match["size"])
    if match["sign"] == "<":
        return f"(max-{match['side']}:{size - MAX_WIDTH_GAP:g}em)"
    return f"(min-{match['side']}:{size:g}em)"


def serialize_declarations(rule, sheet):
    """Return the declarations of a rule, with the margin boxes of `@page`."""
    contents = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
    texts = []
    for node in check_nodes(contents, sheet):
        if node.type == "declaration" and not node.important:
            texts.append(f"{node.name}:{minify(node.value)}")
        elif node.type == "at-rule" and rule.type == "at-rule" and rule.lower_at_keyword == "page":
            texts.append(f"@{node.at_keyword}{{{serialize_declarations(node, sheet)}}}")
        else:
            raise css_error(node, sheet, "Nested rules and !important are not allowed")
    return ";".join(texts)


def minify(tokens, separators=","):
    """Return the text of tokens with whitespace collapsed to one space, and removed beside separators."""
    return tinycss2.serialize(minify_tokens(tokens, tuple(separators)))


def minify_tokens(tokens, separators):
    minified = []
    for token in tokens:
        if token.type == "function":
            token.arguments = minify_tokens(token.arguments, (",",))
        elif token.type.endswith("block"):
            token.content = minify_tokens(token.content, (",",))
        if (
            token.type == "whitespace"
            and minified
            and minified[-1] not in separators
            and minified[-1].type != "whitespace"
        ):
            minified.append(WhitespaceToken(token.source_line, token.source_column, " "))
        elif token.type not in ("comment", "whitespace"):
            if token in separators and minified and minified[-1].type == "whitespace":
                minified.pop()
            minified.append(token)
    if minified and minified[-1].type == "whitespace":
        minified.pop()
    return minified
