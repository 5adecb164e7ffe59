/* `go.html#REQ-12` leads to the record, whatever the case and the zeros of the id. */
(function () {
  "use strict";
  const list = document.querySelector(".rs-go");
  if (!list) return;
  const none = document.querySelector(".rs-go-none");
  const short = (id) => id.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "").replace(/(^|\D)0+(?=\d)/g, "$1");
  const lines = [...list.children];

  function go() {
    let wanted = location.hash.slice(1);
    try { wanted = decodeURIComponent(wanted); } catch { /* as it was typed */ }
    if (!wanted) return;
    const line = lines.find((one) => one.id === wanted) || lines.find((one) => short(one.id) === short(wanted));
    if (line) return void location.replace(line.querySelector("a").href);
    none.querySelector("b").textContent = wanted;
    none.hidden = false;
  }

  addEventListener("hashchange", go);
  go();
})();
