"""A style sheet as older browsers read it: the contents of its cascade layers in their order, without the layers; media
ranges as `min-` and `max-`; no comments and no spare spaces. What they would not understand otherwise is refused.
"""

import re

import tinycss2
from tinycss2.ast import WhitespaceToken

HOLD_RULES = {"media", "supports", "keyframes"}
HOLD_DECLARATIONS = {"page", "font-face"}
RANGE = re.compile(r"\((?P<side>width|height) ?(?P<sign>>=|<) ?(?P<size>[\d.]+)em\)")
# How far `max-width` stays below: more than the hundredth of a pixel to which Safari rounds, less than one would meet.
BELOW = 0.002


def plain(sheet):
    """The text of the sheet, whose rules keep their selectors and so, layers gone, count by specificity."""
    layers, unlayered = {}, []
    for rule in read(tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True), sheet):
        if rule.type != "at-rule" or rule.lower_at_keyword != "layer":
            unlayered.append(written(rule, sheet))
            continue
        for name in tight(rule.prelude).split(","):
            contents = layers.setdefault(name, [])
        contents += rules_within(rule, sheet)
    return "".join(text for contents in [*layers.values(), unlayered] for text in contents)


def read(nodes, sheet):
    """The nodes; what could not be read is an error here, whereas a browser would pass over it in silence."""
    for node in nodes:
        if node.type == "error":
            raise refusal(node, sheet, node.message)
    return nodes


def refusal(node, sheet, reason):
    return ValueError(f"{reason}: {sheet.splitlines()[node.source_line - 1].strip()}")


def rules_within(rule, sheet):
    if rule.content is None:
        return []
    contents = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
    return [written(inner, sheet) for inner in read(contents, sheet)]


def written(rule, sheet):
    """The text of one rule; none where it says nothing."""
    if rule.type == "qualified-rule":
        head, contents = tight(rule.prelude, ",>+~"), declarations(rule, sheet)
    elif rule.lower_at_keyword in HOLD_RULES:
        head, contents = condition(rule, sheet), "".join(rules_within(rule, sheet))
    elif rule.lower_at_keyword in HOLD_DECLARATIONS:
        head, contents = f"@{rule.at_keyword} {tight(rule.prelude)}".strip(), declarations(rule, sheet)
    else:
        raise refusal(rule, sheet, f"@{rule.at_keyword} is not for the browsers that we write for")
    return f"{head}{{{contents}}}" if contents else ""


def condition(rule, sheet):
    prelude = tight(rule.prelude)
    if rule.lower_at_keyword == "media":
        prelude = RANGE.sub(bound, prelude)
        if re.search("[<>=]", prelude):
            raise refusal(rule, sheet, "A range is written (width >= 60em) or (width < 60em)")
    return f"@{rule.at_keyword} {prelude}"


def bound(match):
    size = float(match["size"])
    if match["sign"] == "<":
        return f"(max-{match['side']}:{size - BELOW:g}em)"
    return f"(min-{match['side']}:{size:g}em)"


def declarations(rule, sheet):
    """The declarations of a rule; a page's margin boxes too."""
    contents = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
    texts = []
    for node in read(contents, sheet):
        if node.type == "declaration" and not node.important:
            texts.append(f"{node.name}:{tight(node.value)}")
        elif node.type == "at-rule" and rule.type == "at-rule" and rule.lower_at_keyword == "page":
            texts.append(f"@{node.at_keyword}{{{declarations(node, sheet)}}}")
        else:
            raise refusal(node, sheet, "No rule within a rule, and nothing important")
    return ";".join(texts)


def tight(tokens, separators=","):
    """The text of tokens with a single space where there was any, and none beside a separator."""
    return tinycss2.serialize(tightened(tokens, tuple(separators)))


def tightened(tokens, separators):
    kept = []
    for token in tokens:
        if token.type == "function":
            token.arguments = tightened(token.arguments, (",",))
        elif token.type.endswith("block"):
            token.content = tightened(token.content, (",",))
        if token.type == "whitespace" and kept and kept[-1] not in separators and kept[-1].type != "whitespace":
            kept.append(WhitespaceToken(token.source_line, token.source_column, " "))
        elif token.type not in ("comment", "whitespace"):
            if token in separators and kept and kept[-1].type == "whitespace":
                kept.pop()
            kept.append(token)
    if kept and kept[-1].type == "whitespace":
        kept.pop()
    return kept
