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

  function citing(tools) {
    const status = tools.querySelector("[role=status]");
    const address = location.href.replace(/#.*/, "");
    tools.hidden = false;
    tools.addEventListener("click", function (event) {
      const button = event.target.closest("[data-copy]");
      if (!button) return;
      const name = record.querySelector(".rs-citation").textContent.trim();
      copy(button.dataset.copy === "link" ? address : name + " · " + address).then(say("done"), say("failed"));
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
