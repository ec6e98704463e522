// Gives the icons of filter_horizontal the role of an image: screen readers may ignore aria-label on a plain span.
window.addEventListener("load", () => {
  for (const icon of document.querySelectorAll(".selector .help-tooltip[aria-label]")) icon.setAttribute("role", "img");
});
