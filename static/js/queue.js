// The review queue by keyboard. Rows load their case by htmx; every decision is a form of the case.
// Rule kept: keys press what is on the page, so nothing can be done by key that cannot be done by click.
"use strict";
(() => {
  const queue = document.querySelector("[data-queue]");
  const box = document.getElementById("case");
  if (!queue || !box) return;
  const accounts = JSON.parse(document.getElementById("account-data").textContent);
  const rows = [...queue.querySelectorAll("[data-queue-row]")];
  const typing = (target) => target.closest?.("input:not([type=checkbox]), textarea, select, dialog") !== null;
  let current = Math.max(0, rows.findIndex((row) => row.hasAttribute("aria-current")));
  rows[current]?.scrollIntoView({ block: "nearest" });

  // --- accounts by code, name or pinyin ----------------------------------------------------------------------------
  globalThis.zfPicker.from(async (kind, text) => {
    const wanted = text.toLowerCase().split(" ")[0];
    const found = accounts.filter((account) => !wanted || account.code.startsWith(wanted) || account.search.includes(wanted));
    const rank = (account) => (account.code.startsWith(wanted) ? 0 : 1);
    return found.sort((a, b) => rank(a) - rank(b)).map((account) => ({ value: `${account.code} ${account.search.split(" ")[0]}`, note: "" }));
  });
  // The first Enter takes the account offered, the next one sends.
  addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.key === "Enter" && field.matches?.("[data-account]") && field.getAttribute("aria-expanded") === "true") event.preventDefault();
  }, true);

  // --- moving ------------------------------------------------------------------------------------------------------
  const go = (index) => {
    if (index < 0 || index >= rows.length) return;
    rows[current]?.removeAttribute("aria-current");
    current = index;
    rows[current].setAttribute("aria-current", "true");
    rows[current].scrollIntoView({ block: "nearest" });
    rows[current].querySelector("a").click();
  };
  queue.addEventListener("click", (event) => {
    const row = event.target.closest("[data-queue-row]");
    if (!row || !event.target.closest("a") || !event.isTrusted) return;
    rows[current]?.removeAttribute("aria-current");
    current = rows.indexOf(row);
    row.setAttribute("aria-current", "true");
    document.activeElement?.blur(); // so that Enter accepts the case and does not open it again
    if (innerWidth < 992) box.scrollIntoView({ block: "start", behavior: "smooth" });
  });

  // --- the whole entry ---------------------------------------------------------------------------------------------
  const fen = (text) => Math.round(Number(text.replaceAll(",", "") || 0) * 100);
  const addUp = () => {
    const sum = box.querySelector("[data-line-sum]");
    if (!sum) return;
    let gap = 0;
    for (const line of box.querySelectorAll("[data-line]")) {
      const amount = fen(line.querySelector("[name=amount]").value);
      gap += line.querySelector("[name=side]").value === "debit" ? amount : -amount;
    }
    sum.textContent = gap ? `${sum.dataset.open} ${(gap / 100).toFixed(2)}` : sum.dataset.balanced;
    sum.toggleAttribute("data-off", gap !== 0);
  };
  box.addEventListener("input", addUp);
  box.addEventListener("toggle", addUp, true);
  box.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-choose]");
    if (choice) {
      box.querySelector("#account").value = choice.dataset.choose;
      box.querySelector("[data-accept]").focus();
    }
    if (event.target.closest("[data-line-add]")) {
      const list = box.querySelector("[data-line-rows]");
      const fresh = list.lastElementChild.cloneNode(true);
      for (const input of fresh.querySelectorAll("input")) input.value = "";
      list.append(fresh);
      fresh.querySelector("[name=code]").focus();
    }
  });

  // --- keys --------------------------------------------------------------------------------------------------------
  const press = (key) => document.querySelector(`[data-key="${CSS.escape(key)}"]`)?.click();
  const into = (field) => {
    field?.focus();
    field?.select();
  };
  let leader = -Infinity; // g begins a way to another page: its digit is no alternative
  const verbs = {
    j: () => go(current + 1),
    k: () => go(current - 1),
    Enter: () => box.querySelector("[data-accept]")?.click(),
    a: () => into(box.querySelector("#account")),
    e: () => {
      const whole = box.querySelector("[data-lines]");
      if (!whole) return;
      whole.open = true;
      into(whole.querySelector("[name=code]"));
    },
    x: () => {
      press("x");
      document.getElementById("reason")?.focus();
    },
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "Enter" && event.target.closest?.("button, a, summary")) return;
    if (event.key === "g") leader = event.timeStamp;
    if (event.timeStamp - leader < 1200) return;
    const verb = verbs[event.key] || ("1234bru".includes(event.key) ? () => press(event.key) : null);
    if (!verb) return;
    event.preventDefault();
    verb();
  });
})();
