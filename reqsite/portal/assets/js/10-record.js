/* A record's page: its citation and address to copy, its figures to open large. */
(function () {
  "use strict";
  const record = document.querySelector(".rs-record");
  if (!record) return;
  const tools = record.querySelector(".rs-cite-tools");
  if (!tools) return;
  const words = tools.dataset;
  citing(tools);
  figures();
  followed();
  addEventListener("hashchange", function () { if (/^#cited=/.test(location.hash)) followed(); });

  function citing(tools) {
    const status = tools.querySelector("[role=status]"), short = record.querySelector(".rs-short-citation"), long = record.querySelector(".rs-citation");
    const address = () => location.href.replace(/#.*/, ""), reference = () => long.textContent.trim() + " · " + address();
    const texts = { citation: () => (short ? short.textContent : reference()), reference, link: address, latest: (button) => button.dataset.href };
    tools.hidden = false;
    tools.querySelector("[data-copy=reference]").hidden = !short;
    tools.addEventListener("click", function (event) {
      const button = event.target.closest("[data-copy]");
      if (!button) return;
      const name = button.dataset.copy, shown = name === "citation" && short ? short : long;
      copy(texts[name](button)).then(say("done"), () => { say("failed")(); getSelection().selectAllChildren(shown); });
    });
    function say(word) {
      return function () { status.textContent = status.dataset[word]; };
    }
  }

  function copy(text) {
    const modern = navigator.clipboard ? navigator.clipboard.writeText(text) : Promise.reject(new Error("none"));
    return modern.catch(function () {
      const field = document.createElement("textarea"), before = document.activeElement;
      field.value = text;
      field.className = "rs-hidden-words";
      document.body.append(field);
      field.select();
      const done = document.execCommand("copy");
      field.remove();
      if (before) before.focus();
      if (!done) throw new Error("refused");
    });
  }

  /* Whoever came here by a citation is told whether these are the words that it means. */
  function followed() {
    const cited = /^#cited=([^:]{1,60}):([0-9a-f]{0,64})$/.exec(address()), here = record.querySelector(".rs-short"), old = record.querySelector(".rs-cited");
    if (old) old.remove();
    if (!cited || !here) return;
    const [, release, fingerprint] = cited, { fingerprint: now = "", release: own = "" } = here.dataset;
    const long = Math.min(now.length, fingerprint.length), same = long && now.slice(0, long) === fingerprint.slice(0, long);
    const bare = (name) => name.replace(/^v/, ""), word = !long ? "open" : same ? "same" : bare(own) === bare(release) ? "wrong" : "other";
    const citation = record.dataset.id + "@" + release + (fingerprint && " #" + fingerprint.slice(0, 8));
    const note = document.createElement("p"), box = document.querySelector(".rs-versions");
    note.className = "rs-cited" + (same ? "" : " rs-cited-other");
    note.dataset.release = release;
    note.dataset.cited = citation;
    note.setAttribute("role", "status");
    note.textContent = words[word].replace("{citation}", citation).replace("{now}", long ? "#" + now.slice(0, 8) : own || words.draft);
    if (!same) {
      if (record.querySelector("#history")) link("#history", words.history);
      if (box && own && bare(own) !== bare(release)) link(box.dataset.root + words.compare + "#" + release + ".." + own, words.changes.replace("{version}", release));
    }
    record.querySelector(".rs-head").after(note);
    function address() {
      try { return decodeURIComponent(location.hash); } catch (error) { return ""; }
    }
    function link(href, text) {
      const a = document.createElement("a");
      a.href = href;
      a.textContent = text;
      note.append(note.querySelector("a") ? " · " : words.gap || " ", a);
    }
  }

  function figures() {
    record.querySelectorAll("img").forEach(function (image) {
      if (image.closest("a, button, h1, h2, h3")) return;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "rs-zoom";
      button.setAttribute("aria-label", [words.enlarge, image.alt].filter(Boolean).join(": "));
      image.replaceWith(button);
      button.append(image);
      button.addEventListener("click", function () { open(image); });
    });
  }

  function open(image) {
    const dialog = document.createElement("dialog"), close = document.createElement("button");
    const large = document.createElement("img"), caption = document.createElement("p");
    dialog.className = "rs-dialog md-typeset";
    dialog.setAttribute("aria-label", image.alt || words.enlarge);
    close.type = "button";
    close.className = "rs-button";
    close.textContent = words.close;
    large.src = image.currentSrc || image.src;
    large.alt = image.alt;
    caption.textContent = image.alt;
    dialog.append(close, large, caption);
    dialog.addEventListener("click", function (event) { if (event.target !== large) dialog.close(); });
    dialog.addEventListener("close", function () { dialog.remove(); }); // the browser gives the focus back
    document.body.append(dialog);
    dialog.showModal();
  }
})();
