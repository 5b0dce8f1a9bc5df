"use strict";
// Lists the features of a dictionary, fifty at a time, and shows all that is known of the one that is chosen. The address
// names it: #sae/263. Text goes in as text, never as markup.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const PAGE = 50, FIRST = 8, LEVELS = 35;
  const SVG = "http://www.w3.org/2000/svg";
  const at = (id) => document.getElementById(id);
  const dictionaries = at("dictionary"), search = at("search"), sort = at("sort"), show = at("show");
  const body = at("rows"), detail = at("detail"), map = at("map");
  let dictionary = data.dictionaries[0], found = [], page = 0, chosen = -1;

  const make = (tag, text, name) => {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    if (name) element.className = name;
    return element;
  };
  const number = (value) => {
    if (value === null || value === undefined) return "–";
    if (value === 0) return "0";
    const text = Math.abs(value) < 1e-3 ? value.toExponential(1) : Math.abs(value) >= 1000 ? Math.round(value).toString() : value.toPrecision(3);
    return text.replace("-", "−");
  };
  const signed = (value) => (value < 0 ? "−" : "+") + Math.abs(value).toFixed(2);
  const count = (value) => (value === null || value === undefined ? "–" : value.toLocaleString("en"));
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
  const link = (n) => "#" + encodeURIComponent(dictionary.name) + "/" + n;

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
  // What is not known comes last, whatever the order: it is no zero.
  const compare = (a, b) => {
    const key = sort.value;
    if (key === "n") return a.n - b.n;
    const x = a[key.replace("-", "")], y = b[key.replace("-", "")];
    if (x === y) return a.n - b.n;
    if (x === null || x === undefined) return 1;
    if (y === null || y === undefined) return -1;
    return key.startsWith("-") ? x - y : y - x;
  };

  const update = () => {
    const wanted = search.value === " " ? " " : search.value.trim().toLowerCase();
    found = dictionary.features.filter((f) => shown(f) && matches(f, wanted)).sort(compare);
    page = 0;
    draw();
  };
  const draw = () => {
    body.replaceChildren();
    for (const f of found.slice(page * PAGE, (page + 1) * PAGE)) {
      const row = make("tr");
      const head = make("th");
      head.scope = "row";
      const anchor = make("a", "#" + f.n, "pick");
      anchor.href = link(f.n);
      anchor.setAttribute("aria-label", "feature " + f.n);
      head.append(anchor);
      const purity = make("td", share(f.purity));
      if (f.purity !== null && f.purity !== undefined) purity.append(make("small", " of " + count(f.of)));
      row.append(head, make("td", f.state === 1 ? "dead" : f.label || "–", "label"), make("td", share(f.f1)), purity,
        make("td", number(f.density)), make("td", number(f.max)));
      body.append(row);
    }
    highlight();
    const pages = Math.max(1, Math.ceil(found.length / PAGE));
    at("count").textContent = found.length.toLocaleString("en") + " features, page " + (page + 1) + " of " + pages;
    at("before").disabled = page === 0;
    at("after").disabled = page >= pages - 1;
    places();
  };
  const highlight = () => {
    for (const row of body.rows) {
      const is = row.cells[0].textContent === "#" + chosen;
      row.className = is ? "chosen" : "";
      if (is) row.querySelector("a").setAttribute("aria-current", "true");
      else row.querySelector("a").removeAttribute("aria-current");
    }
  };

  // Contexts.
  const context = (c, tokens, max) => {
    const item = make("li");
    const value = make("span", number(c.a), "value");
    value.title = "document " + c.d + ", position " + c.p;
    const text = make("span", undefined, "text");
    tokens.forEach((token, i) => {
      const level = parseInt(c.s[i], 36);
      const peak = i === c.k;
      const shade = Math.ceil((10 * level) / LEVELS);
      const mark = make(level > 0 || peak ? "mark" : "span", visible(token), (level > 0 ? "s" + shade : "") + (peak ? " peak" : ""));
      mark.title = quoted(token) + "  " + (peak ? number(c.a) : level === 0 ? "0" : "≈ " + number(((level - 0.5) / LEVELS) * max));
      text.append(mark);
    });
    item.append(value, text);
    return item;
  };
  const list = (into, title, contexts, f) => {
    const items = make("ul", undefined, "contexts");
    contexts.forEach((c) => items.append(context(c, typeof c.t === "string" ? [...c.t] : c.t, f.max)));
    into.append(make("h4", title), items);
  };
  const contexts = (f) => {
    const all = dictionary.contexts[f.n] || [];
    const top = all.filter((c) => c.i < 0), rest = all.filter((c) => c.i >= 0);
    const intervals = [...new Set(rest.map((c) => c.i))].sort((a, b) => b - a);
    const more = make("details", undefined, "more");
    more.append(make("summary", "more"));
    if (top.length) list(detail, "Largest activations", top.slice(0, FIRST), f);
    if (top.length > FIRST) list(more, "Further large activations", top.slice(FIRST), f);
    for (const i of intervals) {
      const from = Math.round((100 * i) / data.intervals), to = Math.round((100 * (i + 1)) / data.intervals);
      const of = rest.filter((c) => c.i === i), title = "Drawn from " + from + "–" + to + " % of the largest";
      list(detail, title, of.slice(0, 1), f);
      if (of.length > 1) list(more, title, of.slice(1), f);
    }
    if (more.children.length > 1) {
      const kept = more.querySelectorAll("li").length;
      more.firstChild.textContent = kept + " more contexts";
      detail.append(more);
    }
    if (!all.length) detail.append(make("p", f.state === 1 ? "It is active on no token." : "No contexts are kept of it."));
  };

  // The histogram: a bar half an octave, and the threshold from which on the feature counts as detecting its label.
  const node = (tag, attributes, text) => {
    const element = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    if (text !== undefined) element.textContent = text;
    return element;
  };
  const histogram = (f) => {
    const n = f.histogram ? f.histogram.length : 0;
    if (!n) return;
    const edges = [f.from];
    const base = 2 ** Math.floor(Math.log2(f.from) + 1e-9);
    let half = f.from / base > 1.25;
    for (let i = 0; i < n; i++) {
      const last = edges[edges.length - 1];
      edges.push(half ? (last / 1.5) * 2 : last * 1.5);
      half = !half;
    }
    const width = 460, height = 96, bottom = 74, most = Math.max(...f.histogram);
    const x = (a) => 8 + ((width - 16) * (Math.log(a) - Math.log(edges[0]))) / (Math.log(edges[n]) - Math.log(edges[0]));
    const svg = node("svg", { viewBox: "0 0 " + width + " " + height, role: "img", class: "histogram" });
    svg.append(node("title", {}, "Histogram of its activations: " + f.histogram.map((c, i) => count(c) + " from " + number(edges[i])).join(", ")));
    f.histogram.forEach((c, i) => {
      const tall = c === 0 ? 0 : Math.max(1, (56 * c) / most);
      const bar = node("rect", { x: x(edges[i]) + 0.5, width: Math.max(1, x(edges[i + 1]) - x(edges[i]) - 1), y: bottom - tall, height: tall, class: "bar" });
      bar.append(node("title", {}, number(edges[i]) + " to " + number(edges[i + 1]) + ": " + count(c) + " tokens"));
      svg.append(bar);
    });
    svg.append(node("line", { x1: 8, x2: width - 8, y1: bottom, y2: bottom, class: "axis" }));
    svg.append(node("text", { x: 8, y: 90 }, number(edges[0])), node("text", { x: width - 8, y: 90, "text-anchor": "end" }, number(edges[n])));
    if (f.threshold !== null && f.threshold !== undefined && f.threshold >= edges[0] && f.threshold <= edges[n]) {
      const t = x(f.threshold);
      svg.append(node("line", { x1: t, x2: t, y1: 4, y2: bottom, class: "threshold" }));
      svg.append(node("text", { x: t < width / 2 ? t + 4 : t - 4, y: 12, "text-anchor": t < width / 2 ? "start" : "end", class: "threshold" }, "threshold " + number(f.threshold)));
    }
    detail.append(make("h4", "Activations, tokens by half octaves"), svg);
  };

  const fact = (into, name, content) => {
    const pair = make("div"), value = make("dd");
    value.append(content);
    pair.append(make("dt", name), value);
    into.append(pair);
  };
  const tokens = (texts, values) => {
    const all = make("span", undefined, "tokens");
    texts.forEach((t, i) => {
      const token = make("span");
      token.append(make("code", quoted(t)), " " + values[i]);
      all.append(token);
    });
    return all;
  };
  const choose = (f, asked) => {
    chosen = f.n;
    highlight();
    const heading = make("h3", "Feature " + f.n + (f.label ? ": " + f.label : ""));
    heading.tabIndex = -1;
    detail.replaceChildren(heading);
    const facts = make("dl");
    fact(facts, "active tokens", count(f.active));
    fact(facts, "density", number(f.density));
    fact(facts, "largest activation", number(f.max));
    fact(facts, "mean activation", number(f.mean));
    if (f.f1 !== null) {
      fact(facts, "F1", share(f.f1));
      fact(facts, "precision", share(f.precision));
      fact(facts, "recall", share(f.recall));
    }
    if (f.purity !== null && f.purity !== undefined) {
      fact(facts, "purity for " + f.language, share(f.purity) + " of " + count(f.of) + " tokens");
      fact(facts, "of its strongest activations", share(f.strongest));
    }
    if (f.entropy !== null) fact(facts, "entropy of its token", number(f.entropy) + " bits");
    if (f.stability !== null) fact(facts, "stability", share(f.stability));
    if (f.state > 0) fact(facts, "state", f.state === 1 ? "dead" : "ultra-low density");
    if (f.tokens.length) fact(facts, "active on", tokens(f.tokens, f.shares.map((s) => Math.round(100 * s) + " %")));
    if (f.up && f.up.length) {
      fact(facts, "raises (logits, nats)", tokens(f.up, f.ups.map(signed)));
      fact(facts, "lowers", tokens(f.down, f.downs.map(signed)));
    }
    if (f.near && f.near.length) {
      const near = make("span", undefined, "tokens");
      f.near.forEach((n, i) => {
        const anchor = make("a", "#" + n), other = dictionary.features[n];
        anchor.href = link(n);
        const item = make("span");
        item.append(anchor, " " + share(f.cosines[i]).replace("-", "−") + (other && other.label ? " " + other.label : ""));
        near.append(item);
      });
      fact(facts, "nearest decoder rows, by cosine", near);
    }
    detail.append(facts);
    histogram(f);
    contexts(f);
    places();
    // Below the list it would not be seen.
    if (asked && detail.offsetTop > at("parts").offsetTop) heading.focus();
  };

  // The map of decoder rows.
  const PALETTE = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8c6bb1", "#a6761d"];
  const kind = (f) => (f.label || f.language || "").split(":")[0];
  let kinds = [];
  const mapped = () => dictionary.features.filter((f) => f.state !== 1 && typeof f.x === "number" && typeof f.y === "number");
  const colour = (f) => {
    const i = kinds.indexOf(kind(f));
    return i < 0 ? "#888888" : PALETTE[i % PALETTE.length];
  };
  let project = null;
  const places = () => {
    const all = mapped();
    at("maps").hidden = all.length < 3;
    if (all.length < 3) return;
    const width = map.clientWidth || 600, height = Math.round(width * 0.55), ratio = window.devicePixelRatio || 1;
    map.width = width * ratio;
    map.height = height * ratio;
    map.style.height = height + "px";
    const xs = all.map((f) => f.x), ys = all.map((f) => f.y);
    const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    project = (f) => [
      12 + ((width - 24) * (f.x - left)) / (right - left || 1), height - 12 - ((height - 24) * (f.y - low)) / (high - low || 1)];
    const pen = map.getContext("2d");
    pen.scale(ratio, ratio);
    pen.clearRect(0, 0, width, height);
    const within = new Set(found.map((f) => f.n));
    for (const f of all) {
      const [x, y] = project(f);
      pen.globalAlpha = within.has(f.n) ? 0.8 : 0.15;
      pen.fillStyle = colour(f);
      pen.beginPath();
      pen.arc(x, y, 3.5, 0, 7);
      pen.fill();
    }
    const f = dictionary.features[chosen];
    if (f && typeof f.x === "number" && typeof f.y === "number") {
      const [x, y] = project(f);
      pen.globalAlpha = 1;
      pen.lineWidth = 2.5;
      pen.strokeStyle = getComputedStyle(map).color;
      pen.beginPath();
      pen.arc(x, y, 7, 0, 7);
      pen.stroke();
    }
  };
  const nearest = (event) => {
    const box = map.getBoundingClientRect();
    let best = null, least = 20 * 20;
    for (const f of mapped()) {
      const [x, y] = project(f);
      const distance = (x - event.clientX + box.left) ** 2 + (y - event.clientY + box.top) ** 2;
      if (distance < least) [best, least] = [f, distance];
    }
    return best;
  };
  const legend = () => {
    const sizes = new Map();
    mapped().forEach((f) => kind(f) && sizes.set(kind(f), (sizes.get(kind(f)) || 0) + 1));
    kinds = [...sizes.keys()].sort((a, b) => sizes.get(b) - sizes.get(a)).slice(0, PALETTE.length);
    at("legend").replaceChildren(...kinds.map((name, i) => {
      const item = make("li"), dot = make("span", "●");
      dot.style.color = PALETTE[i];
      dot.setAttribute("aria-hidden", "true");
      item.append(dot, " " + name + " " + sizes.get(name));
      return item;
    }));
  };

  const enter = (other) => {
    dictionary = other;
    dictionaries.value = String(data.dictionaries.indexOf(other));
    legend();
    update();
  };
  /** Goes where the address points: to a dictionary and a feature of it. */
  const follow = (asked) => {
    let name = "", n = NaN;
    try {
      const parts = decodeURIComponent(location.hash.slice(1)).match(/^(.*)\/(\d+)$/);
      if (parts) [name, n] = [parts[1], Number(parts[2])];
    } catch (e) {
      // An address that was written by hand and names nothing.
    }
    const named = data.dictionaries.find((d) => d.name === name);
    if (!named || !named.features[n]) return false;
    if (named !== dictionary) enter(named);
    choose(named.features[n], asked);
    return true;
  };

  data.dictionaries.forEach((d, i) => {
    const option = make("option", d.name + " (" + count(d.features.length) + ")");
    option.value = String(i);
    dictionaries.append(option);
  });
  dictionaries.addEventListener("change", () => {
    enter(data.dictionaries[Number(dictionaries.value)]);
    if (found.length) choose(found[0], false);
  });
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
    next.querySelector("a").focus();
    choose(found[page * PAGE + next.rowIndex - 1], false);
  });
  map.addEventListener("mousemove", (event) => {
    const f = nearest(event);
    map.title = f ? "#" + f.n + " " + (f.label || "") : "";
    map.style.cursor = f ? "pointer" : "default";
  });
  map.addEventListener("click", (event) => {
    const f = nearest(event);
    if (f) location.hash = link(f.n);
  });
  window.addEventListener("resize", places);
  window.addEventListener("hashchange", () => follow(true));
  enter(dictionary);
  if (!follow(false) && found.length) choose(found[0], false);
})();
