/* The answers that came after this release was out: in the root of its store, where the release itself knows nothing of
   them. */
(function () {
  "use strict";
  const own = window.REQSITE_LATER, box = document.querySelector(".rs-versions"), mark = document.querySelector("meta[name=reqsite-store]");
  const places = [...document.querySelectorAll("[data-later]")], sums = [...document.querySelectorAll("[data-later-all]")];
  if (!own || !box || !mark || !(places.length + sums.length)) return;
  const address = (way) => new URL(way, location).href, root = address(box.dataset.root), store = address(mark.content);
  /* In a store a portal lies in the folder of its name; where it does not, the file above it would be a stranger's. */
  if (root.slice(store.length, -1).replace(/%2b/i, "+").replace(/\+e\d+$/, "") !== own.release) return;
  const script = document.createElement("script");
  script.src = store + "answers/" + encodeURIComponent(own.release) + ".js";
  script.addEventListener("load", () => {
    const came = window.REQSITE_ANSWERS;
    if (came && came.format === 1 && came.digest === own.digest) tell(came.answers.filter((answer) => Object.hasOwn(own.answers, answer[4])));
  });
  document.head.append(script);

  function make(tag, name, ...inside) {
    const node = document.createElement(tag);
    if (name) node.className = name;
    node.append(...inside);
    return node;
  }

  const labelOf = (role) => (Object.hasOwn(own.roles, role) ? own.roles[role] : role);
  const word = (answer) => make("span", "rs-vote rs-s-" + own.answers[answer][1], own.answers[answer][0]);

  function line(tag, [, role, name, date, answer, comment, key], ...before) {
    const day = make("time", "", date);
    day.dateTime = date;
    return make(tag, "", ...before, day, " " + labelOf(role) + own.pause + name + own.colon, word(answer), ...(key ? [" ", make("span", "rs-signed", own.signed + " ", make("code", "", key))] : []), ...(comment ? [" ", make("q", "rs-said", comment)] : []));
  }

  function tell(answers) {
    for (const place of places) {
      const role = place.dataset.laterRole, found = answers.filter((one) => one[0] === place.dataset.later && (!role || one[1] === role));
      if (!found.length) continue;
      if (role) place.replaceChildren(line("p", found.pop(), own.since + own.colon));
      else place.replaceChildren(make("p", "rs-part-name", own.since), make("ul", "rs-votes", ...found.map((one) => line("li", one))));
    }
    const last = new Map(answers.map((one) => [one[1] + "\n" + one[0], one]));
    for (const place of sums) sum(place, [...last.values()].filter((one) => !place.dataset.laterRole || one[1] === place.dataset.laterRole));
  }

  /* How many items each role has answered, and how: its last word on each; then what is in the way. */
  function sum(place, answers) {
    if (!answers.length) return;
    const roles = [...new Set(answers.map((one) => one[1]))].map((role) => {
      const given = answers.filter((one) => one[1] === role), ways = Object.keys(own.answers).map((way) => [way, given.filter((one) => one[4] === way).length]);
      return make("li", "", labelOf(role) + own.colon, ...ways.filter(([, count]) => count).flatMap(([way, count], at) => [at ? " · " : "", word(way), " " + count]), " · " + given.map((one) => one[3]).sort().pop());
    });
    const rest = place.dataset.laterRole ? [] : answers.filter((one) => one[4] !== "agree").map((one) => {
      const link = make("a", "", one[0] || own.whole);
      link.href = one[0] ? root + box.dataset.go + "#" + encodeURIComponent(one[0]) : location.href.split("#")[0];
      return line("li", one, link, " ");
    });
    place.replaceChildren(make(place.dataset.laterAll || "p", "rs-part-name", own.since), make("ul", "rs-votes", ...roles), ...(rest.length ? [make("ul", "rs-votes", ...rest)] : []));
  }
})();
