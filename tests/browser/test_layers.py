"""The served style sheet has no cascade layers, and renders every element as with them."""

import re

import pytest
from django.conf import settings

from portal.assets.css import build_legacy_css
from portal.assets.storage import STYLESHEET, inline_imports
from tests.support.page_kinds import pick_one_of_each

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
# A state that no test can bring about everywhere at once becomes one that every element is in, of the same specificity.
STATES = re.compile(r":(?:hover|focus-visible|focus|visited|active)\b")
DIFFERENCES = """([one, other]) => {
  for (const link of document.querySelectorAll('link[rel=stylesheet]')) link.remove();
  const style = document.head.appendChild(document.createElement('style')), alike = new Set(), found = new Set();
  const name = e => e ? name(e.parentElement) + ' ' + e.tagName + '.' + e.classList + e.matches(':first-child')
    + e.matches(':last-child') + [...e.attributes].map(a => a.name) : '';
  const elements = [...document.body.querySelectorAll('*')].filter(e => !alike.has(name(e)) && alike.add(name(e)));
  const sheet = text => { style.textContent = text; return [...style.sheet.cssRules]; };
  const properties = new Set();
  const gather = rule => { for (const property of rule.style ?? []) properties.add(property);
    for (const inner of rule.cssRules ?? []) gather(inner); };
  sheet(one).forEach(gather);
  const looks = text => { sheet(text); return elements.map(e => ['', '::before', '::after', '::marker'].map(part => {
    const look = getComputedStyle(e, part); return [...properties].map(p => look.getPropertyValue(p)); })); };
  const before = looks(one), after = looks(other), names = [...properties];
  elements.forEach((e, i) => before[i].forEach((look, part) => look.forEach((value, p) => {
    if (value !== after[i][part][p] && !names[p].startsWith('--'))
      found.add(`${e.parentElement.className} > ${e.tagName}.${e.className} ${names[p]}: ${value}, `
        + after[i][part][p]);
  })));
  return [...found];
}"""


@pytest.mark.parametrize(
    ("width", "media", "states"), [(320, "screen", True), (1280, "screen", False), (1280, "print", True)]
)
def test_layers_override_specificity(open_page, examples, width, media, states):
    layered = inline_imports(STYLESHEET, lambda name: (settings.BASE_DIR / "static" / name).read_text())
    sheets = [layered, build_legacy_css(layered)]
    if states:
        sheets = [STATES.sub(":not(.absent)", sheet) for sheet in sheets]
    page, found = open_page("/", width=width, bypass_csp=True), {}
    page.emulate_media(media=media)
    for path in pick_one_of_each(examples["fr"]):
        page.goto(path)
        if differences := page.evaluate(DIFFERENCES, sheets):
            found[path] = differences[:5]
    assert not found
