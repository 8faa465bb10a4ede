// Upload zone. Alpine's CSP build takes property and method names only, so all logic stands here.
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
});
