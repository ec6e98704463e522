// Between the HTML that is kept and what the editor holds. A table in the editor is rows and nothing else: its caption
// stands before it, and each row carries the name of the part of the table (thead, tbody) that it came from.
const STYLES = /<style\b[\s\S]*?<\/style>/gi;
const TAGS = /<[a-z][^<>]*>/gi;

// The policy of the page forbids styles of elements even where nothing is shown of them: they are read by another name.
export function parsed(html) {
  const named = html.replace(STYLES, "").replace(TAGS, (tag) => tag.replace(/\sstyle\s*=/gi, " data-style="));
  return new DOMParser().parseFromString(`<body>${named}`, "text/html").body;
}

export function renamed(element, name) {
  const other = element.ownerDocument.createElement(name);
  for (const { name: attribute, value } of element.attributes) other.setAttribute(attribute, value);
  other.append(...element.childNodes);
  element.replaceWith(other);
  return other;
}

// What the editor opens, from HTML as it is kept.
export function opened(html) {
  const body = parsed(html);
  for (const table of body.querySelectorAll("table")) {
    for (const [number, part] of [...table.children].entries()) {
      for (const row of part.rows ?? []) row.dataset.section = `${number} ${part.localName}`;
    }
    if (table.caption) table.before(renamed(table.caption, "figcaption"));
  }
  return body.innerHTML;
}

const isHead = (row) => row?.dataset.section?.endsWith("thead");

// A row that was added belongs where the next one does, or else the one before; never among the headings.
function sectionOf(row) {
  const near = [row.nextElementSibling, row.previousElementSibling].find((one) => one?.dataset.section && !isHead(one));
  return row.dataset.section ?? near?.dataset.section ?? "tbody";
}

function dividedInSections(table) {
  const rows = [...table.rows];
  const sections = rows.map(sectionOf);
  let begun = null;
  table.replaceChildren();
  rows.forEach((row, index) => {
    const isFirst = index === 0 || sections[index] !== sections[index - 1];
    const onlyHeads = sections.slice(0, index + 1).every((section) => section.endsWith("thead"));
    if (isFirst) begun = table.appendChild(row.ownerDocument.createElement(onlyHeads ? "thead" : "tbody"));
    begun.append(row);
  });
  for (const row of rows) row.removeAttribute("data-section");
}

// The HTML to be kept, from what the editor holds.
export function written(html) {
  const body = parsed(html);
  for (const table of body.querySelectorAll("table")) dividedInSections(table);
  for (const caption of body.querySelectorAll("figcaption")) {
    const table = caption.nextElementSibling;
    if (table?.localName !== "table" || !caption.textContent.trim()) renamed(caption, "p");
    else table.prepend(renamed(caption, "caption"));
  }
  for (const paragraph of body.querySelectorAll("p")) if (!paragraph.childNodes.length) paragraph.remove();
  return body.innerHTML;
}
