// Ledger and bank side by side, by keyboard and by dragging. Every change is a form of the page; this script only
// chooses lines, adds them up and sends the form.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const board = document.querySelector("[data-reconcile]");
  if (!board) return;
  const panes = ["ledger", "bank"].map((side) => board.querySelector(`[data-side="${side}"]`));
  const form = board.querySelector("[data-match-form]");
  const rowsOf = (pane) => [...pane.querySelectorAll("[data-line]")];
  const kept = "zf-reconcile";
  let at = null;

  const chosen = () => panes.map((pane) => rowsOf(pane).filter((row) => row.getAttribute("aria-selected") === "true"));
  // Amounts are added as whole fen, so that no sum drifts.
  const sum = (rows) => rows.reduce((total, row) => total + Number(row.dataset.fen), 0);
  const yuan = (fen) => (fen / 100).toLocaleString("en", { minimumFractionDigits: 2 });

  const show = () => {
    const picked = chosen();
    const sums = picked.map(sum);
    board.querySelectorAll("[data-sum]").forEach((cell, place) => (cell.textContent = yuan(sums[place])));
    board.querySelector("[data-difference]").textContent = yuan(sums[1] - sums[0]);
    const any = picked.some((rows) => rows.length);
    const known = form?.querySelector("[name=difference]");
    if (known) known.closest("label").hidden = !any || sums[0] === sums[1];
    const button = form?.querySelector("button");
    if (button) button.disabled = !any || (sums[0] !== sums[1] && !known.checked);
  };
  const focus = (row) => {
    if (!row) return;
    at?.removeAttribute("data-at");
    at = row;
    row.setAttribute("data-at", "");
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
    const partners = (row.dataset.partners || "").split(" ").filter(Boolean);
    board.querySelectorAll("[data-line]").forEach((each) => each.toggleAttribute("data-partner", partners.includes(each.id)));
  };
  const choose = (row) => {
    row.setAttribute("aria-selected", String(row.getAttribute("aria-selected") !== "true"));
    show();
  };
  const remember = () => {
    const pane = at?.closest("[data-side]");
    if (pane) sessionStorage.setItem(kept, JSON.stringify([pane.dataset.side, rowsOf(pane).indexOf(at)]));
  };
  const send = (rows) => {
    if (!form) return;
    form.querySelectorAll("[data-chosen]").forEach((field) => field.remove());
    rows.flat().forEach((row) => {
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name: row.closest("[data-side]").dataset.side, value: row.dataset.line });
      field.dataset.chosen = "";
      form.append(field);
    });
    remember();
    form.requestSubmit();
  };
  const press = (name) => {
    const button = at?.querySelector(`[data-verb="${name}"]`);
    if (!button) return;
    remember();
    button.click();
  };

  const step = (by) => {
    const pane = at?.closest("[data-side]") || panes.find((each) => rowsOf(each).length);
    if (!pane) return;
    const rows = rowsOf(pane);
    focus(rows[Math.min(Math.max(rows.indexOf(at) + by, 0), rows.length - 1)]);
  };
  const cross = (to) => {
    const rows = rowsOf(panes[to]);
    focus(rows.find((row) => row.hasAttribute("data-partner")) || rows[0]);
  };
  const settle = () => {
    const picked = chosen();
    if (picked.some((rows) => rows.length)) {
      if (!form?.querySelector("button").disabled) send(picked);
    } else press("accept");
  };
  const verbs = {
    ArrowDown: () => step(1), ArrowUp: () => step(-1), ArrowLeft: () => cross(0), ArrowRight: () => cross(1),
    " ": () => at && choose(at), Enter: settle, n: () => press("reject"),
    u: () => board.querySelector('[data-verb="undo"]')?.click(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select, dialog")) return;
    if (event.key === "Enter" && event.target.closest("button, a, summary")) return;
    if (event.key === " " && event.target.closest("button, a, summary, input")) return;
    const verb = verbs[event.key];
    if (!verb) return;
    event.preventDefault();
    verb();
  });

  board.addEventListener("click", (event) => {
    const row = event.target.closest("[data-line]");
    if (!row || event.target.closest("a, button, form")) return;
    focus(row);
    choose(row);
  });
  form?.querySelector("[name=difference]")?.addEventListener("change", show);
  form?.querySelector("button").addEventListener("click", (event) => {
    event.preventDefault();
    send(chosen());
  });

  let dragged = null;
  board.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("[data-line]");
    event.dataTransfer.effectAllowed = "link";
  });
  board.addEventListener("dragover", (event) => {
    const row = event.target.closest("[data-line]");
    if (dragged && row && row.closest("[data-side]") !== dragged.closest("[data-side]")) event.preventDefault();
  });
  board.addEventListener("drop", (event) => {
    const row = event.target.closest("[data-line]");
    if (!dragged || !row) return;
    event.preventDefault();
    if (sum([row]) === sum([dragged])) send([dragged, row]);
    else [dragged, row].forEach((each) => each.getAttribute("aria-selected") === "true" || choose(each));
    focus(row);
    dragged = null;
  });

  const [side, place] = JSON.parse(sessionStorage.getItem(kept) || '["bank", 0]');
  const rows = rowsOf(panes[side === "ledger" ? 0 : 1]);
  focus(rows[Math.min(place, rows.length - 1)] || rowsOf(panes[0])[0]);
  show();
});
