/* Cards of terms: a word with an agreed meaning says it on hover, on focus, and on the first tap. Without this, and
   where the data cannot be had, the word is a plain link to its page. */
(function () {
  "use strict";
  var TERM = "a.rs-term", WAIT = 250, LEAVE = 350;
  var script = document.currentScript;
  if (!script || !document.querySelector(TERM)) return;
  var card = null, shown = null, wanted = null, timer = 0, loading = 0, touch = false;

  /* The data comes as a script, because a folder has no server to fetch from. */
  function load(then, otherwise) {
    if (window.REQSITE_TERMS) return then();
    if (loading) return loading.push(then);
    loading = [then];
    var data = document.createElement("script");
    data.src = new URL("terms.js", script.src).href;
    data.onload = function () { loading.forEach(function (call) { call(); }); loading = 0; };
    data.onerror = function () { loading = 0; if (otherwise) otherwise(); };
    document.head.appendChild(data);
  }

  function nameIn(link) {
    var path = link.getAttribute("href").split(/[?#]/)[0].replace(/\/$/, "");
    return path.slice(path.lastIndexOf("/") + 1).replace(/\.html$/, "");
  }

  function add(parent, tag, text, css, lang) {
    var element = document.createElement(tag);
    if (text) element.textContent = text;
    if (css) element.className = css;
    if (lang) element.lang = lang;
    parent.appendChild(element);
    return element;
  }

  function fill(term) {
    card.textContent = "";
    var name = add(card, "p", term.name, "rs-card-name");
    term.others.forEach(function (other) { add(name, "span", other[1], "", other[0]); });
    if (term.status) add(name, "span", term.status);
    if (term.text) add(card, "p", term.text);
    var list = term.lines.length ? add(card, "dl") : null;
    term.lines.forEach(function (line) {
      var row = add(list, "div");
      add(row, "dt", line[0]);
      add(row, "dd", line[1]);
    });
    if (touch) add(card, "p", window.REQSITE_TERMS.again, "rs-card-again");
  }

  function make() {
    card = document.createElement("div");
    card.id = "__rs-card";
    card.className = "rs-card";
    card.setAttribute("role", "tooltip");
    if (card.showPopover) card.popover = "manual"; else card.hidden = true;
    card.addEventListener("pointerenter", function () { clearTimeout(timer); });
    card.addEventListener("pointerleave", leave);
    document.body.appendChild(card);
  }

  /* Below the word, or above it where there is no room; it scrolls with the page. */
  function place(link) {
    var at = link.getClientRects()[0] || link.getBoundingClientRect();
    var width = document.documentElement.clientWidth, height = window.innerHeight;
    var left = Math.max(8, Math.min(at.left, width - card.offsetWidth - 8));
    var below = at.bottom + 4 + card.offsetHeight <= height || at.top < height - at.bottom;
    card.style.left = left + window.scrollX + "px";
    card.style.top = (below ? at.bottom + 4 : at.top - card.offsetHeight - 4) + window.scrollY + "px";
  }

  function open(link) {
    wanted = link;
    load(function () {
      var term = window.REQSITE_TERMS.terms[nameIn(link)];
      if (!term || wanted !== link || shown === link) return;
      close();
      if (!card) make();
      fill(term);
      if (card.showPopover) card.showPopover(); else card.hidden = false;
      place(link);
      link.setAttribute("aria-describedby", card.id);
      shown = wanted = link;
    }, function () { if (touch) location.href = link.href; });
  }

  function close() {
    clearTimeout(timer);
    wanted = null;
    if (!shown) return;
    shown.removeAttribute("aria-describedby");
    shown = null;
    if (card.hidePopover) card.hidePopover(); else card.hidden = true;
  }

  function leave() {
    clearTimeout(timer);
    timer = setTimeout(function () {
      if (!(shown && shown === document.activeElement && shown.matches(":focus-visible"))) close();
    }, LEAVE);
  }

  function termAt(event) {
    return event.target.closest ? event.target.closest(TERM) : null;
  }

  document.addEventListener("pointerover", function (event) {
    var link = termAt(event);
    if (!link || event.pointerType === "touch") return;
    touch = false;
    clearTimeout(timer);
    timer = setTimeout(open, WAIT, link);
  });
  document.addEventListener("pointerout", function (event) {
    if (termAt(event) && event.pointerType !== "touch") leave();
  });
  document.addEventListener("focusin", function (event) {
    var link = termAt(event);
    if (link && link.matches(":focus-visible")) { touch = false; open(link); }
  });
  document.addEventListener("focusout", function (event) {
    if (termAt(event)) leave();
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape" || !shown) return;
    close();
    event.stopPropagation();
  }, true);
  document.addEventListener("pointerdown", function (event) {
    touch = event.pointerType === "touch";
    if (shown && !card.contains(event.target) && termAt(event) !== shown) close();
  });
  document.addEventListener("click", function (event) {
    var link = termAt(event);
    if (!link || !touch || link === shown) return;
    event.preventDefault();
    open(link);
  });
})();
