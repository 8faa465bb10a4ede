// The payroll sheet as a spreadsheet: move by keyboard, paste blocks, see sums as they are typed.
// Rule kept: nothing is computed here that the server does not compute; sums of entered columns only help the eye.
"use strict";
(() => {
  const form = document.querySelector("[data-grid-form]");
  const grid = document.querySelector("[data-grid]");
  if (!form || !grid) return;
  const rows = [...grid.tBodies[0].rows].map((row) => [...row.querySelectorAll("input[data-column]")]);
  const clean = (text) => text.replaceAll(/[,\s￥¥]/g, "");
  const isAmount = (text) => /^\d*\.?\d{0,2}$/.test(clean(text));
  const fen = (text) => {
    const said = clean(text);
    if (!said || said === "." || !isAmount(said)) return 0n;
    const [whole, part = ""] = said.split(".");
    return BigInt(whole || "0") * 100n + BigInt(part.padEnd(2, "0"));
  };
  const yuan = (value) => {
    const digits = String(value).padStart(3, "0");
    return `${digits.slice(0, -2).replaceAll(/\B(?=(\d{3})+$)/g, ",")}.${digits.slice(-2)}`;
  };

  const refresh = () => {
    if (!rows.some((cells) => cells.length)) return;
    for (const cell of grid.querySelectorAll("[data-sum]")) {
      let sum = 0n;
      for (const input of grid.querySelectorAll(`input[data-column="${cell.dataset.sum}"]`)) sum += fen(input.value);
      cell.textContent = sum ? yuan(sum) : "";
    }
  };
  const check = (input) => {
    if (isAmount(input.value)) input.removeAttribute("aria-invalid");
    else input.setAttribute("aria-invalid", "true");
  };
  const place = (input) => {
    const row = rows.findIndex((cells) => cells.includes(input));
    return [row, row < 0 ? -1 : rows[row].indexOf(input)];
  };
  const go = (row, column) => {
    const target = rows[row]?.[column];
    if (!target) return false;
    target.focus();
    target.select();
    return true;
  };

  form.addEventListener("input", (event) => {
    if (!event.target.dataset.column) return;
    check(event.target);
    refresh();
  });
  form.addEventListener("keydown", (event) => {
    const input = event.target;
    if (!input.dataset?.column || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const [row, column] = place(input);
    const atStart = input.selectionEnd === 0 || (input.selectionStart === 0 && input.selectionEnd === input.value.length);
    const atEnd = input.selectionStart === input.value.length || atStart;
    const moves = {
      ArrowUp: () => go(row - 1, column),
      ArrowDown: () => go(row + 1, column),
      Enter: () => go(row + (event.shiftKey ? -1 : 1), column) || go(0, column + 1) || true,
      ArrowLeft: () => atStart && go(row, column - 1),
      ArrowRight: () => atEnd && go(row, column + 1),
    };
    if (moves[event.key]?.()) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s" && form.querySelector("[name=then]")) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("[name=then][value=save]"));
    }
  });
  form.addEventListener("paste", (event) => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!event.target.dataset.column || !/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    const [row, column] = place(event.target);
    text.replace(/\r?\n$/, "").split(/\r?\n/).forEach((line, down) => {
      line.split("\t").forEach((value, right) => {
        const input = rows[row + down]?.[column + right];
        if (!input) return;
        input.value = clean(value);
        check(input);
      });
    });
    refresh();
  });
  refresh();
})();
