/* `go.html#REQ-12` leads to the record, whatever the case and the zeros of the id; its box does the same. With a citation
   the record's page is told which words were meant. */
(function () {
  "use strict";
  const list = document.querySelector(".rs-go");
  if (!list) return;
  const none = document.querySelector(".rs-go-none"), form = document.querySelector(".rs-go-form");
  const short = (id) => id.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "").replace(/(^|\D)0+(?=\d)/g, "$1");
  const lines = [...list.children];
  const CITED = /^([^@]+)@\s*(?:([^\s@#]{1,60})\s*#\s*([0-9a-f]{8,64})|(v?\d+\.\d[\w.+-]*))$/i; // REQ-12@1.2.0 #ab12cd34, as history/citation.py reads it

  function go(wanted, open) {
    const find = (id) => lines.find((one) => one.id === id) || lines.find((one) => short(one.id) === short(id));
    const cited = lines.some((one) => one.id === wanted) ? null : CITED.exec(wanted.normalize("NFKC").trim().slice(0, 300)), line = find(cited ? cited[1].trim() : wanted);
    if (line) {
      const { href } = line.querySelector("a");
      return void open(cited && !href.includes("#") ? `${href}#cited=${encodeURIComponent(cited[2] || cited[4])}:${(cited[3] || "").toLowerCase()}` : href);
    }
    none.querySelector("b").textContent = wanted;
    none.hidden = false;
  }

  function fromAddress() {
    let wanted = location.hash.slice(1);
    try { wanted = decodeURIComponent(wanted); } catch { /* as it was typed */ }
    if (wanted) go(wanted, (address) => location.replace(address));
  }

  if (form) { // a template of the site's own may have none
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      go(form.elements.id.value.trim(), (address) => location.assign(address));
    });
  }
  addEventListener("hashchange", fromAddress);
  fromAddress();
})();
