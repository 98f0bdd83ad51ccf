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

// The translation desk: each sentence is saved a moment after it was typed, and the keyboard moves between them.
document.querySelectorAll("form[data-desk]").forEach((form) => {
  const units = [...form.querySelectorAll(".unit")], said = form.dataset;
  document.documentElement.classList.add("js");
  const area = (unit) => unit.querySelector("textarea"), field = (unit, name) => unit.querySelector(`[name^="${name}."]`);
  const note = (unit, text, bad) => {
    const line = unit.querySelector(".said");
    line.textContent = text;
    line.classList.toggle("bad", !!bad);
  };
  const show = (unit, answer) => {
    field(unit, "v").value = answer.version;
    if (!answer.error || answer.theirs) {
      const list = unit.querySelector(".issues");
      list.replaceChildren(...(answer.issues || []).map((i) => {
        const li = document.createElement("li"), tag = document.createElement("span");
        li.className = i.blocking ? "block" : "warn";
        tag.className = "tag " + (i.blocking ? "bad" : "warn");
        tag.textContent = i.blocking ? "✕" : "▲";
        li.append(tag, " " + i.text);
        return li;
      }));
    }
    if (answer.theirs) {
      const was = unit.querySelector(".alert"), box = document.createElement("div"), p = document.createElement("p"), quote = document.createElement("blockquote");
      box.className = "alert";
      p.textContent = said.theirs + (answer.by ? " " + answer.by : "");
      quote.lang = area(unit).lang;
      quote.textContent = answer.theirs;
      box.append(p, quote);
      if (was) was.remove();
      unit.querySelector(".into").append(box);
    }
    if (answer.error) return note(unit, answer.error, true);
    unit.querySelectorAll(".alert").forEach((box) => box.remove());
    const tag = unit.querySelector(".state");
    unit.className = "unit " + answer.status;
    tag.className = "tag state" + (answer.status === "checked" ? " ok" : answer.status === "todo" ? " warn" : "");
    tag.textContent = answer.label;
    document.getElementById("desk-progress").textContent = answer.progress;
    document.getElementById("desk-bar").value = answer.percent;
    const left = document.getElementById("desk-blocking"), digest = document.getElementById("desk-digest");
    if (left && left.dataset.was !== answer.blocking) { left.hidden = !answer.blocking; left.querySelector("span").textContent = left.dataset.was = answer.blocking; }
    if (digest) digest.textContent = answer.digest;
    note(unit, said.saved);
  };
  const pending = new Map(), running = new Set();
  const clean = () => { if (!pending.size && !running.size) window.removeEventListener("beforeunload", ask); };
  const save = async (unit) => {
    clearTimeout(pending.get(unit));
    if (running.has(unit)) { pending.set(unit, setTimeout(() => save(unit), 300)); return; }
    pending.delete(unit);
    running.add(unit);
    const body = new URLSearchParams();
    ["u", "v", "s", "t", "n"].forEach((n) => { const f = field(unit, n); if (f) body.set(f.name, f.value); });
    const check = field(unit, "c");
    if (check.checked) body.set(check.name, "1");
    note(unit, said.saving);
    try {
      const answer = await fetch(said.desk, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual" });
      const json = (answer.headers.get("Content-Type") || "").startsWith("application/json");
      if (json) show(unit, await answer.json());
      // The sign-in page, or a page that says no: what was typed stays, and goes with the page's own button.
      else { note(unit, answer.type === "opaqueredirect" || answer.status === 401 ? said.ended : answer.status < 500 ? said.closed : said.failed, true); window.addEventListener("beforeunload", ask); }
    } catch {
      note(unit, said.failed, true);
      window.addEventListener("beforeunload", ask);
    } finally {
      running.delete(unit);
      clean();
    }
  };
  const soon = (unit) => {
    clearTimeout(pending.get(unit));
    pending.set(unit, setTimeout(() => save(unit), 900));
    window.addEventListener("beforeunload", ask);
  };
  const insert = (unit, text) => {
    const a = area(unit);
    a.setRangeText(text, a.selectionStart, a.selectionEnd, "end");
    a.dispatchEvent(new Event("input", { bubbles: true }));
    a.focus();
  };
  form.addEventListener("input", (e) => {
    const unit = e.target.closest(".unit");
    if (!unit || !e.target.matches("textarea")) return;
    if (e.target === area(unit)) { field(unit, "s").value = "draft"; field(unit, "c").checked = false; }
    soon(unit);
  });
  form.addEventListener("change", (e) => { if (e.target.matches("[name^='c.']")) save(e.target.closest(".unit")); });
  // The whole page is saved once nothing is on its way: it would conflict with itself.
  form.addEventListener("submit", (e) => {
    pending.forEach((t) => clearTimeout(t));
    pending.clear();
    if (!running.size) return;
    e.preventDefault();
    const again = () => (running.size ? setTimeout(again, 100) : form.requestSubmit(e.submitter));
    again();
  });
  form.addEventListener("click", (e) => {
    const unit = e.target.closest(".unit"), token = e.target.closest("mark.token"), use = e.target.closest("button[value^='use:']");
    if (token) return insert(unit, token.dataset.token);
    if (!use) return;
    e.preventDefault();
    area(unit).value = use.previousElementSibling.value;
    field(unit, "s").value = "memory";
    field(unit, "c").checked = false;
    save(unit);
    area(unit).focus();
  });
  form.addEventListener("keydown", (e) => {
    const unit = e.target.closest(".unit");
    if (!unit || !e.altKey || e.ctrlKey || e.metaKey) return;
    const tokens = [...unit.querySelectorAll("mark.token")], to = units[units.indexOf(unit) + (e.key === "ArrowUp" ? -1 : 1)];
    if (e.key === "ArrowDown" || e.key === "ArrowUp") { if (to) { area(to).focus(); to.scrollIntoView({ block: "nearest" }); } }
    else if (e.code === "KeyC") { area(unit).select(); insert(unit, unit.querySelector(".source").textContent); }
    else if (e.key === "Enter") { field(unit, "c").checked = true; save(unit); if (to) area(to).focus(); }
    else if (/^Digit[1-9]$/.test(e.code) && tokens[+e.code[5] - 1]) insert(unit, tokens[+e.code[5] - 1].dataset.token);
    else return;
    e.preventDefault();
  });
});
