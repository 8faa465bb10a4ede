// Upload zone and review screen. Alpine's CSP build takes property and method names only, so all logic stands here.
"use strict";
document.addEventListener("alpine:init", () => {
  // Drop files anywhere on the form, choose them or take a picture; they are sent at once.
  Alpine.data("uploadZone", () => ({
    zone: "",
    over() {
      this.zone = "zf-drop-over";
    },
    out() {
      this.zone = "";
    },
    drop(event) {
      this.zone = "";
      if (!event.dataTransfer?.files.length) return;
      this.$refs.files.files = event.dataTransfer.files;
      this.send();
    },
    send() {
      const form = this.$refs.files.form;
      form.requestSubmit();
      // The browser copies the files into the request before this runs, so the same file can be chosen again.
      setTimeout(() => form.reset(), 0);
    },
  }));

  // j and k walk through the doubtful fields, e edits, Enter accepts. The box of the current field lights up.
  Alpine.data("invoiceReview", () => ({
    current: "",
    key(event) {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (event.target.closest("input, textarea, select, button, a, summary, dialog")) return;
      const verbs = { j: () => this.step(1), k: () => this.step(-1), e: () => this.edit(), Enter: () => this.accept() };
      const verb = verbs[event.key];
      if (!verb) return;
      event.preventDefault();
      verb();
    },
    point(event) {
      const field = event.target.closest("[data-field]");
      if (field) this.show(field.dataset.field, false);
    },
    pick(event) {
      const box = event.target.closest("[data-box]");
      if (box) this.show(box.dataset.box, true);
    },
    step(direction) {
      const all = [...this.$root.querySelectorAll("form[data-field]")];
      const doubtful = all.filter((field) => field.classList.contains("zf-field-doubtful"));
      const stops = doubtful.length ? doubtful : all;
      const at = stops.findIndex((field) => field.dataset.field === this.current);
      const next = stops[(at + direction + stops.length) % stops.length] || stops[0];
      if (next) this.show(next.dataset.field, true);
    },
    edit() {
      const name = this.current || this.$root.querySelector("form[data-field]")?.dataset.field;
      const input = this.$root.querySelector(`[data-field="${CSS.escape(name || "")}"] [name=value]`);
      input?.focus();
      input?.select?.();
    },
    accept() {
      this.$root.querySelector("[data-accept]")?.click();
    },
    show(name, scroll) {
      this.current = name;
      for (const element of this.$root.querySelectorAll("[data-field]")) {
        element.classList.toggle("zf-field-current", element.dataset.field === name);
        if (scroll && element.dataset.field === name) element.scrollIntoView({ block: "nearest" });
      }
      for (const box of this.$root.querySelectorAll("[data-box]")) {
        box.classList.toggle("zf-box-current", box.dataset.box === name);
      }
    },
  }));
});
