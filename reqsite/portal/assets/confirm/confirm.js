/* The confirmation sheet: keeps the answers in this browser, counts them, and hands them back as one file. */
(function () {
  "use strict";
  const clause = document.querySelector(".rs-clause-choice");
  if (clause) {
    const choice = clause.querySelector("select"), lines = [...document.querySelectorAll(".rs-asked[data-id]:not([data-id='']), .rs-settled li")];
    choice.addEventListener("change", () => {
      for (const line of lines) line.hidden = Boolean(choice.value) && !JSON.parse(line.dataset.clauses || "[]").includes(choice.value);
      clause.querySelector("[role=status]").textContent = lines.filter((line) => !line.hidden).length + " / " + lines.length;
    });
    clause.hidden = false;
  }
  const form = document.querySelector("[data-confirm]");
  const bar = form && form.querySelector(".rs-confirm-bar");
  if (!bar) return;
  const { data, words } = JSON.parse(document.querySelector(".rs-sheet .rs-words").textContent);
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name]);
  const key = ["reqsite", data.project, data.release, data.catalog_digest.slice(0, 16), data.role].join(":");
  const progress = bar.querySelector(".rs-progress"), note = bar.querySelector(".rs-note"), name = form.elements.name;
  const items = [...form.querySelectorAll(".rs-asked")].filter((node) => node.querySelector(".rs-answer")).map(itemOf);

  function itemOf(node) {
    const radios = [...node.querySelectorAll("input[type=radio]")];
    const comment = node.querySelector("textarea"), again = node.querySelector(".rs-again");
    const { id, title, fingerprint } = node.dataset;
    return {
      node, id, title, fingerprint, radios, comment, again,
      get answer() { const on = radios.find((radio) => radio.checked); return on ? on.value : ""; },
      set answer(value) { for (const radio of radios) radio.checked = radio.value === value; },
    };
  }

  /* What was kept for other words than those on the page is not an answer to these. */
  function restore() {
    let kept = {};
    try { kept = JSON.parse(localStorage.getItem(key)) || {}; } catch (error) { tell(words.lost); }
    name.value = typeof kept.name === "string" ? kept.name : "";
    for (const item of items) {
      const [answer, comment, fingerprint] = (kept.answers && Object.hasOwn(kept.answers, item.id) && kept.answers[item.id]) || [];
      if (!answer && !comment) continue;
      item.comment.value = comment || "";
      if (fingerprint === item.fingerprint) item.answer = answer;
      else { item.again.textContent = words.changed; item.again.hidden = false; }
    }
  }

  function keep() {
    const answers = {};
    for (const item of items) if (item.answer || item.comment.value) answers[item.id] = [item.answer, item.comment.value, item.fingerprint];
    try {
      if (name.value || Object.keys(answers).length) localStorage.setItem(key, JSON.stringify({ name: name.value, answers }));
      else localStorage.removeItem(key);
    } catch (error) { tell(words.lost); }
  }

  function show() {
    const done = items.filter((item) => item.answer);
    progress.textContent = fill(words.progress, { done: done.length, all: items.length });
    for (const item of items) {
      item.node.dataset.answer = item.answer;
      if (item.answer) item.again.hidden = true;
    }
  }

  function tell(text) { note.textContent = text; }

  function changed() { keep(); show(); if (note.textContent !== words.lost) tell(words.kept); }

  function reveal(item) {
    if (!item.node.hidden) return;
    clause.querySelector("select").value = "";
    clause.querySelector("select").dispatchEvent(new Event("change"));
  }

  function go(item) {
    reveal(item);
    item.node.scrollIntoView({ block: "center" });
    (item.radios.find((radio) => radio.checked) || item.radios[0]).focus({ preventScroll: true });
  }

  /* Returns what was answered, or null once it is said what is missing. */
  function answered() {
    const done = items.filter((item) => item.answer);
    if (!done.length) { tell(words.nothing); return null; }
    const bare = done.find((item) => item.answer === "object" && !item.comment.value.trim());
    if (bare) { tell(words.comment); reveal(bare); bare.comment.focus(); return null; }
    if (!name.value.trim()) { tell(words.name); name.focus(); return null; }
    const time = new Date().toISOString().slice(0, 19) + "Z";
    return { name: name.value.trim(), time, done };
  }

  const stem = (given) => ["receipt", data.release, data.role, given.time.replace(/\D/g, "").slice(0, 14)].join("-").replace(/[^\p{L}\p{N}.+-]+/gu, "-");

  function save(text, file, type) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    tell(fill(words.saved, { file }));
  }

  function receipt(given) {
    const answers = given.done.map((item) => ({ id: item.id, title: item.title, fingerprint: item.fingerprint, answer: item.answer, comment: item.comment.value.trim() }));
    return JSON.stringify({ ...data, name: given.name, time: given.time, answers }, null, 1) + "\n";
  }

  function table(given) {
    const rows = given.done.map((item) => [item.id || "*", item.title, words[item.answer], item.comment.value.trim(), data.release, data.role, given.name, given.time, item.fingerprint]);
    const cell = (text) => '"' + (/^[=+\-@\t\r]/.test(text) ? "'" : "") + text.replace(/"/g, '""') + '"';
    return "\ufeff" + [words.columns.split("|"), ...rows].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
  }

  function mail(given) {
    const count = (answer) => given.done.filter((item) => item.answer === answer).length;
    const differing = given.done.filter((item) => item.answer !== "agree").map((item) => (item.id || "*") + ": " + words[item.answer]);
    const file = stem(given) + ".json", values = { ...data, name: given.name, file, agreed: count("agree"), objected: count("object"), discussed: count("discuss"), differing: differing.slice(0, 20).join("\n") };
    save(receipt(given), file, "application/json");
    location.href = "mailto:?subject=" + encodeURIComponent(fill(words.subject, values)) + "&body=" + encodeURIComponent(fill(words.mail, values).replace(/\n/g, "\r\n"));
  }

  const deeds = {
    next() { const open = items.find((item) => !item.answer && !item.node.hidden) || items.find((item) => !item.answer); if (open) go(open); else name.focus(); },
    csv() { const given = answered(); if (given) save(table(given), stem(given) + ".csv", "text/csv"); },
    mail() { const given = answered(); if (given) mail(given); },
    print() { window.print(); },
    clear() {
      if (!window.confirm(words.clear)) return;
      for (const item of items) { item.answer = ""; item.comment.value = ""; item.again.hidden = true; }
      changed();
    },
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const given = answered();
    if (given) save(receipt(given), stem(given) + ".json", "application/json");
  });
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (button) deeds[button.dataset.do]();
  });
  form.addEventListener("input", changed);
  form.addEventListener("keydown", (event) => { if (event.key === "Enter" && event.target === name) { event.preventDefault(); deeds.next(); } });
  restore();
  show();
  bar.hidden = false;
})();
