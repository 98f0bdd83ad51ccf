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

// The pre-flight follows what is typed, a moment after the last key.
document.querySelectorAll("form[data-preflight]").forEach((form) => {
  const panel = document.getElementById("preflight"), failed = document.getElementById("preflight-failed");
  let timer, running;
  const beside = () => {
    form.querySelectorAll(".notes").forEach((n) => n.remove());
    panel.querySelectorAll("[data-at]").forEach((li) => {
      const field = document.getElementById(li.dataset.at);
      const place = field && field.closest(".field");
      if (!place || !form.contains(place)) return;
      let notes = place.querySelector(".notes");
      if (!notes) {
        notes = document.createElement("ul");
        notes.className = "plain notes";
        notes.id = field.id + "-n";
        place.append(notes);
        const wrong = document.getElementById(field.id + "-e");
        field.setAttribute("aria-describedby", (wrong ? wrong.id + " " : "") + notes.id);
      }
      const note = document.createElement("li"), tag = li.closest("ul").previousElementSibling.querySelector(".tag");
      note.className = "note " + li.className.replace("finding ", "");
      note.append(tag.cloneNode(true), " " + li.dataset.rule + " · " + li.querySelector(".what").textContent);
      if (li.dataset.use) {
        const use = document.createElement("button");
        use.className = "btn small";
        use.name = "do";
        use.value = li.dataset.use;
        use.setAttribute("formaction", "#" + field.id); // the page comes back to the field
        use.textContent = li.dataset.useLabel;
        note.append(" ", use);
      }
      notes.append(note);
    });
  };
  const refresh = async () => {
    if (running) running.abort();
    running = new AbortController();
    try {
      const answer = await fetch(form.dataset.preflight, {
        method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "text/html" }, redirect: "error", signal: running.signal,
      });
      if (!answer.ok) throw new Error(answer.status);
      const text = await answer.text();
      const opened = new Set([...panel.querySelectorAll("details[open]")].map((d) => d.closest("li").querySelector(".what").textContent));
      const fresh = new DOMParser().parseFromString(text, "text/html").body;
      const line = panel.querySelector("[role=status]"), said = fresh.querySelector("[role=status]");
      if (line.textContent !== said.textContent) line.innerHTML = said.innerHTML; // the live region stays, so that it is read
      [...panel.children].forEach((n) => { if (n !== line) n.remove(); });
      [...fresh.children].forEach((n) => { if (n !== said) panel.append(n); });
      panel.querySelectorAll("details").forEach((d) => { d.open = opened.has(d.closest("li").querySelector(".what").textContent); });
      beside();
      failed.hidden = true;
    } catch (e) {
      if (e.name !== "AbortError") failed.hidden = false;
    }
  };
  const soon = () => { clearTimeout(timer); timer = setTimeout(refresh, 700); };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
});
// A link to a field opens the section it lies in.
document.addEventListener("click", (e) => {
  const link = e.target.closest("#preflight a[href^='#']"), field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  for (let d = field.closest("details"); d; d = d.parentElement.closest("details")) d.open = true;
  if (field.matches("input, textarea, select")) setTimeout(() => field.focus());
});
