// Pages of the books: the review queue by keyboard, and voucher entry with running totals.
// Rule kept: nothing is computed here that the server does not check again.
"use strict";
(() => {
  const fen = (text) => {
    const cleaned = text.replaceAll(/[,\s￥¥]/g, "");
    if (!/^-?\d*\.?\d{0,2}$/.test(cleaned) || cleaned === "" || cleaned === "-" || cleaned === ".") return 0n;
    const negative = cleaned.startsWith("-");
    const [whole, part = ""] = cleaned.replace("-", "").split(".");
    const value = BigInt(whole || "0") * 100n + BigInt(part.padEnd(2, "0"));
    return negative ? -value : value;
  };
  const yuan = (value) => {
    const negative = value < 0n;
    const digits = String(negative ? -value : value).padStart(3, "0");
    return `${negative ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
  };
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

  // --- voucher entry -------------------------------------------------------------------------------------------------
  const form = document.querySelector("[data-voucher-form]");
  if (!form) return;
  const names = new Map();
  for (const option of document.querySelectorAll("#account-list option")) names.set(option.value, option.label);
  const fields = (side) => [...form.querySelectorAll(`[data-amount=${side}]`)];
  const sum = (side) => fields(side).reduce((total, field) => total + fen(field.value), 0n);

  const refresh = () => {
    const debit = sum("debit");
    const credit = sum("credit");
    form.querySelector("[data-total=debit]").textContent = yuan(debit);
    form.querySelector("[data-total=credit]").textContent = yuan(credit);
    form.querySelector("[data-difference]").textContent = debit === credit ? "" : `≠ ${yuan(debit - credit)}`;
    for (const field of form.querySelectorAll("[data-account]")) {
      const label = names.get(field.value.trim().split(" ")[0]) || "";
      field.parentElement.querySelector("[data-account-name]").textContent = label.replace(/ [a-z0-9（）()-]*$/i, "");
    }
  };

  const balance = (field) => {
    field.value = "";
    const difference = sum("debit") - sum("credit");
    const missing = field.dataset.amount === "credit" ? difference : -difference;
    field.value = missing === 0n ? "" : yuan(missing);
    const other = field.closest("[data-row]").querySelector(`[data-amount]:not([data-amount=${field.dataset.amount}])`);
    if (other) other.value = "";
    refresh();
  };

  const addRow = () => {
    const body = form.querySelector("[data-rows]");
    const row = body.lastElementChild.cloneNode(true);
    for (const input of row.querySelectorAll("input")) input.value = "";
    body.append(row);
    row.querySelector("input").focus();
    refresh();
  };

  form.addEventListener("input", refresh);
  form.querySelector("[data-add-row]").addEventListener("click", addRow);
  form.addEventListener("keydown", (event) => {
    if (event.key === "=" && event.target.dataset.amount) {
      event.preventDefault();
      balance(event.target);
    } else if (event.key === "Enter" && event.target.matches("[data-row] input") && !event.isComposing) {
      event.preventDefault();
      const inputs = [...form.querySelectorAll("[data-row] input")];
      const next = inputs[inputs.indexOf(event.target) + 1];
      if (next) next.focus();
      else addRow();
    }
  });
  refresh();
})();
