"use strict";
// Lists features, fifty at a time, and shows the contexts of the one that is chosen. Text goes in as text, never as markup.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const PAGE = 50;
  const at = (id) => document.getElementById(id);
  const search = at("search"), sort = at("sort"), show = at("show"), body = at("rows"), detail = at("detail");
  let found = [], page = 0, chosen = -1;

  const make = (tag, text, name) => {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    if (name) element.className = name;
    return element;
  };
  const number = (value) => {
    if (value === null || value === undefined) return "–";
    if (value === 0) return "0";
    return Math.abs(value) < 1e-3 ? value.toExponential(1).replace("-", "−") : Math.abs(value) >= 1000 ? Math.round(value).toString() : value.toPrecision(3);
  };
  const share = (value) => (value === null || value === undefined ? "–" : value.toFixed(2));
  const visible = (text) => {
    let out = "";
    for (const c of text) {
      const code = c.codePointAt(0);
      out += c === "\n" ? "↵" : c === "\t" ? "⇥" : code < 32 ? String.fromCharCode(0x2400 + code) : c;
    }
    return out;
  };
  const quoted = (text) => (text === " " ? "␣" : visible(text));

  const matches = (f, wanted) =>
    wanted === "" || String(f.n) === wanted.replace(/^#/, "") || (f.label || "").toLowerCase().includes(wanted) ||
    f.tokens.some((t) => t.toLowerCase() === wanted || (wanted.length > 1 && t.toLowerCase().includes(wanted)));
  const shown = (f) => {
    switch (show.value) {
      case "alive": return f.state !== 1;
      case "good": return f.f1 !== null && f.f1 >= 0.9;
      case "pure": return f.purity !== null && f.purity >= 0.9;
      case "ultra": return f.state === 2;
      case "dead": return f.state === 1;
      default: return true;
    }
  };
  const compare = (a, b) => {
    const key = sort.value;
    if (key === "n") return a.n - b.n;
    const x = a[key.replace("-", "")], y = b[key.replace("-", "")];
    if (x === y) return a.n - b.n;
    if (x === null) return 1;
    if (y === null) return -1;
    return key.startsWith("-") ? x - y : y - x;
  };

  const update = () => {
    const wanted = search.value === " " ? " " : search.value.trim().toLowerCase();
    found = data.features.filter((f) => shown(f) && matches(f, wanted)).sort(compare);
    page = 0;
    draw();
  };
  const draw = () => {
    body.replaceChildren();
    for (const f of found.slice(page * PAGE, (page + 1) * PAGE)) {
      const row = make("tr");
      const head = make("th");
      head.scope = "row";
      const button = make("button", "#" + f.n, "pick");
      button.type = "button";
      button.setAttribute("aria-label", "show feature " + f.n);
      button.addEventListener("click", () => choose(f, true));
      head.append(button);
      row.append(head, make("td", f.state === 1 ? "dead" : f.label || "–", "label"), make("td", share(f.f1)),
        make("td", number(f.density)), make("td", number(f.max)));
      body.append(row);
    }
    highlight();
    const pages = Math.max(1, Math.ceil(found.length / PAGE));
    at("count").textContent = found.length.toLocaleString("en") + " features, page " + (page + 1) + " of " + pages;
    at("before").disabled = page === 0;
    at("after").disabled = page >= pages - 1;
  };
  const highlight = () => {
    for (const row of body.rows) {
      const is = row.cells[0].textContent === "#" + chosen;
      row.className = is ? "chosen" : "";
      if (is) row.querySelector("button").setAttribute("aria-current", "true");
      else row.querySelector("button").removeAttribute("aria-current");
    }
  };
  const context = (c, tokens) => {
    const item = make("li");
    const value = make("span", number(c.a), "value");
    value.title = "document " + c.d + ", position " + c.p;
    const text = make("span", undefined, "text");
    tokens.forEach((token, i) => {
      const level = parseInt(c.s[i], 36);
      const peak = i === c.k;
      const mark = make(level > 0 || peak ? "mark" : "span", visible(token), (level > 0 ? "s" + level : "") + (peak ? " peak" : ""));
      if (peak) mark.title = "activation " + number(c.a);
      text.append(mark);
    });
    item.append(value, text);
    return item;
  };
  const list = (title, contexts) => {
    const items = make("ul", undefined, "contexts");
    contexts.forEach((c) => items.append(context(c, typeof c.t === "string" ? [...c.t] : c.t)));
    detail.append(make("h4", title), items);
  };
  const fact = (into, name, text) => {
    const pair = make("div");
    pair.append(make("dt", name), make("dd", text));
    into.append(pair);
  };
  const choose = (f, asked) => {
    chosen = f.n;
    highlight();
    const heading = make("h3", "Feature " + f.n + (f.label ? ": " + f.label : ""));
    heading.tabIndex = -1;
    detail.replaceChildren(heading);
    const facts = make("dl");
    fact(facts, "density", number(f.density));
    fact(facts, "largest activation", number(f.max));
    fact(facts, "mean activation", number(f.mean));
    if (f.f1 !== null) {
      fact(facts, "F1", share(f.f1));
      fact(facts, "precision", share(f.precision));
      fact(facts, "recall", share(f.recall));
      fact(facts, "threshold", number(f.threshold));
    }
    if (f.purity !== null) {
      fact(facts, "purity for " + f.language, share(f.purity));
      fact(facts, "of its strongest activations", share(f.strongest));
    }
    if (f.stability !== null) fact(facts, "stability", share(f.stability));
    if (f.state > 0) fact(facts, "state", f.state === 1 ? "dead" : "ultra-low density");
    if (f.tokens.length) {
      const pair = make("div"), tokens = make("dd", undefined, "tokens");
      f.tokens.forEach((t, i) => {
        const token = make("span");
        token.append(make("code", quoted(t)), " " + Math.round(100 * f.shares[i]) + " %");
        tokens.append(token);
      });
      pair.append(make("dt", "active on"), tokens);
      facts.append(pair);
    }
    detail.append(facts);
    const contexts = data.contexts[f.n] || [];
    const top = contexts.filter((c) => c.i < 0), rest = contexts.filter((c) => c.i >= 0);
    if (top.length) list("Largest activations", top);
    const intervals = [...new Set(rest.map((c) => c.i))].sort((a, b) => b - a);
    for (const i of intervals) {
      const from = Math.round((100 * i) / data.intervals), to = Math.round((100 * (i + 1)) / data.intervals);
      list("Drawn from " + from + "–" + to + " % of the largest", rest.filter((c) => c.i === i));
    }
    if (!contexts.length) detail.append(make("p", f.state === 1 ? "It is active on no token." : "No contexts are kept of it."));
    // Below the list it would not be seen.
    if (asked && detail.offsetTop > at("parts").offsetTop) heading.focus();
  };

  search.addEventListener("input", update);
  sort.addEventListener("change", update);
  show.addEventListener("change", update);
  at("before").addEventListener("click", () => { page--; draw(); });
  at("after").addEventListener("click", () => { page++; draw(); });
  body.addEventListener("keydown", (event) => {
    const row = event.target.closest("tr");
    const next = event.key === "ArrowDown" ? row.nextElementSibling : event.key === "ArrowUp" ? row.previousElementSibling : null;
    if (!next) return;
    event.preventDefault();
    next.querySelector("button").focus();
    choose(found[page * PAGE + next.rowIndex - 1], false);
  });
  update();
  if (found.length) choose(found[0], false);
})();
