/* Lets readers choose in which of its languages a text is shown. It runs where it stands, before what it hides has been
   drawn; paper always has all of them. The choice is kept for the other pages. */
(function () {
  "use strict";
  const box = document.currentScript.previousElementSibling, key = "reqsite-language";
  const buttons = Array.from(box.querySelectorAll("[data-speaks]"));
  if (!document.adoptedStyleSheets || !window.CSSStyleSheet) return;
  const sheet = new CSSStyleSheet();
  let chosen = "";
  try { chosen = localStorage.getItem(key) || ""; } catch (error) { /* nothing is kept here */ }
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  box.hidden = false;
  box.addEventListener("click", function (event) {
    const button = event.target.closest("[data-speaks]");
    if (!button) return;
    show(button.dataset.speaks);
    try { localStorage.setItem(key, button.dataset.speaks); } catch (error) { /* as above */ }
  });
  window.addEventListener("hashchange", reveal);
  document.addEventListener("DOMContentLoaded", reveal);
  show(buttons.some((button) => button.dataset.speaks === chosen) ? chosen : "");

  function show(language) {
    const has = '[data-languages~="' + language + '"]';
    buttons.forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.speaks === language)));
    sheet.replaceSync(language ? "@media screen { .rs-bilingual" + has + ' > [data-language]:not([data-language="' + language +
      '"]), .rs-bilingual:not(' + has + ") > .rs-translation { display: none; } }" : "");
  }

  /* A link leads to its text, whatever language that is in. */
  function reveal() {
    let name = location.hash.slice(1);
    try { name = decodeURIComponent(name); } catch (error) { /* it is no name of ours */ }
    const target = document.getElementById(name);
    const hidden = target && target.closest("[data-language]");
    if (!hidden || hidden.getClientRects().length) return;
    show("");
    target.scrollIntoView();
  }
})();
