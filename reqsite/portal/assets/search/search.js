/* reqsite: what Material's search box asks instead of its worker. It runs before Material's own script, finds any part of
 * a word in any script, and loads the words of the site when a reader first turns to the box, over http and from a folder. */
(function () {
  "use strict";
  const READY = 1, QUERY = 2, RESULT = 3;              // messages between Material's search box and its worker
  const BOX = "[data-md-component=search-query]", FORGIVEN = 500, PATIENCE = 60000;   // milliseconds
  const PART = "\u2063", NAME = "\u2064";              // as reqsite.portal.search writes them
  const root = new URL("../../", document.currentScript.src);
  const HAN = /\p{Script=Han}/u, LETTER = /[\p{L}\p{N}]/u, MOST_MARKS = 12, TEASER = 160;
  const CITED = /^([^@]+)@\s*(?:([^\s@#]{1,60})\s*#\s*([0-9a-f]{8,64})|(v?\d+\.\d[\w.+-]*))$/i;   // REQ-12@1.2.0 #ab12cd34
  let followed = null, loading = null, entries = [], terms = [], simplified = new Map(), traditional = null;

  const Native = window.Worker;
  window.Worker = function (url, options) {
    return /\/workers\/search\.[^/]*$/.test(String(url)) ? new Box() : new Native(url, options);
  };
  addEventListener("focusin", (event) => { if (isBox(event.target)) load().catch(() => {}); });
  addEventListener("input", (event) => { if (isBox(event.target)) look(event.target); });
  keepOpen();
  addEventListener("change", (event) => { if (event.target.id === "__search") hide(event.target); });
  addEventListener("DOMContentLoaded", () => hide(document.getElementById("__search")));

  const isBox = (element) => Boolean(element && element.matches && element.matches(BOX));

  /** Material looks at the box when a key goes up; pasted, dictated and filled-in words come without one. */
  function look(box) {
    const toggle = document.getElementById("__search");
    if (toggle && !toggle.checked && box === document.activeElement) toggle.click();
    box.dispatchEvent(new KeyboardEvent("keyup"));
  }

  /** Material closes the search a moment after it opened a page at a heading, also below the hands of a reader who
   *  types by then: it is opened again where neither a key, a link nor a way to another heading closed it. */
  function keepOpen() {
    let typing = false;
    const on = (event) => { typing = isBox(event.target) || typing; };
    const off = () => { typing = false; };
    addEventListener("focusin", on);
    addEventListener("input", on);
    addEventListener("hashchange", off);
    addEventListener("keydown", (event) => { if (/^(Escape|Tab)$/.test(event.key)) off(); }, true);
    addEventListener("click", (event) => { if (event.target.closest && event.target.closest("a, label")) off(); }, true);
    addEventListener("change", ({ target }) => {
      if (target.id !== "__search" || target.checked) return;
      setTimeout(() => { if (typing && !target.checked && isBox(document.activeElement)) target.click(); });
    });
  }

  /** Nobody tabs into hits that are not shown. */
  function hide(toggle) {
    const hits = document.querySelector(".md-search__output");
    if (hits && toggle) hits.inert = !toggle.checked;
  }

  /** What Material takes for its worker. It is ready at once: it needs nothing of the index that Material loads. */
  function Box() {
    const box = new EventTarget();
    const say = (type, data) => box.dispatchEvent(new MessageEvent("message", { data: { type, data } }));
    let last = 0;
    box.postMessage = (message) => {
      if (message.type === QUERY) answer(message.data, ++last, FORGIVEN);
    };
    box.terminate = () => {};
    setTimeout(say, 0, READY);
    return box;

    /** Only the last query is answered: the answer to an empty box, too, can come when the next was asked. */
    function answer(query, turn, wait) {
      const reply = (items) => { if (turn === last) say(RESULT, { items: items() }); };
      if (!query.trim()) return void setTimeout(reply, 0, () => []);
      load().then(() => reply(() => search(query)), () => {
        if (wait < PATIENCE) setTimeout(() => { if (turn === last) answer(query, turn, wait * 2); }, wait);
      });
    }
  }

  /** The words of the site; where they do not come, whoever asks next tries again. */
  function load() {
    loading = loading || new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = new URL("search/words.js", root);
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    }).then(() => read(window.REQSITE_SEARCH)).catch((error) => { loading = null; throw error; });
    return loading;
  }

  function read(data) {
    const [from, to] = data.traditional.map((text) => [...text]);
    simplified = new Map(from.map((character, i) => [character, to[i]]));
    traditional = from.length ? new RegExp(`[${from.join("")}]`, "gu") : null;
    const pages = new Map();
    entries = data.docs.map((doc, place) => {
      const text = plain(doc.text), parts = text.split(PART), page = doc.location.split("#")[0];
      const entry = parts.length === 7
        ? { record: true, id: parts[1], live: !parts[2], facts: parts[3], names: list(parts[4]), sounds: list(parts[5]), body: parts[6].trim() }
        : { record: false, id: "", live: true, facts: "", names: [], sounds: [], body: text.trim() };
      Object.assign(entry, { place, location: doc.location, title: plain(doc.title).trim() });
      entry.heading = entry.record && entry.title.startsWith(entry.id) && entry.title.slice(entry.id.length).trim() || entry.title;
      entry.inId = entry.heading === entry.id ? "" : fold(entry.id.normalize("NFKC"));   // a term's title is its id
      entry.shortId = shortId(entry.inId);
      entry.number = (/(\d{1,15})\D*$/.exec(entry.inId) || [])[1];
      entry.inTitle = fold(entry.heading);
      entry.inNames = entry.names.map(fold);
      entry.spoken = entry.sounds.map((sound) => ({ sound, low: sound.toLowerCase(), initials: sound.replace(/[^A-Z0-9]/g, "").toLowerCase() }));
      entry.inFacts = fold(entry.facts);
      entry.inBody = fold(entry.body);
      if (pages.has(page)) entry.page = pages.get(page);
      else pages.set(page, entry);
      return entry;
    });
    terms = entries.filter((entry) => entry.names.length);
  }

  const list = (text) => text.split(NAME).map((name) => name.trim()).filter(Boolean);
  const shortId = (id) => id.replace(/[^\p{L}\p{N}]/gu, "").replace(/(^|\D)0+(?=\d)/g, "$1");

  /** The index holds HTML; people search what they read. */
  function plain(html) {
    const text = html.replace(/\u200b|<\/?(code|sub|sup)>/g, "").replace(/<[^<>]*>/g, " ").replace(/\s+/g, " ");
    return text.includes("&") ? text.replace(/&(lt|gt|quot|#34|#39|amp);/g, (_, name) => ({ lt: "<", gt: ">", quot: '"', "#34": '"', "#39": "'", amp: "&" })[name]) : text;
  }

  /** Small letters, simplified characters, and never another length, so that places stay what they are. */
  function fold(text) {
    const low = text.toLowerCase(), same = low.length === text.length ? low : text;
    return traditional ? same.replace(traditional, (character) => simplified.get(character)) : same;
  }

  function search(typed) {
    const cited = CITED.exec(typed.normalize("NFKC").trim().slice(0, 300)), written = cited ? cited[1] : typed;
    followed = cited ? { id: fold(written.trim()), hash: `#cited=${encodeURIComponent(cited[2] || cited[4])}:${(cited[3] || "").toLowerCase()}` } : null;
    const query = fold(written.normalize("NFKC")).replace(/\s+/g, " ").trim().slice(0, 100);
    const tokens = query.split(/[\s,，、;；]+/).map(bare).filter(Boolean).slice(0, 8);
    const whole = bare(query);
    if (!tokens.length) return [];
    let near = [];
    let hits = rank((entry) => strength(entry, whole, tokens));
    const others = otherNames(whole);
    if (others.length) {
      const known = new Map(hits.map((hit) => [hit.entry, hit]));
      for (const hit of rank((entry) => uses(entry, others))) {
        const old = known.get(hit.entry);
        if (old) old.score = Math.max(old.score, hit.score);
        else hits.push(hit);
      }
    }
    if (!hits.length) {
      const loose = tokens.map(loosened);
      near = loose.flat();
      hits = rank((entry) => loose.reduce((sum, forms) => sum + share(entry, forms), 0) / loose.length * 100);
    }
    const needles = [...new Set([whole, ...tokens, ...others, ...near])];
    return grouped(hits.sort((a, b) => b.score - a.score || a.entry.place - b.entry.place), needles, tokens);
  }

  const bare = (text) => text.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}%‰℃]+$/gu, "");

  function rank(score) {
    const hits = [];
    for (const entry of entries) {
      const value = score(entry);
      if (value > 0) hits.push({ entry, score: value });
    }
    return hits;
  }

  function strength(entry, whole, tokens) {
    let value = strengthOf(entry, whole);
    if (!value && tokens.length > 1) {
      let least = Infinity, sum = 0;
      for (const token of tokens) {
        const one = strengthOf(entry, token);
        if (!one) return 0;
        least = Math.min(least, one);
        sum += one;
      }
      value = least * 0.6 + (sum / tokens.length) * 0.3;
    }
    if (!value || value > 560) return value;   // ids stand in their own order
    return Math.max(1, value - Math.min(entry.title.length, 80) / 10 - (entry.live ? 0 : 80) - (entry.record ? 0 : 40) - (entry.page ? 5 : 0));
  }

  /** How well one text fits: ids before titles, titles before other names, names before what a record says. */
  function strengthOf(entry, text) {
    let best = 0;
    if (entry.inId) {
      if (entry.inId === text) return 1000;
      if (/\d/.test(text) && entry.shortId === shortId(text)) return 950;
      if (/^\d+$/.test(text) && entry.number && Number(entry.number) === Number(text)) return 900;
      if (entry.inId.startsWith(text)) best = 800 - entry.inId.length / 10;
      else if (text.length > 1 && entry.inId.includes(text)) best = 600 - entry.inId.length / 10;
    }
    best = Math.max(best, place(entry.inTitle, text, 560, 520, 500, 400));
    for (const name of entry.inNames) best = Math.max(best, place(name, text, 550, 470, 450, 380));
    if (best < 430 && /^[a-z ']{2,}$/.test(text)) best = Math.max(best, spoken(entry, text.replace(/[ ']/g, "")));
    if (best < 300) best = Math.max(best, place(entry.inFacts, text, 300, 300, 290, 0));
    if (best < 200) best = Math.max(best, place(entry.inBody, text, 200, 200, 200, 150));
    return best;
  }

  function place(text, part, same, start, word, inside) {
    if (text === part) return same;
    const at = text.indexOf(part);
    if (at < 0) return 0;
    if (at === 0) return start;
    return wordAt(text, part, at) < 0 ? inside : word;
  }

  /** Where a part begins a word, -1 where it never does; a Chinese word begins anywhere. */
  function wordAt(text, part, at) {
    if (HAN.test(part[0])) return at;
    for (let tries = 0; at >= 0 && tries < 20; tries++) {
      if (at === 0 || !LETTER.test(text[at - 1]) || HAN.test(text[at - 1])) return at;
      at = text.indexOf(part, at + 1);
    }
    return -1;
  }

  function spoken(entry, text) {
    let best = 0;
    for (const { sound, low, initials } of entry.spoken) {
      for (let at = low.indexOf(text), tries = 0; at >= 0 && tries < 20; at = low.indexOf(text, at + 1), tries++) {
        if (at === 0) best = Math.max(best, 430);
        else if (/[A-Z0-9]/.test(sound[at])) best = Math.max(best, 410);
      }
      const at = initials.indexOf(text);
      if (at === 0) best = Math.max(best, initials === text ? 425 : 415);
      else if (at > 0 && text.length > 2) best = Math.max(best, 395);
    }
    return best;
  }

  /** What the terms are called otherwise that a reader names, in full or by their beginning. */
  function otherNames(text) {
    if (text.length < (HAN.test(text) ? 2 : 3)) return [];
    const found = new Set();
    for (const term of terms) {
      const names = [term.inTitle, ...term.inNames];
      if (found.size < 20 && names.some((name) => name === text || (text.length > 2 && name.startsWith(text)))) {
        for (const name of names) if (name.length > 1 && !name.includes(text)) found.add(name);
      }
    }
    return [...found];
  }

  function uses(entry, names) {
    let best = 0;
    for (const name of names) {
      if (whole(entry.inTitle, name)) best = Math.max(best, 190);
      else if (whole(entry.inBody, name)) best = Math.max(best, 130);
    }
    return best && best - (entry.record ? 0 : 40);
  }

  function whole(text, name) {
    const at = wordAt(text, name, text.indexOf(name)), next = text[at + name.length];
    return at >= 0 && (HAN.test(name) || !next || !LETTER.test(next) || HAN.test(next));
  }

  /** Nothing has all that was typed: pairs of characters, and words without their ending, find what comes close. */
  function loosened(token) {
    if (HAN.test(token)) {
      const characters = [...token];
      return characters.slice(1).map((character, i) => characters[i] + character);
    }
    return token.length > 4 ? [token.slice(0, Math.max(4, token.length - (token.length > 7 ? 3 : 2)))] : [];
  }

  function share(entry, forms) {
    const found = forms.filter((form) => entry.inTitle.includes(form) || wordAt(entry.inBody, form, entry.inBody.indexOf(form)) >= 0 || entry.inNames.some((name) => name.includes(form)));
    return forms.length && found.length * 2 >= forms.length ? found.length / forms.length : 0;
  }

  /** Hits as Material shows them: sections below their page; what is not seen yet is not marked yet. */
  function grouped(hits, needles, tokens) {
    const groups = new Map();
    for (const { entry, score } of hits) {
      const page = entry.page || entry;
      if (!groups.has(page)) groups.set(page, []);
      groups.get(page).push(shown(entry, score, needles, tokens));
    }
    for (const [page, items] of groups) {
      if (!items.some((item) => item.location === page.location)) items.push(shown(page, 0, needles, tokens));
    }
    return [...groups.values()];
  }

  function shown(entry, score, needles, tokens) {
    return {
      location: followed && entry.record && entry.inId === followed.id ? entry.location + followed.hash : entry.location,
      score,
      terms: Object.fromEntries(tokens.map((token) => [token, true])),
      get title() { return marked(entry.title, needles); },
      get text() {
        const called = entry.names.filter((name, i) => needles.some((needle) => entry.inNames[i].includes(needle)));
        const facts = [entry.facts, ...called.slice(0, 3)].filter(Boolean);
        const head = facts.length ? `<p class="rs-hit">${marked(facts.join(" · "), needles)}</p>` : "";
        return head + (entry.body ? `<p>${marked(teaser(entry, needles), needles)}</p>` : "");
      },
    };
  }

  function teaser(entry, needles) {
    const places = needles.map((needle) => entry.inBody.indexOf(needle)).filter((at) => at >= 0);
    const most = HAN.test(entry.body.slice(0, 40)) ? TEASER / 2 : TEASER;
    let start = Math.max(0, (places.length ? Math.min(...places) : 0) - most / 4);
    if (start > 0 && !HAN.test(entry.body[start])) start = entry.body.indexOf(" ", start) + 1 || start;
    const end = start + most;
    return (start > 0 ? "…" : "") + entry.body.slice(start, end) + (end < entry.body.length ? "…" : "");
  }

  function marked(text, needles) {
    const low = fold(text), ranges = [];
    for (const needle of needles) {
      for (let at = low.indexOf(needle); at >= 0 && ranges.length < MOST_MARKS; at = low.indexOf(needle, at + needle.length)) {
        ranges.push([at, at + needle.length]);
      }
    }
    let html = "", done = 0;
    for (const [start, end] of ranges.sort((a, b) => a[0] - b[0] || b[1] - a[1])) {
      if (start < done) continue;
      html += `${escaped(text.slice(done, start))}<mark>${escaped(text.slice(start, end))}</mark>`;
      done = end;
    }
    return html + escaped(text.slice(done));
  }

  const escaped = (text) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
})();
