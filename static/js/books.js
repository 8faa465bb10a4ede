// Pages of the books: the review queue by keyboard.
"use strict";
(() => {
  const typing = (target) => target.closest?.("input:not([type=checkbox]), textarea, select") !== null;

  // --- alternatives of a proposal fill its account field ---------------------------------------------------------
  document.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-choose]");
    if (!choice) return;
    const field = choice.closest("td").querySelector("[data-account]");
    field.value = choice.dataset.choose;
    field.focus();
  });

  // --- the review queue by keyboard -------------------------------------------------------------------------------
  const queue = document.querySelector("[data-queue]");
  if (queue) {
    const rows = [...queue.querySelectorAll("[data-queue-row]")];
    let current = -1;
    const go = (index) => {
      if (index < 0 || index >= rows.length) return;
      rows[current]?.removeAttribute("aria-current");
      current = index;
      rows[current].setAttribute("aria-current", "true");
      rows[current].focus({ preventScroll: true });
      rows[current].scrollIntoView({ block: "nearest" });
    };
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
      if (event.target.closest("button, a, dialog")) return;
      const row = rows[current];
      if (event.key === "j") go(current + 1);
      else if (event.key === "k") go(current - 1);
      else if (event.key === "x" && row) row.querySelector("[name=proposal]")?.click();
      else if (event.key === "Enter" && row) row.querySelector("[data-accept]")?.click();
      else if (event.key === "e" && row) {
        event.preventDefault();
        const field = row.querySelector("[data-account]");
        field?.focus();
        field?.select();
      }
    });
  }
})();
