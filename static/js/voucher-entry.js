// Voucher entry by keyboard: fields an account asks for, amounts worked out, totals, and the way from cell to cell.
// Rule kept: nothing is computed here that the server does not check again.
"use strict";
(() => {
  const form = document.querySelector("[data-voucher-form]");
  if (!form) return;
  const { fen, yuan, product, words, columns } = globalThis.zfAmounts;
  const data = JSON.parse(document.getElementById("entry-data").textContent);
  const accounts = new Map(data.accounts.map((account) => [account.code, account]));
  const body = form.querySelector("[data-rows]");
  const blank = body.lastElementChild.cloneNode(true);
  for (const input of blank.querySelectorAll("input")) input.removeAttribute("value");

  const rows = () => [...body.querySelectorAll("[data-row]")];
  const cell = (row, name) => row.querySelector(`[name=${name}]`);
  const code = (text) => text.trim().split(" ")[0];
  const accountOf = (row) => accounts.get(code(cell(row, "account").value));
  const sum = (side) => rows().reduce((total, row) => total + fen(cell(row, side).value), 0n);
  const other = (side) => (side === "debit" ? "credit" : "debit");

  // --- what the picker offers --------------------------------------------------------------------------------------
  const fetched = new Map();
  const fetchHints = async (kind, text) => {
    const address = `${form.dataset.hints.replace("KIND", kind)}&q=${encodeURIComponent(text)}`;
    if (!fetched.has(address)) {
      fetched.set(address, fetch(address).then((answer) => (answer.ok ? answer.json() : { hints: [] }), () => ({ hints: [] })));
    }
    return (await fetched.get(address)).hints;
  };
  const full = (account) => `${account.code} ${account.name}`;
  const accountOffers = (text, row) => {
    const wanted = text.toLowerCase();
    const usual = accounts.get(row.dataset.usual);
    const found = data.accounts.filter((account) => !wanted || account.search.includes(wanted) || full(account).includes(text));
    const rank = (account) => (account === usual && !wanted ? 0 : account.code.startsWith(wanted) ? 1 : 2);
    return found.sort((a, b) => rank(a) - rank(b) || b.used - a.used).map((account) => ({ value: full(account), note: account.currency || account.unit }));
  };
  globalThis.zfPicker.from(async (kind, text, field) => {
    if (kind === "account") return accountOffers(text, field.closest("[data-row]"));
    if (kind !== "description") return fetchHints(kind, text);
    if (text.startsWith("//")) return [];
    const known = await fetchHints("description", "");
    return known.filter((hint) => hint.value.includes(text)).map((hint) => ({
      ...hint, note: accounts.has(hint.note) ? full(accounts.get(hint.note)) : "",
    }));
  });
  form.addEventListener("zf:picked", (event) => {
    if (event.target.name !== "description") return;
    const row = event.target.closest("[data-row]");
    row.dataset.usual = code(event.detail.note || "");
    if (!cell(row, "account").value && row.dataset.usual) cell(row, "account").value = event.detail.note;
  });

  // --- what a row shows --------------------------------------------------------------------------------------------
  const showExtras = (row) => {
    const account = accountOf(row);
    const asked = new Set(account ? account.asks : []);
    if (account?.party) asked.add("counterparty");
    if (account?.unit) asked.add("quantity");
    if (account?.currency) asked.add("foreign");
    for (const label of row.querySelectorAll("[data-extra]")) label.hidden = !asked.has(label.dataset.extra);
    row.querySelector("[data-extras]").hidden = asked.size === 0;
    row.querySelector("[data-unit]").textContent = account?.unit || "";
    row.querySelector("[data-currency]").textContent = account?.currency || "";
  };
  const showAmount = (holder, value) => {
    holder.querySelector(".books-digits, .books-plain")?.remove();
    holder.append(columns(value));
  };
  const refreshRow = (row) => {
    showExtras(row);
    for (const side of ["debit", "credit"]) {
      const field = cell(row, side);
      showAmount(field.parentElement, fen(field.value));
      field.classList.toggle("books-red", fen(field.value) < 0n);
    }
  };
  const refresh = () => {
    const totals = { debit: sum("debit"), credit: sum("credit") };
    for (const side of ["debit", "credit"]) {
      const output = form.querySelector(`[data-total=${side}]`);
      output.textContent = yuan(totals[side]);
      showAmount(output.parentElement, totals[side]);
    }
    const even = totals.debit === totals.credit;
    form.querySelector("[data-words]").textContent = even && totals.debit ? words(totals.debit) : "";
    form.querySelector("[data-difference]").textContent = even ? "" : `≠ ${yuan(totals.debit - totals.credit)}`;
  };

  // --- amounts worked out ------------------------------------------------------------------------------------------
  const workOut = (field) => {
    const row = field.closest("[data-row]");
    const worth = product(field.value, cell(row, field.dataset.times).value);
    if (worth === null) return;
    const side = cell(row, "credit").value ? "credit" : cell(row, "debit").value ? "debit" : accountOf(row)?.side || "debit";
    cell(row, side).value = yuan(worth);
    refreshRow(row);
  };
  const balance = (field) => {
    const side = field.dataset.amount;
    const row = field.closest("[data-row]");
    field.value = "";
    cell(row, other(side)).value = "";
    const missing = side === "credit" ? sum("debit") - sum("credit") : sum("credit") - sum("debit");
    field.value = missing === 0n ? "" : yuan(missing);
  };
  const swap = (field) => {
    const target = cell(field.closest("[data-row]"), other(field.dataset.amount));
    [field.value, target.value] = [target.value, field.value];
    target.focus();
    target.select();
  };
  const repeat = (row) => {
    const above = row.previousElementSibling;
    if (!above) return false;
    for (const input of above.querySelectorAll("input")) {
      if (!input.matches(".zf-num")) cell(row, input.name).value = input.value;
    }
    return true;
  };

  // --- from cell to cell -------------------------------------------------------------------------------------------
  const addRow = () => {
    const row = blank.cloneNode(true);
    row.classList.remove("books-trouble");
    row.querySelector(".books-trouble-text")?.remove();
    body.append(row);
    refreshRow(row);
    return row;
  };
  const stops = () => [...form.querySelectorAll("[data-head], [data-row] input")].filter((each) => each.checkVisibility());
  const goOn = (field) => {
    const row = field.closest("[data-row]");
    if (row && field.dataset.amount && field.value.trim()) {
      (row.nextElementSibling || addRow()).querySelector("input").focus();
      return;
    }
    const all = stops();
    const next = all[all.indexOf(field) + 1] || addRow().querySelector("input");
    next.focus();
    if (next.select) next.select();
  };
  const removeRow = (row) => {
    const next = row.nextElementSibling || row.previousElementSibling || addRow();
    row.remove();
    next.querySelector("input").focus();
  };
  const send = (name) => form.requestSubmit(form.querySelector(`button[name=${name}]`) || form.querySelector("[name=save]"));

  form.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const field = event.target;
    const row = field.closest("[data-row]");
    if (event.key === "Enter" && !event.ctrlKey && field.matches("[data-head], [data-row] input")) goOn(field);
    else if (event.key === "=" && field.dataset.amount) balance(field);
    else if (event.key === " " && field.dataset.amount) swap(field);
    else if (event.key === "/" && field.name === "description" && field.value.endsWith("/") && row.previousElementSibling) repeat(row);
    else if (event.ctrlKey && event.key === "Delete" && row) removeRow(row);
    else return;
    event.preventDefault();
    if (row?.isConnected) refreshRow(row);
    changed();
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.isComposing) return;
    const name = event.key === "s" ? "save" : event.key === "Enter" ? "save_new" : "";
    if (!name) return;
    event.preventDefault();
    send(name);
  });
  form.addEventListener("input", (event) => {
    const field = event.target;
    if (field.dataset.times) workOut(field);
    if (field.dataset.amount && field.value.trim()) cell(field.closest("[data-row]"), other(field.dataset.amount)).value = "";
    const row = field.closest("[data-row]");
    if (row) refreshRow(row);
    changed();
  });
  form.addEventListener("focusout", (event) => {
    if (event.target.name !== "account") return;
    const account = accounts.get(event.target.value.trim());
    if (account) event.target.value = full(account);
  });
  form.querySelector("[data-add-row]").addEventListener("click", () => addRow().querySelector("input").focus());

  // --- kept against loss -------------------------------------------------------------------------------------------
  const kept = globalThis.zfKept;
  const prefix = `zf-voucher-${form.dataset.company}-${form.dataset.user}-`;
  const key = prefix + (form.dataset.existing || "new");
  const head = ["voucher_type", "date", "attachments", "entry_key", "template"];
  const values = (holder, names) => Object.fromEntries(names.map((name) => [name, cell(holder, name).value]));
  const names = [...blank.querySelectorAll("input")].map((input) => input.name);
  const changed = () => {
    refresh();
    const typed = rows().map((row) => values(row, names)).filter((row) => Object.values(row).some(Boolean));
    if (typed.length) kept.write(key, { head: values(form, head), rows: typed });
  };
  const restore = (stored) => {
    for (const name of head) cell(form, name).value = stored.head[name] ?? "";
    stored.rows.forEach((typed, at) => {
      const row = rows()[at] || addRow();
      for (const name of names) cell(row, name).value = typed[name] ?? "";
    });
    rows().forEach(refreshRow);
    refresh();
  };
  kept.forget(prefix, data.saved);
  const stored = kept.read(key);
  const note = document.querySelector("[data-kept]");
  note.hidden = !stored || "refused" in form.dataset;
  note.querySelector("[data-kept-restore]").addEventListener("click", () => {
    restore(stored);
    note.hidden = true;
    body.querySelector("input").focus();
  });
  note.querySelector("[data-kept-drop]").addEventListener("click", () => {
    kept.write(key, null);
    note.hidden = true;
  });

  rows().forEach(refreshRow);
  refresh();
  (form.querySelector(".books-trouble input") || body.querySelector("input")).focus();
})();
