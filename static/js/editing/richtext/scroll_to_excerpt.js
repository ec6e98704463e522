// Leads to the words that a sentence on the page speaks of: a link with their text selects them in their editor.

// Where words stand in a text, whose spaces and blocks count as one space each; null where they do not.
function find(doc, words) {
  const at = [];
  let text = "";
  const read = (letter, position) => {
    if (letter === " " && (text === "" || text.endsWith(" "))) return;
    text += letter;
    at.push(position);
  };
  doc.descendants((node, position) => {
    if (node.isText) for (let i = 0; i < node.text.length; i++) read(node.text[i].replace(/\s/, " "), position + i);
    else read(" ", position);
  });
  const begins = text.indexOf(words);
  return begins < 0 ? null : { from: at[begins], to: at[begins + words.length - 1] + 1 };
}

// `editors` holds the editor of each text box.
export function leadToPlaces(editors) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-place]");
    if (!link || link.pathname !== location.pathname) return;
    const editor = editors.get(document.getElementById(link.hash.slice(1)));
    const place = editor && find(editor.state.doc, link.dataset.place);
    if (!place) return;
    event.preventDefault();
    editor.chain().focus().setTextSelection(place).scrollIntoView().run();
  });
}
