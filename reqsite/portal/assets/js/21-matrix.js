/* The matrix of two groups of records, from the files with the records of both kinds and the links between them. */
(function () {
  "use strict";
  const root = document.querySelector("[data-matrix]");
  if (!root || !window.reqsiteTable) return;
  const { Table, make, records, said, tone, ranked, languageOf, fill } = window.reqsiteTable;
  const words = JSON.parse(root.querySelector(".rs-words").textContent);
  const settings = JSON.parse(root.querySelector(".rs-settings").textContent);
  const above = records(settings.above, settings.root), below = records(settings.below, settings.root);
  const data = window["REQSITE_LINKS_" + settings.links];
  if (!above || !below || !data) return;

  const STATES = ["gap", "accepted", "linked", "apart"];
  const fieldOf = (side, name) => side.facets.find((facet) => facet.name === name);
  const typeOf = (side) => { const facet = fieldOf(side, "type"); return (row) => facet && facet.values[facet.of(row)[0]][0]; };
  const ownType = typeOf(above), otherType = typeOf(below);

  /* linked: for each record of the upper group a map for each column, from the other record to the names of the links */
  const rows = above.rows.filter((row) => !settings.aboveType || ownType(row) === settings.aboveType);
  const linked = new Map(rows.map((row) => [row.number, settings.heads.map(() => new Map())]));
  for (let at = 0; at < data.links.length; at += 3) {
    const [first, second, code] = data.links.slice(at, at + 3);
    const [name, inverse, direction] = data.types[code < 0 ? -1 - code : code];
    const ofFirst = code >= 0;
    if (settings.above === settings.below) {
      add(first, second, name, { up: 0, down: 1 }[direction]);
      add(second, first, inverse || name, { up: 1, down: 0 }[direction]);
    } else if (settings.forward) add(first, second, ofFirst ? name : inverse);
    else add(second, first, ofFirst ? inverse : name);
  }

  function add(here, there, name, column) {
    const found = linked.get(here), other = below.rows[there];
    if (!found || (settings.belowType && otherType(other) !== settings.belowType)) return;
    const links = found[settings.same ? (column === undefined ? 2 : column) : 0];
    if (!links.has(other)) links.set(other, new Set());
    links.get(other).add(name);
  }

  function stateOf(row) {
    if (!row.live) return 3;
    if (linked.get(row.number).some((links) => [...links.keys()].some((other) => other.live))) return 2;
    return row.id in settings.accepted ? 1 : 0;
  }

  for (const row of rows) row.state = stateOf(row);
  rows.sort((a, b) => a.state - b.state || a.number - b.number);
  const used = STATES.map((name, state) => state).filter((state) => rows.some((row) => row.state === state));

  const status = fieldOf(above, "status"), otherStatus = fieldOf(below, "status");
  const nameOf = (row) => (row.title ? row.id + " " + row.title : row.id);
  const how = (other, names) => [...names].join(", ") + (other.live || !otherStatus ? "" : "; " + said(otherStatus, other));
  const reason = (row) => (row.state === 1 && settings.accepted[row.id] ? fill(words.reason, { reason: settings.accepted[row.id] }) : "");

  function link(row) {
    const inside = [make("span", { class: "rs-id" }, row.id)];
    if (row.title) inside.push(" ", make("span", { lang: languageOf(row.title, words) }, row.title));
    const name = make("a", { href: row.href }, ...inside);
    return row.internal ? [name, " ", make("span", { class: "rs-internal" }, words.internal)] : [name];
  }

  /* As link, with as few elements as can be: a page of a hundred rows may hold a thousand of them. */
  function brief(row) {
    return row.internal || languageOf(row.title, words) ? link(row) : [make("a", { href: row.href }, nameOf(row))];
  }

  const partners = settings.heads.map((label, column) => ({
    name: "links" + (column || ""), label,
    text: (row) => [...linked.get(row.number)[column]].map(([other, names]) => nameOf(other) + " (" + how(other, names) + ")").join("; "),
    cell: (row) => {
      const found = [...linked.get(row.number)[column]];
      return make("td", {}, ...(found.length ? [make("ul", { class: "rs-hows" }, ...found.map(([other, names]) => make("li", {}, ...brief(other), " (" + how(other, names) + ")")))] : []));
    },
    rank: () => rows.map((row) => linked.get(row.number)[column].size),
  }));
  const suspects = (row) => Object.entries(settings.suspect[row.id] || {}).map(([other, why]) => other + ": " + why);
  const anySuspect = rows.some((row) => row.id in settings.suspect);
  const columns = [
    { name: "id", label: settings.name, text: nameOf, cell: (row) => make("th", { scope: "row" }, ...link(row)), rank: () => rows.map((row) => row.number) },
    { name: "trace", label: words.trace, text: (row) => [words[STATES[row.state]], reason(row)].filter(Boolean).join(". "),
      cell: (row) => make("td", { class: "rs-t" }, words[STATES[row.state]], ...(reason(row) ? [make("br"), make("span", { class: "rs-reason" }, reason(row))] : [])) },
    ...(status ? [{ name: "status", label: words.status, text: (row) => said(status, row), cell: (row) => make("td", { class: tone(status, row) }, said(status, row)), rank: () => rows.map((row) => Math.min(...status.of(row), status.values.length)) }] : []),
    ...partners,
    ...(anySuspect ? [{ name: "suspect", label: words.suspect, text: (row) => suspects(row).join("; "), rank: () => rows.map((row) => -suspects(row).length),
      cell: (row) => make("td", {}, ...suspects(row).map((said) => make("span", { class: "rs-suspect" }, make("span", { "aria-hidden": "true" }, "⚠"), " " + said))) }] : []),
  ];
  Table(root, words, {
    title: root.querySelector("h1").textContent, style: "rs-matrix rs-cards", rows, columns,
    facets: [{ name: "trace", label: words.trace, values: used.map((state) => [STATES[state], words[STATES[state]]]), of: (row) => [used.indexOf(row.state)] },
      ...(anySuspect ? [{ name: "suspect", label: words.suspect, values: [["yes", words.isSuspect], ["no", words.notSuspect]], of: (row) => [row.id in settings.suspect ? 0 : 1] }] : []), ...above.facets],
    text: (row) => nameOf(row) + "\n" + row.more + "\n" + partners.map((column) => column.text(row)).join("\n"),
    mark: (row) => "rs-t-" + STATES[row.state],
  });
})();
