// A click on the picture sets the point that stays in view where lists crop it. Without it, and without a mouse, the two
// numbers of the form are typed.
(() => {
  "use strict";

  const image = document.querySelector(".focal img");
  const point = document.querySelector(".focal__point");
  const across = document.getElementById("id_focal_x");
  const down = document.getElementById("id_focal_y");
  if (!image || !across || !down) return;

  function show() {
    point.hidden = false;
    point.style.left = `${across.value}%`;
    point.style.top = `${down.value}%`;
  }

  image.addEventListener("click", (event) => {
    const box = image.getBoundingClientRect();
    across.value = Math.round(((event.clientX - box.left) / box.width) * 100);
    down.value = Math.round(((event.clientY - box.top) / box.height) * 100);
    show();
  });
  for (const field of [across, down]) field.addEventListener("input", show);
  show();
})();
