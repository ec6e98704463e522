// Pings the server while this form is open, lists who else has it open, and announces newcomers to screen readers.
(() => {
  "use strict";
  const PING_INTERVAL = 30_000; // milliseconds
  const panel = document.querySelector(".presence");
  if (!panel) return;
  const form = panel.closest("form");
  const list = panel.querySelector("ul");
  const status = panel.querySelector("[role=status]");

  const createFormData = () => {
    const data = new FormData();
    data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    return data;
  };

  function updateList(html) {
    const before = new Set([...list.children].map((item) => item.dataset.editor));
    list.innerHTML = html;
    const newcomers = [...list.children].filter((item) => !before.has(item.dataset.editor));
    if (newcomers.length) status.textContent = newcomers.map((item) => item.textContent).join(" ");
  }

  async function ping() {
    try {
      const response = await fetch(panel.dataset.address, { method: "POST", body: createFormData() });
      if (response.ok && !response.redirected) updateList(await response.text());
    } catch {
      // No network: the list stays as it is until the next ping succeeds.
    }
  }

  setInterval(ping, PING_INTERVAL);
  addEventListener("pageshow", (event) => {
    if (event.persisted) ping();
  });
  // Closes this session only. If the page is reloaded, the new session is open before the beacon arrives.
  addEventListener("pagehide", () => {
    navigator.sendBeacon(`${panel.dataset.address}?left=${encodeURIComponent(panel.dataset.opened)}`, createFormData());
  });
})();
