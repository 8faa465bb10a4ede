// Reports by keyboard: rows with j and k, Enter opens the row's source, [ and ] move the span, x and p make files.
"use strict";
(() => {
  const rows = [...document.querySelectorAll("[data-report] tbody tr")].filter((row) => row.querySelector("a"));
  let current = -1;
  const go = (index) => {
    if (index < 0 || index >= rows.length) return;
    rows[current]?.removeAttribute("aria-current");
    current = index;
    rows[current].setAttribute("aria-current", "true");
    rows[current].scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input, textarea, select, button, a, dialog")) return;
    const press = (selector) => document.querySelector(selector)?.click();
    if (event.key === "j") go(current + 1);
    else if (event.key === "k") go(current - 1);
    else if (event.key === "Enter") rows[current]?.querySelector("a").click();
    else if (event.key === "[") press("[data-span=previous]");
    else if (event.key === "]") press("[data-span=next]");
    else if (event.key === "x" || event.key === "p") press(`[data-key=${event.key}]`);
  });
  // A choice that makes another one meaningless empties it before the form is sent.
  document.addEventListener("change", (event) => {
    for (const name of event.target.dataset?.clears?.split(" ") ?? []) {
      const field = event.target.form.elements[name];
      if (field?.options) field.selectedIndex = 0;
      else if (field) field.value = "";
    }
  }, true);
})();
