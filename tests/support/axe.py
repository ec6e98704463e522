"""Run axe-core on a page in the browser: WCAG 2.2 A and AA, and axe's best practices.

Preloading is off, because axe would request the imports of style sheets again.
"""

from axe_playwright_python.base import AXE_SCRIPT

# STANDARDS apply to every page, the admin included; public pages also follow the best practices.
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RULES = [*STANDARDS, "best-practice"]
# What another colour scheme could break: it changes colours and nothing else.
RULES_OF_COLOUR = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
RUN = """([rules, contrast]) => axe.run(document, {runOnly: rules, resultTypes: ["violations"], preload: false,
    rules: contrast ? {} : {"color-contrast": {enabled: false}}}).then(results =>
    results.violations.map(rule => rule.id + ": " + rule.nodes.map(node => node.html.slice(0, 200)).join(" | ")))"""


def find_violations(page, rules=RULES, *, contrast=True):
    """Return a line for each violated rule. Injects axe into the page on first use.

    The rule about contrast takes three quarters of the time.
    """
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(RUN, [rules, contrast])
