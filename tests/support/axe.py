"""axe-core on a page as it stands in the browser: the rules of WCAG 2.2 A and AA, target size included, and its best
practices. Without preloading, since axe asks beside the page for what a style sheet imports beside itself.
"""

from axe_playwright_python.base import AXE_SCRIPT

# What the law asks, of the admin too; and what readers' pages keep beside that.
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RULES = [*STANDARDS, "best-practice"]
RUN = """rules => axe.run(document, {runOnly: rules, resultTypes: ["violations"], preload: false}).then(results =>
    results.violations.map(rule => rule.id + ": " + rule.nodes.map(node => node.html.slice(0, 200)).join(" | ")))"""


def violations(page, rules=RULES):
    """What axe finds wrong, in a line a rule; axe itself is brought to each page once."""
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(RUN, rules)
