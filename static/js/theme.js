// Sets light or dark before the first paint. Loaded in <head> without defer, so that nothing flashes.
"use strict";
(() => {
  const stored = () => {
    try {
      return localStorage.getItem("zf-theme");
    } catch {
      return null; // storage may be switched off
    }
  };
  const preferred = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  document.documentElement.setAttribute("data-bs-theme", stored() || preferred);
})();
