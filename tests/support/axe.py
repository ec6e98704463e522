"""Run axe-core on a page in the browser: WCAG 2.2 A and AA, and axe's best practices.

Preloading is off, because axe would request the imports of style sheets by itself.
"""

from axe_playwright_python.base import AXE_SCRIPT

# STANDARDS apply to every page, the admin included; public pages also follow the best practices.
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RULES = [*STANDARDS, "best-practice"]
RUN = """rules => axe.run(document, {runOnly: rules, resultTypes: ["violations"], preload: false}).then(results =>
    results.violations.map(rule => rule.id + ": " + rule.nodes.map(node => node.html.slice(0, 200)).join(" | ")))"""


def find_violations(page, rules=RULES):
    """Return a line for each violated rule. Injects axe into the page on first use."""
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(RUN, rules)
