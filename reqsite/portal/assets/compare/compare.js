/* Any two releases compared, from the data beside the page: first what became of each record, which is known from
   numbers, then the texts of those that are looked at. */
(function () {
  "use strict";

  /* ---- The words of a text: what a reader takes for one thing is one word. As history/tokens.py. */

  const HAN = "\\p{sc=Han}", LETTER = `(?:(?![${HAN}\\p{sc=Hira}\\p{sc=Kana}])[\\p{L}\\p{M}\\p{N}_])+`;
  const WORD = new RegExp([
    `${HAN}+(?: ${HAN}+)*`, "(?:https?|ftp)://[^\\s<>\"'，。；、（）]+(?<![.,;:!?)])", "\\d+(?:[.,:/-]\\d+)*(?:[%％‰]|(?![\\p{L}\\p{N}_])|(?=[" + HAN + "]))",
    `${LETTER}(?:[-'’.&+/]${LETTER})*`, "[\\p{sc=Hira}\\p{sc=Kana}ー]+", "[<>=!]=|[-=]>|\\.\\.\\.|--|……|——|\\S",
  ].map((one) => one + "\\s*").join("|"), "gu");
  const NUMBER = /^(?:\d[\d.,:/-]*|[一二两三四五六七八九十百千万半]{1,8})$/, IS_HAN = new RegExp(`^${HAN}`, "u"), IS_WORD = /^[\p{L}\p{N}_]/u;
  const UNIT = /^(?:[A-Za-zµμ°]{1,3}|[%％‰]|seconds?|minutes?|hours?|days?|weeks?|months?|years?|毫秒|微秒|秒钟?|分钟?|小时|个?工作日|个月|个小时|[个天日周月年次条人名位笔项台份页行字元万亿米倍度])$/;
  const SMALL = /^(?:[a-z]{1,2}|an|the|and|for|are|its|this|that|with|from|[的了和与及或在是对将并中为被于以也都而其所等])$/;
  const segmenter = window.Intl && Intl.Segmenter && new Intl.Segmenter("zh", { granularity: "word" });

  /* A run of Han characters as words, blanks inside it kept and seen through */
  const cut = remembered((run) => {
    const bare = run.replace(/ /g, ""), pieces = [];
    let place = 0;
    for (const word of segmenter ? [...segmenter.segment(bare)].map((one) => one.segment) : bare) {
      let end = place;
      for (let left = word.length; left || run[end] === " "; end++) if (run[end] !== " ") left--;
      pieces.push(run.slice(place, end));
      place = end;
    }
    return pieces;
  });
  /* → {words, pieces}: each piece is a word with the white space behind it */
  const tokens = remembered((text) => {
    const pieces = [];
    for (const piece of text.trim().match(WORD) || []) {
      if (!IS_HAN.test(piece) || piece.length < 2) pieces.push(piece);
      else {
        const run = piece.trimEnd();
        pieces.push(...cut(run));
        pieces[pieces.length - 1] += piece.slice(run.length);
      }
    }
    return { words: pieces.map((piece) => (IS_HAN.test(piece) ? piece.replace(/\s/g, "") : piece.trimEnd())), pieces };
  });

  function remembered(make) {
    const known = new Map();
    return (key) => {
      if (known.size > 20000) known.clear();
      if (!known.has(key)) known.set(key, make(key));
      return known.get(key);
    };
  }

  /* ---- What two rows have in common: a shortest edit where it is small, else anchors. As history/matching.py. */

  const MOST_EDITS = 64, DEEPEST = 8;

  function matches(old, now) {
    const pairs = [], parts = [[0, old.length, 0, now.length, DEEPEST]];
    while (parts.length) {
      let [start, end, from, to, depth] = parts.pop();
      while (start < end && from < to && old[start] === now[from]) pairs.push([start++, from++]);
      while (start < end && from < to && old[end - 1] === now[to - 1]) pairs.push([--end, --to]);
      if (start === end || from === to) continue;
      const one = old.slice(start, end), other = now.slice(from, to), found = shortest(one, other);
      if (!found && !depth) continue;
      let last = [start, from];
      for (const [a, b] of found || anchors(one, other)) {
        pairs.push([start + a, from + b]);
        if (!found) parts.push([last[0], start + a, last[1], from + b, depth - 1]);
        last = [start + a + 1, from + b + 1];
      }
      if (!found && (last[0] > start || last[1] > from)) parts.push([last[0], end, last[1], to, depth - 1]);
    }
    return pairs.sort((a, b) => a[0] - b[0]);
  }

  function shortest(old, now) {
    const n = old.length, m = now.length, zero = MOST_EDITS + 1, trace = [];
    if (Math.abs(n - m) > MOST_EDITS) return null;
    const reach = new Int32Array(2 * zero + 1);
    const down = (furthest, k, d) => k === -d || (k !== d && furthest[zero + k - 1] < furthest[zero + k + 1]);
    for (let d = 0; d <= Math.min(n + m, MOST_EDITS); d++) {
      trace.push(reach.slice());
      for (let k = -d; k <= d; k += 2) {
        let x = down(reach, k, d) ? reach[zero + k + 1] : reach[zero + k - 1] + 1;
        while (x < n && x - k < m && old[x] === now[x - k]) x++;
        reach[zero + k] = x;
        if (x >= n && x - k >= m) return walked(trace, n, m, zero, down);
      }
    }
    return null;
  }

  function walked(trace, x, y, zero, down) {
    const pairs = [];
    for (let d = trace.length - 1; d > 0; d--) {
      const k = x - y, came = down(trace[d], k, d), before = trace[d][zero + (came ? k + 1 : k - 1)];
      while (x > before + (came ? 0 : 1)) pairs.push([--x, --y]);
      x = before;
      y = before - (came ? k + 1 : k - 1);
    }
    while (x > 0 && y > 0) pairs.push([--x, --y]);
    return pairs.reverse();
  }

  /* The longest row, growing in both, of members that occur once in each */
  function anchors(old, now) {
    const places = once(old), again = once(now), tails = [], row = [], before = [];
    const candidates = now.map((member, place) => [places.get(member), place]).filter(([a, b]) => a >= 0 && again.get(now[b]) >= 0);
    candidates.forEach(([place], number) => {
      let low = 0, high = tails.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (candidates[tails[middle]][0] < place) low = middle + 1;
        else high = middle;
      }
      before[number] = low ? tails[low - 1] : -1;
      tails[low] = number;
    });
    for (let at = tails.length ? tails[tails.length - 1] : -1; at >= 0; at = before[at]) row.push(candidates[at]);
    return row.reverse();
  }

  function once(members) {
    const places = new Map();
    members.forEach((member, place) => places.set(member, places.has(member) ? -1 : place));
    return places;
  }

  /* ---- Where words differ as a reader would mark it: [start, end, start, end] … As history/word_changes.py. */

  const LIGHT = 4, HEAVY = 16, FURTHEST = 64, HEAVIEST_WORD = 10, LITTLE = 0.3;

  function changes(old, now) {
    let found = between(matches(old, now), old.length, now.length);
    if (!found.length) return found;
    found = withUnits(joined(moved(found, old, now), old, now), old, now);
    const stayed = weight(old) - sum(found, (one) => weight(old.slice(one[0], one[1])));
    const little = found.length === 1 ? stayed <= 1 && !side(found[0]) : stayed < LITTLE * Math.min(weight(old), weight(now));
    return little ? [[0, old.length, 0, now.length]] : found;
  }

  const sum = (all, of) => all.reduce((total, one) => total + of(one), 0);
  const side = ([start, end, from, to]) => (start === end ? "ins" : from === to ? "del" : "");
  const weigh = (word) => (SMALL.test(word) ? 1 : IS_HAN.test(word) ? 2 * word.length : IS_WORD.test(word) ? Math.min(word.length, HEAVIEST_WORD) : 0);
  const weight = (words) => sum(words, weigh);

  function between(pairs, length, other) {
    const found = [];
    let start = 0, from = 0;
    for (const [here, there] of [...pairs, [length, other]]) {
      if (here > start || there > from) found.push([start, here, from, there]);
      start = here + 1;
      from = there + 1;
    }
    return found;
  }

  /* What was only put in, or only taken out, moved to where a sentence or clause begins */
  function moved(found, old, now) {
    const border = (words, place) => {
      if (place === 0 || place === words.length || /^[.!?。！？;；]$/.test(words[place - 1])) return 3;
      return /^[,:，、：)）]$/.test(words[place - 1]) ? 2 : 0;
    };
    let last = 0;
    return found.map((change, number) => {
      const kind = side(change);
      let best = 0;
      if (kind) {
        const words = kind === "ins" ? now : old, [start, end] = kind === "ins" ? change.slice(2) : change;
        const next = number + 1 < found.length ? found[number + 1][0] : old.length;
        const room = { "-1": change[0] - last, 1: next - change[1] };
        let most = border(words, start) + border(words, end);
        for (const step of [-1, 1]) {
          for (let shift = step; Math.abs(shift) <= Math.min(room[step], FURTHEST); shift += step) {
            const edge = step < 0 ? shift : shift - 1;
            if (words[start + edge] !== words[end + edge]) break;
            const score = border(words, start + shift) + border(words, end + shift);
            if (score > most) [most, best] = [score, shift];
          }
        }
      }
      const whole = change.map((place) => place + best);
      last = whole[1];
      return whole;
    });
  }

  /* Those joined between which too little stayed: a comma, "the", one Han character */
  function joined(found, old, now) {
    const all = [];
    for (const change of found) {
      let whole = [...change, Math.max(weight(old.slice(change[0], change[1])), weight(now.slice(change[2], change[3])))];
      while (all.length) {
        const last = all[all.length - 1], stayed = weight(old.slice(last[1], whole[0])), one = side(last), other = side(whole);
        if ((one && one === other) || stayed >= (one || other ? LIGHT : Math.max(LIGHT, Math.min(HEAVY, last[4], whole[4])))) break;
        all.pop();
        whole = [last[0], whole[1], last[2], whole[3], last[4] + stayed + whole[4]];
      }
      all.push(whole);
    }
    return all.map((change) => change.slice(0, 4));
  }

  /* A number changes with its unit */
  function withUnits(found, old, now) {
    const grown = [];
    for (let [start, end, from, to] of found) {
      const last = grown[grown.length - 1] || [0, 0, 0, 0], is = (rule, ...given) => given.some((word) => word && rule.test(word));
      const first = [start < end && old[start], from < to && now[from]], ends = [start < end && old[end - 1], from < to && now[to - 1]];
      if (start > last[1] && from > last[3] && NUMBER.test(old[start - 1]) && is(UNIT, ...first)) [start, from] = [start - 1, from - 1];
      if (end < old.length && old[end] === now[to] && UNIT.test(old[end]) && is(NUMBER, ...ends)) [end, to] = [end + 1, to + 1];
      if (grown.length && (start <= last[1] || from <= last[3])) grown[grown.length - 1] = [last[0], Math.max(end, last[1]), last[2], Math.max(to, last[3])];
      else grown.push([start, end, from, to]);
    }
    return grown;
  }

  /* ---- Which blocks belong together: equal ones, then by the words they share. As history/alignment.py. */

  const MOST_PAIRS = 2500, ALIKE = 0.4, ONE_TO_ONE = 0.2, OTHER_NAME = 0.75;
  const block = (said) => {
    const [kind, depth, marker, ...cells] = typeof said === "string" ? ["p", 0, "", said] : said;
    return { kind, depth, marker, cells, group: "rc-".includes(kind) ? kind : "", text: cells.join("\x1f") };
  };
  const wordsOf = remembered((text) => {
    const found = [...new Set(tokens(text).words)], named = found.filter((word) => IS_WORD.test(word));
    return new Set(named.length ? named : found);
  });

  function likeness(old, now) {
    const one = wordsOf(old.text), other = wordsOf(now.text);
    if (old.group !== now.group) return 0;
    if (!one.size || !other.size) return Number(one.size === other.size);
    const shared = sum([...one], (word) => other.has(word)), alike = shared / 2 / one.size + shared / 2 / other.size;
    if (old.kind !== "r") return alike;
    return old.cells[0] === now.cells[0] ? 0.5 + alike / 2 : alike * OTHER_NAME;
  }

  /* → rows {old, now} in one order, one of the two null for what came or went; `moved` where it stands elsewhere too */
  function rows(olds, nows) {
    const old = olds.map(block), now = nows.map(block), key = (one) => one.group + "\x1e" + one.text, found = [];
    const plain = (all) => all.map((one) => one.text).join("").replace(/\s+/g, "");
    const whole = (from, to) => {
      for (const one of from) found.push({ old: one, now: null });
      for (const one of to) found.push({ old: null, now: one });
    };
    let start = 0, first = 0;
    for (const [here, there] of [...matches(old.map(key), now.map(key)), [old.length, now.length]]) {
      const gap = old.slice(start, here), other = now.slice(first, there);
      const reflowed = gap.length && other.length && gap.length + other.length > 2 && ![...gap, ...other].some((one) => one.group) && plain(gap) === plain(other);
      if (reflowed) for (const one of other) found.push({ old: one, now: one, gap });
      else {
        let a = 0, b = 0;
        for (const [x, y] of [...alike(gap, other), [gap.length, other.length]]) {
          whole(gap.slice(a, x), other.slice(b, y));
          if (x < gap.length) found.push({ old: gap[x], now: other[y] });
          a = x + 1;
          b = y + 1;
        }
      }
      if (here < old.length) found.push({ old: old[here], now: now[there] });
      start = here + 1;
      first = there + 1;
    }
    const gone = new Set(found.filter((row) => !row.now).map((row) => row.old.text));
    const both = new Set(found.filter((row) => !row.old && row.now.text.length > 5 && gone.has(row.now.text)).map((row) => row.now.text));
    for (const row of found) row.moved = (!row.old || !row.now) && both.has((row.old || row.now).text);
    return found;
  }

  function alike(old, now) {
    if (!old.length || !now.length) return [];
    if (old.length === 1 && now.length === 1) {
      const one = old[0].text, other = now[0].text, length = Math.max(1, Math.min(one.length, other.length) >> 2);
      const ends = one.slice(0, length) === other.slice(0, length) || one.slice(-length) === other.slice(-length);
      return (old[0].kind === now[0].kind && ends) || likeness(old[0], now[0]) >= ONE_TO_ONE ? [[0, 0]] : [];
    }
    if (old.length * now.length > MOST_PAIRS) {
      const name = (one) => one.group + (one.kind === "r" ? one.cells[0] : one.text.slice(0, 16));
      return matches(old.map(name), now.map(name)).filter(([a, b]) => likeness(old[a], now[b]) >= ALIKE);
    }
    const best = Array.from({ length: old.length + 1 }, () => new Float64Array(now.length + 1)), taken = new Map(), pairs = [];
    for (let a = old.length - 1; a >= 0; a--) {
      for (let b = now.length - 1; b >= 0; b--) {
        const like = likeness(old[a], now[b]);
        best[a][b] = Math.max(best[a + 1][b], best[a][b + 1]);
        if (like >= ALIKE && like + best[a + 1][b + 1] >= best[a][b]) {
          best[a][b] = like + best[a + 1][b + 1];
          taken.set(a + " " + b, true);
        }
      }
    }
    for (let a = 0, b = 0; a < old.length && b < now.length;) {
      if (taken.has(a + " " + b)) pairs.push([a++, b++]);
      else if (best[a + 1][b] >= best[a][b + 1]) a++;
      else b++;
    }
    return pairs;
  }

  /* Two states of a line as [op, text]: `same` and `ins` are the new one, `same` and `del` the old one.  What stayed
     is [op, new, old], since its blanks may differ. */
  function runs(old, now) {
    if (old === now) return [["same", now, now]];
    const one = tokens(old), other = tokens(now), found = [];
    let at = 0, from = 0;
    const text = (side, start, end) => side.pieces.slice(start, end).join("");
    for (const [start, end, first, last] of [...changes(one.words, other.words), [one.pieces.length, one.pieces.length, other.pieces.length, other.pieces.length]]) {
      if (from < first) found.push(["same", text(other, from, first), text(one, at, start)]);
      if (start < end) found.push(["del", text(one, start, end)]);
      if (first < last) found.push(["ins", text(other, first, last)]);
      at = end;
      from = last;
    }
    return found;
  }

  window.reqsiteCompare = { tokens: (text) => tokens(text).words, runs, rows };

  /* ---- The page */

  const FIRST = 20, PAGE = 100, GROUPS = ["substance", "added", "gone", "wording"], VIEWS = ["inline", "side", "new"];
  const root = document.querySelector("[data-compare]"), data = window.REQSITE_RELEASES;
  if (!root || !data) return;
  if (window.reqsiteTable) page();
  else document.addEventListener("DOMContentLoaded", page);

  function page() {
    const { make, fill, languageOf } = window.reqsiteTable, words = JSON.parse(root.querySelector(".rs-words").textContent);
    const names = data.releases.map((release) => release.name), last = names.length - 1;
    const fold = (text) => text.normalize("NFKC").toLowerCase();
    const known = data.records.map(([id, title]) => fold(id + "\n" + title));
    const call = (number) => names[number] || words.unreleased;
    const loading = {};
    let state, kinds, items = {}, all = false;

    const select = (label, options, change) => {
      const field = make("select", { class: "rs-input", change: () => change(field.value) }, ...options.map(([value, said]) => make("option", { value }, said)));
      return [field, make("label", {}, label, " ", field)];
    };
    const button = (label, click, more) => make("button", { type: "button", class: "rs-button", click, ...more }, label);
    const releases = data.releases.map((release, number) => [number, [call(number), release.date].filter(Boolean).join(" · ")]).reverse();
    const [from, fromBox] = select(words.from, releases, (value) => go({ from: Number(value) }));
    const [to, toBox] = select(words.to, releases, (value) => go({ to: Number(value) }));
    const [kind, kindBox] = select(words.kind, [["", words.all], ...Object.entries(data.kinds)], (value) => go({ kind: value }));
    const search = make("input", { type: "search", class: "rs-input", autocomplete: "off", "aria-label": words.search, placeholder: words.search, input: () => go({ only: search.value }, true) });
    const views = VIEWS.map((view) => button(words[view], () => go({ view })));
    const openAll = button(words.openAll, () => open(!all));
    const status = make("p", { role: "status", "aria-live": "polite", class: "rs-shown" });
    const note = make("p", { class: "rs-note", role: "status" });
    const said = make("p", { class: "rs-sides-of" });
    const numbers = make("dl", { class: "rs-totals" });
    const results = make("div");
    const tools = make("div", { class: "rs-tools" }, search, kindBox, make("div", { class: "rs-views-of", role: "group", "aria-label": words.view }, ...views), openAll);
    const near = new IntersectionObserver((seen) => seen.forEach((entry) => {
      if (entry.isIntersecting) entry.target.reqsiteItem.near();
    }), { rootMargin: "600px" });

    /* The address says the state: #1.0.0..1.2.0&only=REQ-7&kind=requirement&view=side */
    function read() {
      const [pair, ...parts] = location.hash.slice(1).split("&");
      const found = { from: Math.max(0, last - 1), to: last, only: "", kind: "", view: VIEWS[0], unknown: "" };
      const given = decoded(pair), cuts = [...given.matchAll(/\.\.(?!\.)/g)].map((cut) => [given.slice(0, cut.index), given.slice(cut.index + 2)]);
      const pairs = cuts.map((pair) => pair.map(place)), right = pairs.find((pair) => pair.every((one) => one >= 0));
      if (right) [found.from, found.to] = right;
      else if (cuts.length) found.unknown = cuts[0][pairs[0].findIndex((one) => one < 0)];
      for (const part of parts) {
        const at = part.indexOf("="), name = part.slice(0, at);
        if (["only", "kind", "view"].includes(name)) found[name] = decoded(part.slice(at + 1));
      }
      if (!VIEWS.includes(found.view)) found.view = VIEWS[0];
      if (!(found.kind in data.kinds)) found.kind = "";
      return found;
    }

    function decoded(text) {
      try { return decodeURIComponent(text); } catch (e) { return text; }
    }

    function place(name) {
      const bare = (one) => one.replace(/^v(?=\d)/, ""), exact = names.indexOf(name);
      return exact >= 0 ? exact : names.findIndex((one) => one && bare(one) === bare(name));
    }

    function go(change, stay) {
      state = { ...state, unknown: "", ...change };
      const parts = [`${encodeURIComponent(names[state.from])}..${encodeURIComponent(names[state.to])}`];
      for (const name of ["only", "kind", "view"]) if (state[name] && state[name] !== VIEWS[0]) parts.push(`${name}=${encodeURIComponent(state[name])}`);
      history[stay ? "replaceState" : "pushState"](null, "", location.href.split("#")[0] + "#" + parts.join("&"));
      show(change);
    }

    /* What became of each record: [place, group, version before, version after] */
    function compared() {
      const at = (versions, number) => {
        let found = null;
        for (const version of versions) if (version[0] <= number) found = version;
        return found && found.length > 1 ? found : null;
      };
      const rule = data.rules[state.to] || 0, bound = (version) => (Array.isArray(version[2]) ? version[2][rule] : version[2]);
      const found = { substance: [], added: [], gone: [], wording: [], same: [] };
      data.records.forEach((record, number) => {
        const old = at(record[4], state.from), now = at(record[4], state.to);
        if (!old && !now) return;
        const group = !old ? "added" : !now ? "gone" : old[1] === now[1] ? "same" : old[3] > now[3] ? "gone" : bound(old) !== bound(now) ? "substance" : "wording";
        found[group].push([number, group, old, now]);
      });
      return found;
    }

    function show(change) {
      if (!kinds || !change || "from" in change || "to" in change) {
        kinds = compared();
        items = {};
        all = false;
      }
      const differ = sum(GROUPS, (group) => kinds[group].length), count = { count: differ, same: kinds.same.length };
      from.value = state.from;
      to.value = state.to;
      kind.value = state.kind;
      if (search.value !== state.only) search.value = state.only;
      views.forEach((one, number) => one.setAttribute("aria-pressed", String(VIEWS[number] === state.view)));
      root.dataset.view = state.view;
      said.replaceChildren(...[state.from, state.to].flatMap((number, second) => [second ? " → " : "", make("a", { href: root.dataset.root + data.releases[number].url }, call(number)), data.releases[number].title && " " + data.releases[number].title]));
      note.textContent = state.unknown && fill(words.unknown, { name: state.unknown });
      const matching = matcher(), shown = GROUPS.map((group) => kinds[group].filter(matching)), left = sum(shown, (group) => group.length);
      numbers.replaceChildren(total(words.records, kinds.same.length + differ - sum(kinds.gone, (one) => !one[3])), ...GROUPS.map((group) => total(words[group], kinds[group].length, group)), total(words.same, kinds.same.length));
      tools.hidden = !differ;
      status.textContent = state.from === state.to ? words.itself : differ ? fill(words.summary, count) : words.identical;
      if (differ && (state.only || state.kind)) {
        const alsoSame = state.only && kinds.same.filter(matching).length;
        status.textContent = (left ? fill(words.shown, { count: left, total: differ }) : words.nothing) + (alsoSame ? ` (${fill(words.sameToo, { count: alsoSame })})` : "");
      }
      openAll.textContent = all ? words.closeAll : words.openAll;
      near.disconnect();
      let early = FIRST;
      results.replaceChildren(...GROUPS.flatMap((group, number) => (shown[number].length ? [section(group, shown[number])] : [])));

      function section(group, members) {
        const box = make("section", { id: "rs-" + group, "aria-labelledby": "rs-h-" + group }, make("h2", { id: "rs-h-" + group, tabindex: -1 }, words[group], " ", make("span", { class: "rs-count" }, String(members.length))));
        const add = (start, end) => members.slice(start, end).map((member) => {
          const item = items[member[0]] || (items[member[0]] = Item(member, early-- > 0));
          near.observe(item.box);
          if (all) item.details.open = true;
          return item.box;
        });
        box.append(...add(0, PAGE));
        if (members.length > PAGE) {
          const more = button(fill(words.more, { count: members.length - PAGE }), () => {
            const next = add(PAGE);
            more.replaceWith(...next);
            next[0].querySelector("summary").focus();
          });
          box.append(more);
        }
        return box;
      }
    }

    function total(label, count, group) {
      const jump = () => {
        const head = document.getElementById("rs-h-" + group);
        if (head) head.focus();
      };
      return make("div", { class: "rs-total rs-total-" + (group || "same") }, make("dt", {}, group && count ? make("button", { type: "button", class: "rs-jump", click: jump }, label) : label), make("dd", {}, String(count)));
    }

    function matcher() {
      const asked = fold(state.only).split(/\s+/).filter(Boolean), exact = data.records.findIndex((record) => record[0] === state.only.trim());
      return ([number]) => (!state.kind || data.records[number][2] === state.kind) && (exact >= 0 ? number === exact : asked.every((word) => known[number].includes(word)));
    }

    function open(on) {
      all = on;
      openAll.textContent = all ? words.closeAll : words.openAll;
      for (const item of shownItems()) item.details.open = on;
      if (on) for (const item of shownItems()) item.load();
    }

    function shownItems() {
      return Object.values(items).filter((item) => item.box.isConnected);
    }

    /* One record: named at once, its texts loaded when it comes near, its redline made when it is open as well */
    function Item([number, group, old, now], early) {
      const [id, title, , url] = data.records[number], chips = make("span", { class: "rs-chips" }), body = make("div", { class: "rs-cmp-body" });
      const verdict = !old ? words.added : !now ? words.removed : old[3] > now[3] ? words.lapsed : old[3] < now[3] ? words.revived : words[group];
      const details = make("details", { class: "rs-cmp-details", open: early, toggle: draw }, make("summary", {}, old && now ? words.changes : words.text), body);
      const name = [make("span", { class: "rs-id" }, id), title && " ", title && make("span", { lang: languageOf(title, words) }, title)];
      const box = make("section", { class: "rs-change", "data-id": id }, make("h3", {}, ...(url ? [make("a", { href: root.dataset.root + url }, ...name)] : name)),
        (old && now) || verdict !== words[group] ? make("p", { class: "rs-what" }, make("span", { class: "rs-verdict-word" }, verdict), chips) : "", details);
      let parts = null, drawn = "", isNear = early;
      const item = { box, details, draw, load, near: () => { isNear = true; load(); } };
      box.reqsiteItem = item;
      if (early) load();
      return item;

      function load() {
        if (parts) draw();
        else texts(Math.floor(number / data.file)).then((file) => {
          if (!parts) said(file[number % data.file]);
          draw();
        }, (file) => body.replaceChildren(make("p", { class: "rs-note" }, fill(words.failed, { file }))));
      }

      function said(held) {
        parts = differing(held, old, now);
        if (old && now) chips.replaceChildren(...parts.flatMap((part) => [" ", make("span", { class: "rs-chip" }, part.label)]));
      }

      function draw(printing) {
        if (!parts || !details.open || drawn === state.view || !(isNear || printing === true)) return;
        drawn = state.view;
        body.replaceChildren(...written(parts, old, now));
      }
    }

    function texts(number) {
      const name = "REQSITE_TEXTS_" + number, file = `releases/texts-${number}.js`;
      return loading[number] || (loading[number] = new Promise((done, failed) => {
        if (window[name]) return done(window[name]);
        const script = make("script", { src: root.dataset.root + file, load: () => done(window[name]), error: () => { delete loading[number]; failed(file); } });
        return document.head.append(script);
      }));
    }

    /* What differs in a record, or all that it says where it came or went: [{label, old, now, blocks | members}] */
    function differing(held, old, now) {
      const of = (version) => {
        const found = { title: "", facts: new Map(), texts: new Map() };
        if (!version) return found;
        const [title, facts, sections] = held.states[version[1]];
        found.title = title;
        for (const number of facts) {
          const [label, value, prose] = held.facts[number], before = found.facts.get(label);
          const members = Array.isArray(value) ? value : [value];
          found.facts.set(label, { members: before ? [...before.members, ...members] : members, list: before ? true : Array.isArray(value), prose });
        }
        for (const [label, number] of sections) found.texts.set(label, held.texts[number]);
        return found;
      };
      const one = of(old), other = of(now), parts = [], none = [], both = old && now;
      const flat = (text) => text.replace(/\s+/g, "");
      const titled = (side) => { const first = [...side.texts.values()][0], start = flat(side.title).replace(/[.…]+$/, ""); return start && first && flat(first.map((said) => block(said).text).join("")).startsWith(start); };
      if (both && one.title !== other.title && !(titled(one) && titled(other))) parts.push({ label: data.labels[0], old: [one.title], now: [other.title], prose: true });
      const labels = [...new Set([...one.texts.keys(), ...other.texts.keys(), ...one.facts.keys(), ...other.facts.keys()])].sort((a, b) => a - b);
      for (const number of labels) {
        const label = data.labels[number], [before, after] = [one.texts.get(number) || none, other.texts.get(number) || none];
        if (before !== after) parts.push({ label, old: before, now: after, blocks: true });
        const [was, is] = [one.facts.get(number), other.facts.get(number)];
        if ((was || is) && !(both && was && is && was.members.join("\0") === is.members.join("\0"))) {
          parts.push({ label, old: was ? was.members : [], now: is ? is.members : [], list: (was || is).list, prose: (was || is).prose });
        }
      }
      return parts;
    }

    function written(parts, old, now) {
      if (!now && state.view === "new") return [make("p", { class: "rs-none" }, words.absent)];
      if (!parts.length) return [make("p", { class: "rs-count" }, words.unseen)];
      if (old && now) return [make("dl", { class: "rs-redline" }, ...parts.map((part) => make("div", { class: "rs-redline-part" }, make("dt", {}, part.label), make("dd", {}, ...sides(part)))))];
      const facts = parts.filter((part) => !part.blocks).map((part) => part.label + words.colon + (old ? part.old : part.now).join(words.comma)).join(" · ");
      const body = parts.filter((part) => part.blocks).flatMap((part, number, texts) => [texts.length > 1 || number ? make("p", { class: "rs-part-name" }, part.label) : "", shape(rows(old ? part.old : part.now, old ? part.old : part.now), "new")]);
      const text = make("div", { class: "rs-text" }, ...body);
      return [make("p", { class: "rs-count" }, facts), ...(now ? [text] : [make("div", { class: "rs-struck" }, make("p", { class: "rs-struck-note" }, words.lastText), make("del", {}, text))])];
    }

    function sides(part) {
      const one = (view) => (part.blocks ? shape(part.rows, view) : value(part, view));
      if (part.blocks && !part.rows) part.rows = rows(part.old, part.now);
      if (!seen(part)) return [one("new"), make("p", { class: "rs-count" }, part.blocks && spelt(part.old) === spelt(part.now) ? words.formatting : words.space)];
      if (state.view !== "side") return [one(state.view)];
      return [make("div", { class: "rs-sides" }, ...["old", "now"].map((view, second) => make("div", {}, make("p", { class: "rs-side-of" }, call(second ? state.to : state.from)), one(view))))];
    }

    const spelt = (blocks) => blocks.map((said) => block(said).text).join("\n");

    function seen({ rows, old, now, prose, list }) {
      const differ = (one, other) => runs(one, other).some(([op]) => op !== "same");
      if (rows) return rows.some((row) => !row.old || !row.now || (!row.gap && differ(row.old.text, row.now.text)));
      return !(prose && !list) || !old.length || !now.length || differ(old[0], now[0]);
    }

    /* A field: words of prose; the members of a list; else one value in the place of another */
    function value({ old, now, list, prose }, view) {
      if (prose && !list && old.length && now.length) return make("p", {}, ...line(old[0], now[0], view));
      const gone = old.filter((one) => !now.includes(one)).map((one) => ["del", one]), come = now.filter((one) => !old.includes(one)).map((one) => ["ins", one]);
      const shown = (gone.length + come.length ? [...gone, ...come] : now.map((one) => ["same", one])).filter(([op]) => sees(view, op)).map(([op, text]) => mark(op, text, view));
      if (list) return make("ul", {}, ...shown.map((one) => make("li", {}, one)));
      return make("p", {}, ...shown.flatMap((one, number) => [number ? " → " : "", one]));
    }

    const sees = (view, op) => !(op === "ins" && view === "old") && !(op === "del" && (view === "now" || view === "new"));

    function mark(op, text, view, isMoved) {
      if (op === "same" || view === "new") return text;
      const [start, end] = op === "ins" ? [isMoved ? words.movedHere : words.inserted, words.endInserted] : [isMoved ? words.movedAway : words.deleted, words.endDeleted];
      const hidden = (said) => make("span", { class: "rs-hidden-words" }, said);
      return make(op, { class: `rs-${op}${isMoved ? " rs-moved" : ""}` }, hidden(start + " "), text, hidden(" " + end));
    }

    /* The words of a line, blanks around what was taken out as they were in the old text */
    function line(old, now, view) {
      return runs(old, now).flatMap(([op, text, before], number, all) => {
        if (!sees(view, op)) return [];
        if (op === "same") {
          const next = all[number + 1], blank = (said) => /\s$/.test(said);
          if (view !== "inline" || !next || next[0] !== "del") return [view === "old" ? before : text];
          if (blank(before)) return [blank(text) ? text : text + " "];
          return [blank(next[1]) ? text.trimEnd() : text];
        }
        return view === "new" ? [text] : [mark(op, text.trimEnd(), view), text.slice(text.trimEnd().length)];
      });
    }

    /* Rows as paragraphs, lists, tables and code, those that belong together in one */
    function shape(found, view) {
      const out = make("div", { class: "rs-cmp-text" });
      let open = null;
      for (const row of found) {
        const it = view === "old" ? row.old : row.now || row.old, op = row.old && row.now ? "same" : row.now ? "ins" : "del";
        if (!it || !sees(view, op)) continue;
        const cells = cellsOf(row, op, view), tag = { i: it.marker && it.kind === "i" ? "ol" : "ul", r: "table", c: "pre" }[it.kind];
        const group = tag + it.depth;
        if (!tag) {
          open = null;
          out.append(indented(make(it.kind === "-" ? "hr" : "p", { class: "rs-b-" + it.kind.replace("-", "rule") }, ...(it.kind === "-" ? [] : cells[0])), it, 0));
          continue;
        }
        if (!open || open.group !== group) {
          const box = make(tag === "pre" ? "code" : tag, { class: tag === "table" && "rs-table" });
          const around = { pre: () => make("pre", { class: "rs-code" }, box), table: () => make("div", { class: "rs-scroller", role: "region", tabindex: 0, "aria-label": words.text }, box) }[tag];
          out.append(indented(around ? around() : box, it, around ? 0 : 1));
          open = { group, box };
        } else if (tag === "pre") open.box.append("\n");
        if (tag === "pre") open.box.append(...cells[0]);
        else if (tag === "table") open.box.append(make("tr", {}, ...cells.map((cell) => make(it.marker ? "th" : "td", { scope: Boolean(it.marker) && "col" }, ...cell))));
        else open.box.append(make("li", { value: it.marker || false }, ...cells[0]));
      }
      return out;
    }

    function indented(node, { depth }, own) {
      if (depth > own) node.style.marginInlineStart = `${(Math.min(depth, 8) - own) * 1.4}em`;
      return node;
    }

    function cellsOf(row, op, view) {
      if (op !== "same") return (row.now || row.old).cells.map((text) => (text.trim() ? [mark(op, text, view, row.moved)] : []));
      if (row.gap || row.old.text === row.now.text) return (view === "old" ? row.old : row.now).cells.map((text) => [text]);
      const length = Math.max(row.old.cells.length, row.now.cells.length);
      return Array.from({ length }, (none, number) => line(row.old.cells[number] || "", row.now.cells[number] || "", view));
    }

    const again = () => { state = read(); show(); };
    addEventListener("popstate", again);
    addEventListener("beforeprint", () => shownItems().forEach((item) => item.draw(true)));
    state = read();
    root.querySelector(".rs-plain").replaceWith(
      make("div", { class: "rs-cmp-pair" }, fromBox, button("⇄ " + words.swap, () => go({ from: state.to, to: state.from })), toBox),
      note, said, make("div", { class: "rs-state" }, status), numbers, tools, results);
    show();
  }
})();
