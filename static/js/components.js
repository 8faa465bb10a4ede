// Alpine components that several pages share. The CSP build of Alpine takes property and method names only.
"use strict";
document.addEventListener("alpine:init", () => {
  // Shows and hides one part of a page: x-data="disclosure", @click="toggle", x-show="open".
  Alpine.data("disclosure", () => ({
    open: false,
    toggle() {
      this.open = !this.open;
    },
    close() {
      this.open = false;
    },
  }));
});
