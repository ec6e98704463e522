// The admin's list in two boxes says its icons' meaning by aria-label on a bare span, which no screen reader has to
// read out; as pictures they have a name.
window.addEventListener("load", () => {
  for (const icon of document.querySelectorAll(".selector .help-tooltip[aria-label]")) icon.setAttribute("role", "img");
});
