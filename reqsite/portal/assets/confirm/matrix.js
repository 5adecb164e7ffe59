/* The requirement matrix, from the list of requirements and from what a file beside it says of each of them. It waits
   for the script that all pages have, which knows how a table is filtered, sorted, shared and taken away. */
document.addEventListener("DOMContentLoaded", () => {
  "use strict";
  const root = document.querySelector("[data-standings]"), data = window.REQSITE_MATRIX;
  if (!root || !data || !window.reqsiteTable) return;
  const { Table, make, records, said, tone, ranked, languageOf } = window.reqsiteTable;
  const read = (name) => JSON.parse(root.querySelector(name).textContent);
  const words = read(".rs-words"), settings = read(".rs-settings"), way = root.dataset.root;
  const list = records("requirement", way);
  if (!list) return;
  const { rows, facets } = list, roles = settings.roles.length;
  const named = (name) => facets.find((facet) => facet.name === name);
  const place = (row, at) => data.rows[row.number][at];
  const number = (row) => { const count = place(row, roles); return count < 0 ? "" : String(count); };
  const last = (row) => data.releases[place(row, roles + 1)] || "";
  const first = (facet) => () => rows.map((row) => Math.min(...facet.of(row), facet.values.length));

  /* A role: sign and word, then who said it, when, and for which release. */
  function role([name, label], at) {
    const facet = named(name) || { values: [], of: () => [] };
    const value = (row) => facet.values[facet.of(row)[0]], by = (row) => data.said[place(row, at)] || "";
    return {
      name, label, rank: first(facet),
      text: (row) => { const found = value(row); return found ? settings.signs[found[0]] + " " + found[1] + (by(row) ? " (" + by(row) + ")" : "") : ""; },
      cell: (row) => make("td", { class: "rs-asked-role" }, ...(value(row) ? [make("span", { class: "rs-vote " + (tone(facet, row) || "") }, value(row)[1])] : []), ...(by(row) ? [" ", make("span", { class: "rs-count" }, ...by(row).split(/(\d{4}-\d\d-\d\d)/).map((part, at) => (at % 2 ? make("time", {}, part) : part)))] : [])),
    };
  }

  function linked(name, at) {
    const of = (row) => place(row, roles + at).map((record) => data.records[record]);
    return {
      name, label: words[name], text: (row) => of(row).map(([id]) => id).join(", "), rank: () => rows.map((row) => of(row).length),
      cell: (row) => make("td", {}, ...of(row).flatMap(([id, url], at) => [...(at ? [", "] : []), make("a", { href: way + url }, id)])),
    };
  }

  const plain = (name, label, text, rank) => ({ name, label, text, rank, cell: (row) => make("td", {}, text(row)) });
  const titled = (row) => [make("span", { class: "rs-id" }, row.id), ...(row.title ? [" ", make("span", { lang: languageOf(row.title, words) }, row.title)] : [])];
  const others = [
    ...settings.fields.map(named).filter(Boolean).map((facet) => ({ ...plain(facet.name, facet.label, (row) => said(facet, row), first(facet)), cell: (row) => make("td", { class: tone(facet, row) }, said(facet, row)) })),
    ...settings.roles.map(role),
    plain("changes", words.changes, number, () => rows.map((row) => place(row, roles))),
    { ...plain("last", words.last, last, () => rows.map((row) => place(row, roles + 1))), cell: (row) => make("td", { class: "rs-last" }, last(row)) },
    linked("goals", 2),
    linked("tests", 3),
  ];
  const id = { name: "id", label: words.id, text: (row) => row.id, cell: (row) => make("th", { scope: "row" }, make("a", { href: row.href }, ...titled(row)), ...(row.internal ? [" ", make("span", { class: "rs-internal" }, words.internal)] : [])) };
  const title = plain("title", words.title, (row) => row.title, () => ranked(rows, (row) => row.title, words));
  const asked = (facet) => settings.roles.some(([name]) => name === facet.name);
  Table(root, words, {
    title: root.querySelector("h1").textContent, style: "rs-matrix rs-cards", rows, columns: [id, ...others], csv: [id, title, ...others],
    facets: [...facets.filter(asked), ...facets.filter((facet) => !asked(facet))],
    text: (row) => row.id + "\n" + row.title + "\n" + row.more,
    mark: (row) => (row.live ? "" : "rs-not-live"),
  });
});
