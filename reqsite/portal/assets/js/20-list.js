/* A table that its reader filters, sorts, shares and takes away; the lists are made of it here, the matrices in the
   next part. Its state stands in the address, so that it can be shared and outlives a reload, also in a folder. */
(function () {
  "use strict";
  const PAGE = 100, OWN = ["q", "sort", "page"], HAN = /[\u3400-\u9fff]/;
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name]);
  const fold = (text) => text.normalize("NFKC").toLowerCase();

  function make(tag, attributes, ...inside) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (typeof value === "function") node.addEventListener(name, value);
      else if (value !== false && value !== undefined) node.setAttribute(name, value === true ? "" : value);
    }
    node.append(...inside);
    return node;
  }

  /* facets: [{name, label, values: [[raw, words]], of(row) → [place]}], columns: [{name, label, text(row), cell(row),
     rank: null | (rows) => [number]}], rows, text(row) → what is searched, head(tr, row) */
  function Table(root, words, table) {
    const { rows, columns } = table;
    const texts = rows.map((row) => fold(table.text(row)));
    const facets = table.facets.map(prepared).filter((facet) => facet.options.length > 1);
    const ranks = {};
    const cards = table.style.includes("rs-cards");
    const natural = columns.find((column) => !column.rank).name;
    let state, shown = rows.map((row, number) => number);

    const status = make("p", { role: "status", class: "rs-shown" });
    const active = make("p", { class: "rs-active" });
    const hidden = make("button", { type: "button", class: "rs-button rs-reset", hidden: true, click: () => go({}, true) });
    const note = make("p", { role: "status", class: "rs-note" });
    const search = make("input", { type: "search", class: "rs-input", autocomplete: "off", "aria-label": words.search, placeholder: words.search, input: () => go({ ...state, q: search.value, page: 0 }) });
    const order = make("select", { class: "rs-input", change: () => go({ ...state, sort: order.value, page: 0 }, true) },
      ...columns.flatMap((column) => ["", "-"].map((down) => make("option", { value: down + column.name }, column.label + (down ? " ↓" : " ↑")))));
    const heads = columns.map((column) => make("th", { scope: "col" }, make("button", { type: "button", class: "rs-sort", click: () => sortBy(column.name) }, column.label)));
    const body = make("tbody");
    const pager = make("nav", { class: "rs-pager", "aria-label": words.pages });
    const count = make("span", { class: "rs-count" });
    const box = make("details", { class: "rs-facets", open: matchMedia("(min-width: 76.25em)").matches }, make("summary", {}, words.filters + " ", count), ...facets.map(fieldset));
    const scroller = make("div", { class: "rs-scroller", role: "region", "aria-label": table.title, tabindex: 0 },
      make("table", { class: "rs-table " + table.style }, make("caption", { class: "rs-hidden-words" }, table.title), make("thead", {}, make("tr", {}, ...heads)), body));
    const tools = make("div", { class: "rs-tools" }, search,
      make("label", { class: "rs-order" }, words.sort + " ", order),
      make("button", { type: "button", class: "rs-button", click: share }, words.share),
      make("button", { type: "button", class: "rs-button", click: download }, words.csv));

    function prepared(facet, index) {
      const key = OWN.includes(facet.name) ? facet.name + "_" : facet.name;
      const of = rows.map((row) => facet.of(row));
      const bare = of.some((places) => !places.length);
      const options = facet.values.map(([raw, said]) => ({ raw, said })).concat(bare ? [{ raw: "", said: words.none }] : []);
      const none = bare ? [options.length - 1] : [];
      return { key, index, label: facet.label, options, of: of.map((places) => (places.length ? places : none)) };
    }

    function fieldset(facet) {
      const list = make("ul");
      for (const option of facet.options) {
        option.box = make("input", { type: "checkbox", change: () => choose(facet, option, option.box.checked) });
        option.count = make("span", { class: "rs-count" });
        option.only = make("button", { type: "button", class: "rs-only", "aria-label": fill(words.onlyOf, { value: option.said }), click: () => go({ ...state, [facet.key]: [option.raw], page: 0 }, true) }, words.only);
        list.append(make("li", {}, make("label", {}, option.box, " ", make("span", { class: "rs-value" }, option.said), " ", option.count), option.only));
      }
      return make("fieldset", { class: "rs-facet" }, make("legend", {}, facet.label), list);
    }

    function choose(facet, option, on) {
      const others = (state[facet.key] || []).filter((raw) => raw !== option.raw);
      go({ ...state, [facet.key]: on ? [...others, option.raw] : others, page: 0 }, true);
    }

    function sortBy(name) {
      go({ ...state, sort: state.sort === name ? "-" + name : name, page: 0 }, true);
    }

    /* The address says the state: #priority=P0,P1&q=stock&sort=-title&page=2 */
    function read() {
      const found = {};
      for (const part of location.hash.slice(1).split("&")) {
        const at = part.indexOf("=");
        if (at < 1) continue;
        const name = part.slice(0, at), values = part.slice(at + 1).split(",").map(decoded);
        if (name === "page") found.page = Math.max(0, (parseInt(values[0], 10) || 1) - 1);
        else if (OWN.includes(name)) found[name] = values.join(",");
        else if (facets.some((facet) => facet.key === name)) found[name] = values;
      }
      return found;
    }

    function decoded(text) {
      try { return decodeURIComponent(text); } catch (e) { return text; }
    }

    function written() {
      const parts = facets.filter((facet) => (state[facet.key] || []).length).map((facet) => facet.key + "=" + state[facet.key].map(encodeURIComponent).join(","));
      if (state.q) parts.push("q=" + encodeURIComponent(state.q));
      if (state.sort) parts.push("sort=" + encodeURIComponent(state.sort));
      if (state.page) parts.push("page=" + (state.page + 1));
      return parts.length ? "#" + parts.join("&") : "";
    }

    /* A new state; `step`: one that the Back button leads back from. */
    function go(next, step) {
      state = next;
      const address = location.href.split("#")[0] + written();
      if (address !== location.href) history[step ? "pushState" : "replaceState"](null, "", address);
      show();
    }

    function show() {
      const tests = facets.map((facet) => {
        const chosen = state[facet.key] || [];
        return chosen.length ? facet.options.map((option) => chosen.includes(option.raw)) : null;
      });
      const asked = fold(state.q || "").split(/\s+/).filter(Boolean);
      const counts = facets.map((facet) => facet.options.map(() => 0));
      shown = [];
      for (let number = 0; number < rows.length; number++) {
        if (!asked.every((word) => texts[number].includes(word))) continue;
        let failed = -1, fails = 0;
        for (let f = 0; f < facets.length && fails < 2; f++) {
          if (tests[f] && !facets[f].of[number].some((place) => tests[f][place])) { failed = f; fails++; }
        }
        if (!fails) shown.push(number);
        if (fails < 2) for (let f = 0; f < facets.length; f++) if (!fails || f === failed) for (const place of facets[f].of[number]) counts[f][place]++;
      }
      sort();
      state.page = Math.min(state.page || 0, Math.max(0, Math.ceil(shown.length / PAGE) - 1));
      let chosen = 0;
      facets.forEach((facet, f) => facet.options.forEach((option, place) => {
        const on = Boolean(tests[f] && tests[f][place]);
        chosen += on;
        option.box.checked = on;
        option.count.textContent = "(" + counts[f][place] + ")";
      }));
      count.textContent = chosen ? "(" + chosen + ")" : "";
      if (search.value !== (state.q || "")) search.value = state.q || "";
      order.value = state.sort || natural;
      heads.forEach((head, place) => {
        const on = (state.sort || natural).replace(/^-/, "") === columns[place].name;
        if (on) head.setAttribute("aria-sort", (state.sort || "")[0] === "-" ? "descending" : "ascending");
        else head.removeAttribute("aria-sort");
      });
      status.textContent = shown.length ? fill(words.shown, { count: shown.length, total: rows.length }) : words.nothing;
      active.textContent = filter();
      hidden.hidden = shown.length === rows.length;
      hidden.textContent = fill(words.hidden, { count: rows.length - shown.length });
      if (note.textContent) note.replaceChildren();
      draw(state.page * PAGE, PAGE);
      turn();
    }

    function sort() {
      const name = (state.sort || "").replace(/^-/, ""), column = columns.find((one) => one.name === name);
      const down = (state.sort || "")[0] === "-" ? -1 : 1;
      if (!column || (!column.rank && down === 1)) return;
      const rank = ranks[name] || (ranks[name] = column.rank ? column.rank(rows) : rows.map((row, number) => number));
      shown.sort((a, b) => down * (rank[a] - rank[b]) || a - b);
    }

    function draw(start, count) {
      body.replaceChildren(...shown.slice(start, start + count).map((number) => {
        const row = rows[number];
        return make("tr", { class: table.mark(row) || false }, ...columns.map(cards ? (column) => labelled(column.cell(row), column.label) : (column) => column.cell(row)));
      }));
    }

    function labelled(cell, label) {
      cell.dataset.label = label;
      return cell;
    }

    function turn() {
      const last = Math.ceil(shown.length / PAGE) - 1, from = state.page * PAGE;
      pager.hidden = last < 1;
      if (last < 1) return;
      const button = (label, page, off) => make("button", { type: "button", class: "rs-button", "aria-disabled": off && "true", click: () => off || flip(page) }, label);
      pager.replaceChildren(button("← " + words.previous, state.page - 1, state.page === 0),
        make("span", {}, fill(words.range, { from: from + 1, to: Math.min(from + PAGE, shown.length), count: shown.length })),
        button(words.next + " →", state.page + 1, state.page === last));
    }

    function flip(page) {
      go({ ...state, page }, true);
      scroller.focus({ preventScroll: true });
      root.scrollIntoView();
    }

    function share() {
      const copied = () => note.replaceChildren(words.shared);
      const offered = () => {
        const field = make("input", { readonly: true, value: location.href, class: "rs-input", "aria-label": words.link });
        note.replaceChildren(field);
        field.select();
      };
      if (navigator.clipboard) navigator.clipboard.writeText(location.href).then(copied, offered);
      else offered();
    }

    function filter() {
      const parts = facets.filter((facet) => (state[facet.key] || []).length).map((facet) =>
        facet.label + " = " + facet.options.filter((option) => state[facet.key].includes(option.raw)).map((option) => option.said).join(" / "));
      if (state.q) parts.push(words.search + ": " + state.q);
      return parts.join("; ");
    }

    /* A spreadsheet takes a cell that begins with one of these for a formula. */
    function cell(value) {
      const text = /^[=+\-@\t\r]/.test(value) ? "'" + value : value;
      return '"' + text.replace(/"/g, '""') + '"';
    }

    function download() {
      const named = filter(), fields = table.csv || columns;
      const lines = named ? [[words.filter + ": " + named]] : [];
      lines.push(fields.map((field) => field.label), ...shown.map((number) => fields.map((field) => field.text(rows[number]))));
      const text = "\ufeff" + lines.map((line) => line.map(cell).join(",")).join("\r\n") + "\r\n";
      const url = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
      const name = [words.site, table.title].filter(Boolean).join(" - ").replace(/[\\/:*?"<>|\x00-\x1f]+/g, " ");
      make("a", { href: url, download: name + ".csv" }).click();
      setTimeout(() => URL.revokeObjectURL(url), 10000);
    }

    const again = () => { state = read(); show(); };
    addEventListener("popstate", again);
    addEventListener("beforeprint", () => draw(0, shown.length));
    addEventListener("afterprint", () => draw(state.page * PAGE, PAGE));
    again();
    root.querySelector(".rs-plain").replaceWith(make("div", { class: "rs-browse" + (facets.length ? "" : " rs-no-facets") }, ...(facets.length ? [box] : []),
      make("div", { class: "rs-results" }, tools, make("div", { class: "rs-state" }, status, active, hidden, note), scroller, pager)));
  }

  /* What one kind's records look like, for the lists and for the matrices */
  function records(kind, base) {
    const data = window["REQSITE_LIST_" + kind];
    if (!data) return null;
    const places = (value) => (typeof value === "number" ? (value < 0 ? [] : [value]) : value);
    const rows = data.rows.map(([id, title, flags, more, url, ...cells], number) => ({ number, id, title, more, cells, live: flags & 1, internal: flags & 2, href: base + data.folder + (url || encodeURIComponent(id) + data.suffix) }));
    const facets = data.fields.map(([name, label, values], index) => ({ name, label, values, of: (row) => places(row.cells[index]) }));
    return { rows, facets };
  }

  const said = (facet, row) => facet.of(row).map((place) => facet.values[place][1]).join(", ");
  const tone = (facet, row) => { const value = facet.values[facet.of(row)[0]]; return Boolean(value && value[2]) && "rs-s-" + value[2]; };
  const collator = (words) => new Intl.Collator(words.language === "zh" ? "zh-u-co-pinyin" : words.language, { numeric: true });

  function ranked(rows, text, words) {
    const compare = collator(words).compare, texts = rows.map(text), rank = [];
    rows.map((row, number) => number).sort((a, b) => compare(texts[a], texts[b])).forEach((number, place) => { rank[number] = place; });
    return rank;
  }

  function languageOf(text, words) {
    return words.language !== "zh" && HAN.test(text) ? "zh-Hans" : false;
  }

  window.reqsiteTable = { Table, make, records, said, tone, ranked, languageOf, fill };

  const root = document.querySelector("[data-list]");
  const found = root && records(root.dataset.list, root.dataset.root);
  if (!found) return;
  const words = JSON.parse(root.querySelector(".rs-words").textContent);
  const { rows, facets } = found;
  const columns = [
    { name: "id", label: words.id, text: (row) => row.id, cell: (row) => make("th", { scope: "row" }, make("a", { href: row.href }, row.id), ...(row.internal ? [" ", make("span", { class: "rs-internal" }, words.internal)] : [])) },
    { name: "title", label: words.title, text: (row) => row.title, cell: (row) => make("td", { lang: languageOf(row.title, words) }, row.title), rank: () => ranked(rows, (row) => row.title, words) },
    ...root.dataset.columns.split(" ").filter(Boolean).map((name) => facets.find((one) => one.name === name)).map((facet) => ({
      name: facet.name, label: facet.label, text: (row) => said(facet, row),
      cell: (row) => make("td", { class: tone(facet, row) }, said(facet, row)),
      rank: () => rows.map((row) => Math.min(...facet.of(row), facet.values.length)),
    })),
  ];
  const extra = facets.filter((facet) => !columns.some((column) => column.name === facet.name)).map((facet) => ({ label: facet.label, text: (row) => said(facet, row) }));
  Table(root, words, {
    title: root.querySelector("h1").textContent, style: "rs-list", rows, facets, columns, csv: [...columns, ...extra],
    text: (row) => row.id + "\n" + row.title + "\n" + row.more,
    mark: (row) => (row.live ? "" : "rs-not-live"),
  });
})();
