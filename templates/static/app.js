// Comforts only: every page works without this file.
"use strict";
// A second click sends nothing; the command id would make it the same command anyway.
document.addEventListener("submit", (e) => {
  if (e.defaultPrevented) return;
  setTimeout(() => e.target.querySelectorAll("button").forEach((b) => { b.disabled = true; }));
  window.removeEventListener("beforeunload", ask);
});
window.addEventListener("pageshow", (e) => {
  if (e.persisted) document.querySelectorAll("button").forEach((b) => { b.disabled = false; });
});
// "/" goes to the search field, as people expect.
document.addEventListener("keydown", (e) => {
  if (e.key !== "/" || e.ctrlKey || e.metaKey || e.altKey || /INPUT|TEXTAREA|SELECT/.test(document.activeElement.tagName)) return;
  const q = document.querySelector("input[type=search]");
  if (q) { e.preventDefault(); q.focus(); }
});
// Leaving an editor with unsaved words asks first.
function ask(e) { e.preventDefault(); }
document.querySelectorAll("form[data-keep]").forEach((f) => f.addEventListener("input", () => window.addEventListener("beforeunload", ask), { once: true }));
