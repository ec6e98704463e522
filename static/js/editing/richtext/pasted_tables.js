// Header cells of pasted tables. Spreadsheets have none: they only set the first row in bold type.
import { renameElement } from "portal/richtext/serializer";

const BOLD = /font-weight:\s*(bold|[6-9]00)/i;
const CLASS_RULE = /\.([\w-]+)\s*\{([^}]*)\}/g;

const getStyle = (element) => element.dataset.style ?? ""; // see parseDocument
const getText = (node) => node.textContent.replace(/[\s\u00a0]+/g, " ").trim();

// Returns the classes that the style sheet of pasted HTML sets in bold type, as Excel does.
export function getBoldClasses(html) {
  const sheets = html.match(/<style\b[\s\S]*?<\/style>/gi) ?? [];
  const rules = sheets.flatMap((sheet) => [...sheet.matchAll(CLASS_RULE)]);
  return new Set(rules.filter(([, , declarations]) => BOLD.test(declarations)).map(([, name]) => name));
}

// Marks the text of cells in bold type as strong.
function markBoldCells(table, boldClasses) {
  for (const cell of table.querySelectorAll("td")) {
    const isBold = BOLD.test(getStyle(cell)) || [...cell.classList].some((name) => boldClasses.has(name));
    if (!isBold || !getText(cell) || cell.querySelector("p, div, ul, ol, table, strong, b")) continue;
    const strong = cell.ownerDocument.createElement("strong");
    strong.append(...cell.childNodes);
    cell.append(strong);
  }
}

function isBold(cell) {
  const rest = cell.cloneNode(true);
  for (const strong of rest.querySelectorAll("strong, b")) strong.remove();
  return getText(cell) !== "" && getText(rest) === "";
}

// Returns whether the first row is certainly a row of headings: all its cells are bold, and those of the next row are
// not. Row headings in the first column may be bold or, above them, empty.
function hasBoldHeadings({ rows }) {
  if (rows.length < 2 || rows[0].cells.length < 2) return false;
  const [[corner, ...headings], [, ...cells]] = [rows[0], rows[1]].map((row) => [...row.cells]);
  return (isBold(corner) || !getText(corner)) && headings.every(isBold) && !cells.some(isBold);
}

function turnIntoHeading(cell, scope) {
  for (const strong of [...cell.querySelectorAll("strong, b")]) strong.replaceWith(...strong.childNodes);
  const heading = cell.localName === "th" ? cell : renameElement(cell, "th");
  if (!heading.getAttribute("scope")) heading.setAttribute("scope", scope);
}

// Returns whether a row consists of header cells. The first cell may be empty.
function hasOnlyHeadings({ cells: [first, ...others] }) {
  const isHeading = (cell) => cell?.localName === "th";
  return others.every(isHeading) && (isHeading(first) || (others.length > 0 && !getText(first)));
}

function convertTable(table) {
  const [first, second] = table.rows;
  const isHeadings = table.querySelector("th") ? hasOnlyHeadings : () => hasBoldHeadings(table);
  if (!table.tHead && second && isHeadings(first)) table.createTHead().append(first);
  for (const cell of table.tHead?.querySelectorAll("td, th") ?? []) if (getText(cell)) turnIntoHeading(cell, "col");
  for (const cell of table.querySelectorAll("tbody th")) turnIntoHeading(cell, "row");
}

// Marks bold cells and turns the cells of heading rows into header cells.
export function convertTables(body, boldClasses) {
  for (const table of body.querySelectorAll("table")) {
    markBoldCells(table, boldClasses);
    convertTable(table);
  }
}
