// Sets the focal point of a picture, used for cropping, by a click. Without a mouse or scripts, editors type the two
// numbers.
(() => {
  "use strict";

  const image = document.querySelector(".focal img");
  const point = document.querySelector(".focal__point");
  const xField = document.getElementById("id_focal_x");
  const yField = document.getElementById("id_focal_y");
  if (!image || !xField || !yField) return;

  function updatePoint() {
    point.hidden = false;
    point.style.left = `${xField.value}%`;
    point.style.top = `${yField.value}%`;
  }

  image.addEventListener("click", (event) => {
    const box = image.getBoundingClientRect();
    xField.value = Math.round(((event.clientX - box.left) / box.width) * 100);
    yField.value = Math.round(((event.clientY - box.top) / box.height) * 100);
    updatePoint();
  });
  for (const field of [xField, yField]) field.addEventListener("input", updatePoint);
  updatePoint();
})();
