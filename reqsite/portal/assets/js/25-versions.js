/* Which release this is and what has become of it: the menu in the header, and the notes above a page. The root of a
   store knows what came after this portal; a copy away from its store has a list of its own. */
(function () {
  "use strict";
  const box = document.querySelector(".rs-versions");
  if (!box) return;
  const { make, fill } = window.reqsiteTable, words = box.dataset, link = box.querySelector("a");
  const address = (way) => new URL(way, location).href, mark = document.querySelector("meta[name=reqsite-store]");
  const root = address(words.root), store = mark && address(mark.content);
  /* In a store a portal lies in the folder of its name; where it does not, the file above it would be a stranger's. */
  const folder = store && root.slice(store.length, -1).replace(/%2b/i, "+");
  const load = (path, then) => document.head.append(make("script", { src: path, load: then, error: then }));

  if (store && folder.replace(/\+e\d+$/, "") === words.folder) {
    load(store + "versions.js", () => {
      const data = window.REQSITE_VERSIONS;
      if (data && data.format === 1) tell(data);
      else alone();
    });
  } else alone();

  function alone() {
    if (words.own) menu((show) => load(root + words.own, () => show((window.REQSITE_OWN_RELEASES || []).map(([name, title, date, url]) =>
      [name, title, [date], root + url, name === words.folder]), link.href)));
  }

  function tell({ releases, withdrawn, until, replaced, latest, draft }) {
    const today = new Date().toLocaleDateString("sv"), place = (name) => releases.findIndex((one) => one.folder === name);
    const own = place(folder), gone = withdrawn[folder], other = replaced[folder], isDraft = folder === "next", all = store + "index.html";
    const said = ({ folder: name, date, final }) => [date, name === latest && words.newest, !final && words.preview,
      withdrawn[name] && words.withdrawn, replaced[name] && words.replaced,
      until[name] && (until[name] < today ? words.expired : fill(words.until, { date: until[name] }))];
    const listed = own < 0 && !isDraft ? [...releases, { folder, title: "", final: true }] : releases;
    menu((show) => show([...listed.map((one) => [one.folder, one.title, said(one), there(one.folder), one.folder === folder]),
      ...(draft ? [[words.draft, "", [], there("next"), isDraft]] : [])], all));
    const way = document.querySelector(".rs-to-store");
    if (way) {
      way.href = all;
      way.parentNode.hidden = false;
    }
    for (const button of document.querySelectorAll("[data-copy=latest]")) if (latest) {
      button.dataset.href = there("latest");
      button.hidden = false;
    }
    for (const button of isDraft ? [] : document.querySelectorAll("[data-pinned]")) button.textContent = button.dataset.pinned;
    const cited = document.querySelector(".rs-cited");
    if (cited && cited.dataset.release !== folder && place(cited.dataset.release) >= 0) cited.append(cited.querySelector("a") ? " · " : words.gap, make("a", { href: store + encodeURIComponent(cited.dataset.release) + "/" + words.go + "#" + encodeURIComponent(cited.dataset.cited) }, fill(words.asof, { version: cited.dataset.release })));
    const banner = document.querySelector(".rs-banner");
    if (banner && own >= 0 && releases[own].final && latest) banner.append(" · " + (latest === folder ? banner.dataset.newest : banner.dataset.older));
    if (gone) note(fill(words.recalled, gone), "", "rs-bad");
    if (until[folder] < today) note(fill(words.over, { date: until[folder] }));
    if (other) note(fill(words.edition, { version: other }), other);
    const at = place(latest), last = at >= 0 && latest !== folder && latest !== other;
    if (last && (gone || own < 0 || own > at || !releases[own].final)) note(fill(words.latest, { version: latest, date: releases[at].date }), latest);
  }

  function note(text, name, style) {
    document.querySelector(".rs-standing").append(make("p", { class: style }, text, ...(name ? [words.gap, make("a", { href: there(name) }, words.open)] : [])));
  }

  /* The same record by its id, the same page where every portal has it, else the first page of the other one. */
  function there(name) {
    const record = document.querySelector(".rs-record"), path = location.href.slice(root.length).replace(/[?#].*/, "");
    const everywhere = /^((document|glossary|go|releases|requirements|traceability)\/)?(index\.html)?$|^(glossary|go)\.html$/.test(path);
    return store + encodeURIComponent(name) + "/" + (record ? words.go + "#" + encodeURIComponent(record.dataset.id) : everywhere && path || "index.html");
  }

  /* `fillIn` is asked for the lines once, when somebody wants to see them. */
  function menu(fillIn) {
    const list = make("ul", { id: "rs-versions", hidden: true });
    const button = make("button", { type: "button", "aria-expanded": "false", "aria-controls": list.id, click: () => turn(list.hidden) }, ...link.childNodes);
    const line = (href, here, ...inside) => make("li", {}, make("a", { href, "aria-current": here && "true" }, ...inside));
    const show = (lines, all) => list.replaceChildren(...lines.map(([name, title, said, href, here]) =>
      line(href, here, make("b", {}, name), " " + title, make("small", {}, said.filter(Boolean).join(" · ")))), line(all, false, words.all));
    const turn = (on) => {
      list.hidden = !on;
      button.setAttribute("aria-expanded", on);
      if (on && !list.firstChild) fillIn(show);
    };
    link.replaceWith(button, list);
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || list.hidden) return;
      turn(false);
      button.focus();
    });
    for (const name of ["focusin", "pointerdown"]) document.addEventListener(name, (event) => box.contains(event.target) || turn(false));
  }
})();
