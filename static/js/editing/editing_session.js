// Says every half minute that this form is still open, and shows who else has it open; newcomers are read out.
(() => {
  "use strict";
  const PAUSE = 30_000;
  const place = document.querySelector(".presence");
  if (!place) return;
  const form = place.closest("form");
  const list = place.querySelector("ul");
  const status = place.querySelector("[role=status]");

  const token = () => {
    const data = new FormData();
    data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    return data;
  };

  function show(html) {
    const before = new Set([...list.children].map((item) => item.dataset.editor));
    list.innerHTML = html;
    const newcomers = [...list.children].filter((item) => !before.has(item.dataset.editor));
    if (newcomers.length) status.textContent = newcomers.map((item) => item.textContent).join(" ");
  }

  async function sayIAmHere() {
    try {
      const response = await fetch(place.dataset.address, { method: "POST", body: token() });
      if (response.ok && !response.redirected) show(await response.text());
    } catch {
      // No network: the next one tries again, and until then the list stays as it is.
    }
  }

  setInterval(sayIAmHere, PAUSE);
  addEventListener("pageshow", (event) => {
    if (event.persisted) sayIAmHere();
  });
  // Said of this opening alone: whoever loads the page anew has opened it again before this arrives.
  addEventListener("pagehide", () => {
    navigator.sendBeacon(`${place.dataset.address}?left=${encodeURIComponent(place.dataset.opened)}`, token());
  });
})();
