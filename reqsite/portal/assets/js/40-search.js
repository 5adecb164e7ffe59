/* `go.html#REQ-12` leads to the record, whatever the case and the zeros of the id; its box does the same. */
(function () {
  "use strict";
  const list = document.querySelector(".rs-go");
  if (!list) return;
  const none = document.querySelector(".rs-go-none"), form = document.querySelector(".rs-go-form");
  const short = (id) => id.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "").replace(/(^|\D)0+(?=\d)/g, "$1");
  const lines = [...list.children];

  function go(wanted, open) {
    const line = lines.find((one) => one.id === wanted) || lines.find((one) => short(one.id) === short(wanted));
    if (line) return void open(line.querySelector("a").href);
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
