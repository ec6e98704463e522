// Sends a form that could not be saved as soon as the portal can save again.
(() => {
  const PAUSE = 3000;
  const form = document.querySelector("form[data-send-again]");
  if (!form) return;

  async function sendWhenReady() {
    const response = await fetch(form.dataset.sendAgain, { cache: "no-store" }).catch(() => null);
    if (response?.ok) form.submit();
    else setTimeout(sendWhenReady, PAUSE);
  }

  setTimeout(sendWhenReady, PAUSE);
})();
