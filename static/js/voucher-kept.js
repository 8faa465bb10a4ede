// What was typed into a voucher and not saved, kept in this browser until it is saved or dropped.
// Rule kept: only the server's word that an entry was saved removes what was kept of it.
"use strict";
(() => {
  const read = (key) => {
    try {
      return JSON.parse(localStorage.getItem(key) || "null");
    } catch {
      return null;
    }
  };
  const write = (key, value) => {
    try {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify(value));
    } catch {
      // private windows keep nothing; the page works all the same
    }
  };
  const forget = (prefix, entryKey) => {
    if (!entryKey) return;
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(prefix) && read(key)?.head?.entry_key === entryKey) write(key, null);
    }
  };
  for (const mark of document.querySelectorAll("[data-entry-saved]")) forget("zf-voucher-", mark.dataset.entrySaved);
  globalThis.zfKept = Object.freeze({ read, write, forget });
})();
