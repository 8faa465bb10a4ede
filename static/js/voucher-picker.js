// A picker for fields with data-pick: offers while one types, arrows choose, Enter or Tab takes, F7 shows everything.
// Rule kept: in fields of free text nothing is taken that was not chosen with the arrows.
"use strict";
(() => {
  const FREE = new Set(["description", "counterparty"]);
  const MOST = 30;
  const list = document.createElement("ul");
  list.className = "books-picker";
  list.id = "books-picker";
  list.setAttribute("role", "listbox");
  list.hidden = true;
  document.body.append(list);

  let field = null;
  let offers = [];
  let current = -1;
  let asked = 0;
  let source = async () => [];

  const close = () => {
    list.hidden = true;
    field?.removeAttribute("aria-expanded");
    offers = [];
    current = -1;
    asked += 1;
  };
  const mark = (index) => {
    list.children[current]?.removeAttribute("aria-selected");
    current = index;
    const shown = list.children[current];
    shown?.setAttribute("aria-selected", "true");
    shown?.scrollIntoView({ block: "nearest" });
  };
  const place = () => {
    const box = field.getBoundingClientRect();
    list.style.insetInlineStart = `${Math.min(box.left + scrollX, Math.max(0, innerWidth - 340))}px`;
    list.style.insetBlockStart = `${box.bottom + scrollY + 2}px`;
    list.style.minInlineSize = `${Math.min(box.width, innerWidth)}px`;
  };
  const show = async (target, everything) => {
    field = target;
    const turn = (asked += 1);
    const text = everything ? "" : target.value.trim();
    const found = (await source(target.dataset.pick, text, target)).slice(0, everything ? 500 : MOST);
    if (turn !== asked || document.activeElement !== target) return;
    offers = found;
    list.replaceChildren(...found.map((offer) => {
      const row = document.createElement("li");
      row.setAttribute("role", "option");
      row.append(Object.assign(document.createElement("span"), { textContent: offer.value }));
      if (offer.note) row.append(Object.assign(document.createElement("small"), { textContent: offer.note }));
      return row;
    }));
    current = -1;
    list.hidden = found.length === 0;
    if (list.hidden) return;
    target.setAttribute("aria-expanded", "true");
    place();
    if (!FREE.has(target.dataset.pick) && text) mark(0);
  };
  const take = () => {
    const offer = offers[current];
    const target = field;
    close();
    if (!offer) return;
    target.value = offer.value;
    target.dispatchEvent(new CustomEvent("zf:picked", { bubbles: true, detail: offer }));
    target.dispatchEvent(new Event("input", { bubbles: true }));
    close();
  };

  document.addEventListener("input", (event) => {
    if (event.isTrusted && event.target.dataset?.pick) show(event.target, false);
  });
  document.addEventListener("focusout", (event) => {
    if (event.target === field) close();
  });
  list.addEventListener("mousedown", (event) => {
    const row = event.target.closest("li");
    event.preventDefault();
    if (!row) return;
    mark([...list.children].indexOf(row));
    take();
  });
  document.addEventListener("keydown", (event) => {
    const target = event.target;
    if (!target.dataset?.pick || event.isComposing) return;
    if (event.key === "F7" || (event.key === "ArrowDown" && list.hidden)) {
      event.preventDefault();
      show(target, event.key === "F7");
    } else if (list.hidden || target !== field) {
      return;
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      mark((current + step + offers.length) % offers.length);
    } else if (event.key === "Enter" || event.key === "Tab") {
      if (current >= 0) take();
      else close();
    } else if (event.key === "Escape") {
      event.stopPropagation();
      close();
    }
  }, true);

  globalThis.zfPicker = Object.freeze({ from: (given) => { source = given; } });
})();
