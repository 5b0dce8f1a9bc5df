"use strict";
// Asks the server what the features answer to in a text that a person types. Text goes in as text, never as markup.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const at = (id) => document.getElementById(id);
  const input = at("try-text"), state = at("try-state"), line = at("try-tokens"), list = at("try-features");
  let reading = null, dictionary = null;

  const make = (tag, text, name) => {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    if (name) element.className = name;
    return element;
  };
  const visible = (text) => (text === "\n" ? "↵" : text === "\t" ? "⇥" : text);
  const signed = (value) => (value < 0 ? "−" : "+") + Math.abs(value).toFixed(3);
  const mean = (values) => {
    const known = values.filter((v) => v !== null);
    return known.length ? known.reduce((a, b) => a + b, 0) / known.length : NaN;
  };
  const ask = async (feature) => {
    dictionary = data.dictionaries[Number(at("dictionary").value)];
    const question = { text: input.value, dictionary: dictionary.name };
    if (feature !== undefined) question.feature = feature;
    const response = await fetch("answer", { method: "POST", body: JSON.stringify(question) });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.problem);
    return answer;
  };

  /** Draws the tokens, shaded by a value each. */
  const draw = (values, words) => {
    const most = Math.max(...values.map(Math.abs), 1e-9);
    line.replaceChildren();
    reading.tokens.forEach((token, t) => {
      const level = Math.ceil((10 * Math.abs(values[t])) / most);
      const mark = make("mark", visible(token), values[t] !== 0 ? "s" + level : "");
      mark.tabIndex = 0;
      mark.title = words(t);
      mark.addEventListener("mouseenter", () => features(t));
      mark.addEventListener("focus", () => features(t));
      line.append(mark);
    });
  };
  const features = (t) => {
    const active = [...reading.active[t]].sort((a, b) => b[1] - a[1]).slice(0, 20);
    const items = make("ul", undefined, "contexts");
    for (const [n, a] of active) {
      const item = make("li"), text = make("span"), link = make("a", "#" + n), out = make("button", "take it out");
      const known = dictionary.features[n];
      link.href = "#" + encodeURIComponent(dictionary.name) + "/" + n;
      out.type = "button";
      out.addEventListener("click", () => without(n));
      text.append(link, " " + ((known && known.label) || "") + " ", out);
      item.append(make("span", a.toPrecision(3), "value"), text);
      items.append(item);
    }
    list.replaceChildren(make("h3", "Active on “" + visible(reading.tokens[t]) + "”: " + reading.active[t].length), items);
  };
  const read = async () => {
    try {
      state.textContent = "reading …";
      reading = await ask();
      state.textContent = reading.tokens.length + " tokens, " + (reading.cut ? reading.cut + " more were cut off, " : "") +
        "mean surprisal " + mean(reading.surprisal).toFixed(3) + " nats; shade: features active on a token";
      draw(reading.active.map((row) => row.length), (t) => reading.active[t].length + " features");
      list.replaceChildren();
    } catch (e) {
      state.textContent = e.message;
    }
  };
  const without = async (n) => {
    try {
      const answer = await ask(n);
      reading = answer;
      const change = answer.without.map((v, t) => (v === null ? 0 : v - answer.surprisal[t]));
      state.textContent = "without feature " + n + ": mean surprisal " + mean(answer.surprisal).toFixed(3) + " → " +
        mean(answer.without).toFixed(3) + " nats; shade: change of a token’s surprisal";
      draw(change, (t) => signed(change[t]) + " nats");
    } catch (e) {
      state.textContent = e.message;
    }
  };
  at("try-read").addEventListener("click", read);
})();
