// The review screen by keyboard. Alpine's CSP build takes property and method names only, so all logic stands here.
// Rule kept: every change is a form of the panel; the script decides where the reader's eye goes next.
"use strict";
document.addEventListener("alpine:init", () => {
  const ZOOMS = [1, 1.5, 2, 3, 4];
  const editable = (target) => target.closest?.("input, textarea, select, dialog") !== null;

  Alpine.data("invoiceReview", () => ({
    current: "",
    page: 1,
    zoom: 1,
    turned: 0,
    lens: null,
    goal: null,

    get zoomText() {
      return `${Math.round(this.zoom * 100)}%`;
    },

    init() {
      const sheet = this.$refs.sheet;
      if (sheet) this.page = Number(sheet.dataset.page);
      this.ownBoxes();
      document.addEventListener("htmx:before:swap", () => this.remember());
      document.addEventListener("htmx:after:swap", () => this.resume());
      document.addEventListener("htmx:error", () => this.unlock());
      this.step(1);
    },

    // --- keys ------------------------------------------------------------------------------------------------
    key(event) {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (editable(event.target)) {
        this.typing(event);
        return;
      }
      if (event.key === "Enter" && event.target.closest?.("button, a, summary")) return;
      const verbs = {
        j: () => this.step(1), k: () => this.step(-1), e: () => this.edit(), Enter: () => this.settle(),
        a: () => this.find("[data-accept]")?.click(), x: () => this.press("x"), n: () => this.press("n"),
        p: () => this.press("p"), "+": () => this.larger(), "=": () => this.larger(), "-": () => this.smaller(),
        0: () => this.fit(), r: () => this.turnPage(), "[": () => this.pageBack(), "]": () => this.pageOn(),
      };
      const verb = verbs[event.key];
      if (!verb) return;
      event.preventDefault();
      verb();
    },
    typing(event) {
      const cell = event.target.closest("[data-cell]");
      if (event.key === "Enter" && event.target.closest("[data-field]") && !event.shiftKey) {
        this.goal = { next: event.target.closest("[data-field]").dataset.field };
        if (event.target.matches("textarea, select")) {
          event.preventDefault();
          event.target.form.requestSubmit();
        }
      } else if (cell && ["ArrowUp", "ArrowDown", "Enter"].includes(event.key)) {
        event.preventDefault();
        const column = [...this.$root.querySelectorAll(`[data-cell="${cell.dataset.cell}"]`)];
        (column[column.indexOf(cell) + (event.key === "ArrowUp" ? -1 : 1)] || cell.closest("section")).focus();
        if (document.activeElement === cell) cell.blur();
      }
    },
    press(key) {
      this.find(`[data-key="${key}"]`)?.click();
    },
    find(selector) {
      return this.$root.querySelector(selector);
    },
    field(name) {
      return name ? this.find(`form[data-field="${CSS.escape(name)}"]`) : null;
    },

    // --- walking through the doubtful fields -----------------------------------------------------------------
    stops() {
      const doubtful = [...this.$root.querySelectorAll("form.zf-field-doubtful")];
      return doubtful.map((form) => form.dataset.field);
    },
    step(direction) {
      const stops = this.stops();
      if (!stops.length) return this.finish();
      const at = stops.indexOf(this.current);
      if (at === -1) return this.show(stops[direction > 0 ? 0 : stops.length - 1], true);
      if (at + direction >= stops.length) return this.finish();
      return this.show(stops[Math.max(at + direction, 0)], true);
    },
    finish() {
      this.show("", false);
      document.activeElement?.blur();
      this.find("[data-accept]")?.focus({ preventScroll: true });
    },
    edit() {
      const input = this.field(this.current)?.querySelector("[name=value]") || this.find("form[data-field] [name=value]");
      input?.focus();
      input?.select?.();
    },
    settle() {
      const form = this.field(this.current);
      if (!form?.classList.contains("zf-field-doubtful")) {
        if (this.stops().length) this.step(1);
        else this.find("[data-accept]")?.click();
        return;
      }
      this.goal = { next: this.current };
      form.requestSubmit();
    },

    // --- forms: sent once, focus and unfinished typing survive the new panel -----------------------------------
    changed(event) {
      const form = event.target.closest("form[data-field]");
      if (form) form.requestSubmit();
    },
    sent(event) {
      const form = event.target.closest("form[data-field]");
      if (!form) return;
      const value = form.elements.value?.value ?? "";
      if (form.dataset.sending === value) {
        event.preventDefault();
        event.stopImmediatePropagation();
        return;
      }
      form.dataset.sending = value;
      if (this.goal?.next === form.dataset.field) this.goal = { ...this.goal, order: this.stops(), typed: value };
    },
    unlock() {
      for (const form of this.$root.querySelectorAll("form[data-sending]")) delete form.dataset.sending;
    },
    remember() {
      const active = document.activeElement;
      const inside = active?.id && this.find("#panel")?.contains(active) ? active : null;
      this.kept = inside && { id: inside.id, value: inside.value, was: inside.defaultValue };
    },
    resume() {
      const goal = this.goal;
      const kept = this.kept;
      this.goal = this.kept = this.lens = null;
      if (goal?.order) {
        if (this.find("#panel [role=alert]")) this.again(goal);
        else this.onward(goal);
        return;
      }
      const input = kept && document.getElementById(kept.id);
      this.show(this.current, false);
      if (!input) return;
      if (kept.value !== undefined && kept.value !== kept.was) input.value = kept.value;
      input.focus({ preventScroll: true });
    },
    again(goal) {
      this.show(goal.next, true);
      const input = this.field(goal.next)?.querySelector("[name=value]");
      if (input && goal.typed !== undefined) input.value = goal.typed;
      this.edit();
    },
    onward(goal) {
      const left = this.stops();
      const after = goal.order.slice(goal.order.indexOf(goal.next) + 1);
      const next = after.find((name) => left.includes(name)) || left[0];
      if (!next) return this.finish();
      document.activeElement?.blur(); // htmx gave the focus back to the field just left
      return this.show(next, true);
    },

    // --- the page ------------------------------------------------------------------------------------------------
    point(event) {
      const field = event.target.closest("[data-field]");
      if (field && field.dataset.field !== this.current) this.show(field.dataset.field, false);
    },
    pick(event) {
      const box = event.target.closest("[data-box]");
      if (!box) return;
      this.show(box.dataset.box, true);
      this.edit();
    },
    show(name, scroll) {
      this.current = name;
      for (const element of this.$root.querySelectorAll("[data-field]")) {
        element.classList.toggle("zf-field-current", element.dataset.field === name);
        if (scroll && element.dataset.field === name) element.scrollIntoView({ block: "nearest" });
      }
      const doubtful = this.stops();
      for (const box of this.$root.querySelectorAll("[data-box]")) {
        box.classList.toggle("zf-box-current", box.dataset.box === name);
        box.classList.toggle("zf-box-doubtful", doubtful.includes(box.dataset.box));
      }
      this.lookAt(true);
    },
    box() {
      return this.current ? this.find(`[data-box="${CSS.escape(this.current)}"]`) : null;
    },
    lookAt(follow) {
      const box = this.box();
      const frame = this.$refs.frame;
      this.lens?.remove();
      this.lens = null;
      if (!box || !frame) return;
      if (Number(box.dataset.on) !== this.page) {
        if (!follow) return; // she turned the page herself
        this.page = Number(box.dataset.on);
        this.load(); // once the page is drawn it is looked at
        return;
      }
      const place = box.getBoundingClientRect();
      const view = frame.getBoundingClientRect();
      if (!this.$refs.image.complete) return;
      frame.scrollBy(place.x + place.width / 2 - view.x - view.width / 2, place.y + place.height / 2 - view.y - view.height / 2);
      this.magnify(box);
    },
    // The place on the page, enlarged beside the field: the eye need not travel.
    magnify(box) {
      const form = this.field(this.current);
      const image = this.$refs.image;
      if (!form?.classList.contains("zf-field-doubtful") || !image.complete || !image.naturalWidth) return;
      const place = box.getBoundingClientRect();
      const sheet = image.getBoundingClientRect();
      const scale = image.naturalWidth / sheet.width;
      const pad = place.height * 0.6;
      const [x, y] = [Math.max(place.x - sheet.x - pad, 0) * scale, Math.max(place.y - sheet.y - pad, 0) * scale];
      const [width, height] = [(place.width + 2 * pad) * scale, (place.height + 2 * pad) * scale];
      const canvas = document.createElement("canvas");
      canvas.className = "zf-lens";
      canvas.width = Math.max(width * 2, 1);
      canvas.height = Math.max(height * 2, 1);
      canvas.getContext("2d").drawImage(image, x, y, width, height, 0, 0, canvas.width, canvas.height);
      canvas.setAttribute("aria-hidden", "true");
      form.append(canvas);
      this.lens = canvas;
    },
    drawn() {
      this.lookAt(false);
    },
    scale(step) {
      const at = ZOOMS.indexOf(this.zoom) + step;
      this.zoom = ZOOMS[Math.min(Math.max(at, 0), ZOOMS.length - 1)];
      if (this.$refs.sheet) this.$refs.sheet.style.width = `${this.zoom * 100}%`;
      this.lookAt(false);
    },
    larger() {
      this.scale(1);
    },
    smaller() {
      this.scale(-1);
    },
    fit() {
      this.scale(-ZOOMS.length);
    },
    turnPage() {
      this.turned = (this.turned + 3) % 4; // quarters as the server counts, against the clock
      this.load();
    },
    pageOn() {
      this.page += 1;
      this.load();
    },
    pageBack() {
      if (this.page > 1) this.page -= 1;
      this.load();
    },
    // Another page or turn of the same file; the boxes belong to one page and turn with it.
    load() {
      const { sheet, image, boxes } = this.$refs;
      if (!sheet) return;
      const own = this.page === Number(sheet.dataset.page);
      const turn = ((own ? Number(sheet.dataset.turn) : 0) + this.turned) % 4;
      image.src = `${sheet.dataset.pages.replace(/0\.png$/, `${this.page}.png`)}?turn=${turn}&skew=${own ? sheet.dataset.skew : 0}`;
      this.ownBoxes();
      boxes.firstElementChild.setAttribute("transform", `rotate(${-90 * this.turned} 500 500)`);
    },
    ownBoxes() {
      for (const box of this.$root.querySelectorAll("[data-box]")) {
        box.classList.toggle("d-none", Number(box.dataset.on) !== this.page);
      }
    },
    missing() {
      if (this.page <= 1) return; // the first page could not be drawn: the alternative text stands
      this.page -= 1;
      this.load();
    },
  }));
});
