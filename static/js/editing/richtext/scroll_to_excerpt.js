// Selects the text that a message quotes: links with the quoted text in a data attribute scroll to it in its editor.

// Returns the range {from, to} of an excerpt in a document, or null. White space and block ends count as one space.
function findExcerpt(doc, excerpt) {
  const positions = [];
  let text = "";
  const addCharacter = (character, position) => {
    if (character === " " && (text === "" || text.endsWith(" "))) return;
    text += character;
    positions.push(position);
  };
  doc.descendants((node, position) => {
    if (!node.isText) addCharacter(" ", position);
    else for (let i = 0; i < node.text.length; i++) addCharacter(node.text[i].replace(/\s/, " "), position + i);
  });
  const start = text.indexOf(excerpt);
  return start < 0 ? null : { from: positions[start], to: positions[start + excerpt.length - 1] + 1 };
}

// `editors` maps each textarea to its editor.
export function linkMessagesToText(editors) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-place]");
    if (!link || link.pathname !== location.pathname) return;
    const editor = editors.get(document.getElementById(link.hash.slice(1)));
    const range = editor && findExcerpt(editor.state.doc, link.dataset.place);
    if (!range) return;
    event.preventDefault();
    editor.chain().focus().setTextSelection(range).scrollIntoView().run();
  });
}
