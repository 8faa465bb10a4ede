// Behaviour every page has: theme, keyboard help, search focus, confirmation, toasts, forms that send once.
// Rule kept: no inline handlers anywhere; pages say what they want with data attributes.
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const typing = (target) => target.closest?.("input, textarea, select, [contenteditable]") !== null;

  // --- theme -------------------------------------------------------------------------------------------------
  const toggleTheme = () => {
    const root = document.documentElement;
    const next = root.getAttribute("data-bs-theme") === "dark" ? "light" : "dark";
    root.setAttribute("data-bs-theme", next);
    try {
      localStorage.setItem("zf-theme", next);
    } catch {
      // the choice then lasts for this page only
    }
    document.dispatchEvent(new CustomEvent("zf:theme", { detail: next }));
  };

  // --- toasts ------------------------------------------------------------------------------------------------
  const toast = (text, tone = "info") => {
    const shelf = byId("zf-toasts");
    if (!shelf || !text) return;
    const note = document.createElement("div");
    note.className = `zf-toast zf-toast-${tone}`;
    note.textContent = text;
    shelf.append(note);
    setTimeout(() => note.remove(), tone === "bad" ? 12000 : 5000);
  };

  // --- confirmation: <button data-confirm="…"> or <form data-confirm="…"> --------------------------------------
  const ask = (question, goOn) => {
    const dialog = byId("zf-confirm");
    if (!dialog?.showModal) {
      goOn();
      return;
    }
    byId("zf-confirm-text").textContent = question;
    dialog.returnValue = "";
    dialog.onclose = () => dialog.returnValue === "yes" && goOn();
    dialog.showModal();
  };

  const confirmed = new WeakSet();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const question = event.submitter?.dataset.confirm || form.dataset.confirm;
    if (!question || confirmed.has(form)) {
      confirmed.delete(form);
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(question, () => {
      confirmed.add(form);
      form.requestSubmit(event.submitter);
    });
  }, true);

  // --- a plain form is sent once; its button shows that it works -------------------------------------------------
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.closest("[data-allow-resend]")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    event.submitter?.classList.add("btn-loading");
  });
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
    for (const button of document.querySelectorAll(".btn-loading")) button.classList.remove("btn-loading");
  });

  // --- forms that send themselves when a choice changes: <select data-autosubmit> ------------------------------
  document.addEventListener("change", (event) => {
    if (event.target.matches?.("[data-autosubmit]")) event.target.form?.requestSubmit();
  });

  // --- "select all" boxes: <input type="checkbox" data-check-all="invoice"> -------------------------------------
  document.addEventListener("change", (event) => {
    const name = event.target.dataset?.checkAll;
    if (!name) return;
    for (const box of document.querySelectorAll(`input[type=checkbox][name="${CSS.escape(name)}"]`)) {
      box.checked = event.target.checked;
    }
  });

  // --- clicks ----------------------------------------------------------------------------------------------------
  document.addEventListener("click", (event) => {
    const hit = (selector) => event.target.closest(selector);
    if (hit("[data-theme-toggle]")) toggleTheme();
    if (hit("[data-keyboard-help]")) byId("zf-keys")?.showModal();
    if (hit("[data-print]")) print();
    const copy = hit("[data-copy]");
    if (copy) navigator.clipboard?.writeText(copy.dataset.copy).then(() => toast(copy.dataset.copied || "✓", "good"));
    const burger = hit("[data-nav-toggle]");
    if (burger) {
      const open = byId(burger.getAttribute("aria-controls")).classList.toggle("zf-side-open");
      burger.setAttribute("aria-expanded", String(open));
    }
    const dialog = hit("dialog");
    if (dialog && (event.target === dialog || hit("[data-close]"))) dialog.close();
    const opener = hit("[data-open]");
    if (opener) byId(opener.dataset.open)?.showModal();
  });

  // --- keyboard ----------------------------------------------------------------------------------------------
  let leader = 0;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (typing(event.target)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (event.key === "?") {
      event.preventDefault();
      byId("zf-keys")?.showModal();
    } else if (event.key === "/") {
      const search = document.querySelector("[data-page-search]") || byId("zf-search");
      if (!search) return;
      event.preventDefault();
      search.focus();
      search.select();
    } else if (event.key === "g") {
      leader = event.timeStamp;
    } else if (leader && event.timeStamp - leader < 1200) {
      leader = 0;
      document.querySelector(`a[data-go="${CSS.escape(event.key)}"]`)?.click();
    }
  });

  // --- the company switcher: arrows walk through the results ------------------------------------------------------
  document.addEventListener("keydown", (event) => {
    const box = event.target.closest?.("[data-switcher]");
    if (!box || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
    const stops = [box.querySelector("input"), ...box.querySelectorAll("a")];
    const step = event.key === "ArrowDown" ? 1 : -1;
    const next = stops[stops.indexOf(document.activeElement) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });

  // --- htmx: failures are said aloud, never swallowed --------------------------------------------------------------
  document.addEventListener("htmx:response:error", (event) => {
    const status = event.detail?.ctx?.response?.status;
    if (status === 422) return;
    const words = document.body.dataset;
    toast(status === 403 ? words.errorForbidden : status >= 500 ? words.errorServer : words.errorRequest, "bad");
  });
  document.addEventListener("htmx:error", (event) => {
    if (event.detail?.error instanceof TypeError) toast(document.body.dataset.errorNetwork, "bad");
  });
  document.addEventListener("zf:toast", (event) => toast(event.detail?.text, event.detail?.tone));

  globalThis.zf = Object.freeze({ toast, ask });
})();
