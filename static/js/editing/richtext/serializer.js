// Converts between stored HTML and the HTML of the editor. Tables in the editor have rows only: the caption is a
// separate node before the table, and each row has the name of its section (thead, tbody) in a data attribute.
const STYLES = /<style\b[\s\S]*?<\/style>/gi;
const TAGS = /<[a-z][^<>]*>/gi;

// The content security policy blocks style attributes even in parsed documents, so they become data-style.
export function parseDocument(html) {
  const safe = html.replace(STYLES, "").replace(TAGS, (tag) => tag.replace(/\sstyle\s*=/gi, " data-style="));
  return new DOMParser().parseFromString(`<body>${safe}`, "text/html").body;
}

export function renameElement(element, name) {
  const replacement = element.ownerDocument.createElement(name);
  for (const { name: attribute, value } of element.attributes) replacement.setAttribute(attribute, value);
  replacement.append(...element.childNodes);
  element.replaceWith(replacement);
  return replacement;
}

// Returns the HTML for the editor from stored HTML.
export function parse(html) {
  const body = parseDocument(html);
  for (const table of body.querySelectorAll("table")) {
    for (const [number, part] of [...table.children].entries()) {
      for (const row of part.rows ?? []) row.dataset.section = `${number} ${part.localName}`;
    }
    if (table.caption) table.before(renameElement(table.caption, "figcaption"));
  }
  return body.innerHTML;
}

const isHead = (row) => row?.dataset.section?.endsWith("thead");

// An added row belongs to the section of the next row, or else of the previous one, but never to the thead.
function getSection(row) {
  const neighbors = [row.nextElementSibling, row.previousElementSibling];
  const neighbor = neighbors.find((other) => other?.dataset.section && !isHead(other));
  return row.dataset.section ?? neighbor?.dataset.section ?? "tbody";
}

function groupRowsInSections(table) {
  const rows = [...table.rows];
  const sections = rows.map(getSection);
  let current = null;
  table.replaceChildren();
  rows.forEach((row, index) => {
    const isFirst = index === 0 || sections[index] !== sections[index - 1];
    const isOnlyHeads = sections.slice(0, index + 1).every((section) => section.endsWith("thead"));
    if (isFirst) current = table.appendChild(row.ownerDocument.createElement(isOnlyHeads ? "thead" : "tbody"));
    current.append(row);
  });
  for (const row of rows) row.removeAttribute("data-section");
}

// Returns the HTML to store from the HTML of the editor.
export function serialize(html) {
  const body = parseDocument(html);
  for (const table of body.querySelectorAll("table")) groupRowsInSections(table);
  for (const caption of body.querySelectorAll("figcaption")) {
    const table = caption.nextElementSibling;
    if (table?.localName !== "table" || !caption.textContent.trim()) renameElement(caption, "p");
    else table.prepend(renameElement(caption, "caption"));
  }
  for (const paragraph of body.querySelectorAll("p")) if (!paragraph.childNodes.length) paragraph.remove();
  return body.innerHTML;
}
