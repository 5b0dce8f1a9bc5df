"use strict";
// Puts the explorer together: charts and table of the same runs, what is chosen in them, and the run under the pointer.
(() => {
  const at = (id) => document.getElementById(id);
  const runs = makeRuns(JSON.parse(at("runs").textContent));
  const marks = makeMarks(runs), colours = makeColours(runs);
  at("explore").hidden = false;

  const folder = location.protocol === "file:" ? decodeURIComponent(location.pathname).replace(/\/[^/]*$/, "").replace(/^\/([A-Za-z]:)/, "$1") : "DIR";
  const quoted = /^[\w./:-]+$/.test(folder) ? folder : "'" + folder.replace(/'/g, "'\\''") + "'";
  const command = (i) => "polysweep analyze " + quoted + " --cell " + runs.id(i);

  // What hovering shows of a run, and what choosing it keeps.
  const about = (i) => {
    const list = make("dl");
    const fact = (name, text) => {
      const pair = make("div");
      pair.append(make("dt", name), make("dd", text));
      list.append(pair);
    };
    fact("label", runs.label(i));
    fact("seed", String(runs.seed(i)));
    const shown = [...new Set([runs.of(at("across").value), runs.of(at("up").value), ...runs.columns.filter((c) => c.kind === "lead")])];
    for (const column of shown.filter((c) => c.kind !== "run").slice(0, 6)) {
      const interval = column.interval(i);
      fact(column.name, column.text(i) + (interval ? " (mean of the label " + number(interval[0], 3) + " [" + number(interval[1], 3) + ", " + number(interval[2], 3) + "])" : ""));
    }
    fact("cell", runs.id(i));
    return list;
  };
  const tip = at("tip"), card = at("chosen");
  let under = -1;
  const pointer = {
    under: () => under,
    over(i, event) {
      if (i !== under) {
        under = i;
        parallel.trace(i >= 0 ? i : chosen);
        scatter.trace(i >= 0 ? i : chosen);
        if (i >= 0 && event) tip.replaceChildren(about(i), make("code", command(i)), make("p", "Click to keep it and copy the line.", "hint"));
        tip.hidden = i < 0 || !event;
      }
      if (tip.hidden || !event) return;
      const { clientX: x, clientY: y } = event, box = tip.getBoundingClientRect();
      tip.style.left = Math.max(4, x + 16 + box.width > window.innerWidth ? x - 16 - box.width : x + 16) + "px";
      tip.style.top = Math.max(4, Math.min(y + 16, window.innerHeight - box.height - 4)) + "px";
    },
    choose(i) {
      chosen = i;
      tip.hidden = true;
      parallel.trace(i);
      scatter.trace(i);
      const line = make("code", command(i), "line"), copy = make("button", "Copy"), done = make("span", "", "hint");
      line.id = "line";
      copy.type = "button";
      done.setAttribute("role", "status");
      copy.addEventListener("click", async () => {
        try {
          await navigator.clipboard.writeText(command(i));
          done.textContent = "copied";
        } catch {
          getSelection().selectAllChildren(line);
          done.textContent = document.execCommand("copy") ? "copied" : "selected; copy it with the keyboard";
        }
      });
      const row = make("p", undefined, "copy");
      row.append(line, copy, done);
      card.replaceChildren(make("h3", "Chosen run"), about(i), row);
    },
  };
  let chosen = -1;

  const parallel = parallelPlot(at("parallel"), runs, marks, colours, pointer);
  const scatter = scatterPlot(at("scatter"), runs, marks, colours, pointer);
  const table = runTable(at("table"), runs, marks, pointer);

  const varied = runs.columns.filter((c) => c.kind === "setting");
  const leads = runs.columns.filter((c) => c.kind === "lead"), metrics = runs.columns.filter((c) => c.kind === "metric");
  const values = leads.concat(metrics);
  const option = (select, column, chosenOne) => {
    const made = make("option", column.name);
    made.value = column.name;
    made.selected = column === chosenOne;
    select.append(made);
  };
  const differs = (c) => d3.some(d3.range(runs.count), (i) => c.raw(i) !== c.raw(0));
  const axes = new Set([...varied.slice(0, 7), ...(leads.length ? leads : metrics).filter((c) => runs.count === 1 || differs(c)).slice(0, 4)].map((c) => c.name));
  const plottable = runs.columns.filter((c) => c.name !== "label" || runs.labels.length <= 40);
  const across = varied.find((c) => c.levels.length > 2 && typeof c.levels[0] === "number") || varied[0] || values[1] || plottable[0];
  plottable.forEach((c) => { option(at("across"), c, across); option(at("up"), c, values[0] || plottable.at(-1)); option(at("colour"), c, varied[0] || values[0]); });
  varied.concat(runs.columns.filter((c) => c.kind === "run" && c.name !== "seed")).forEach((c) => option(at("group"), c));

  const boxes = (into, entries, change) => {
    for (const { name, title, on } of entries) {
      const label = make("label"), box = make("input");
      box.type = "checkbox";
      box.checked = on;
      box.addEventListener("change", () => change(name, box.checked));
      label.append(box, " " + title);
      into.append(label);
    }
  };
  const drawParallel = () => parallel.columnsAre(plottable.filter((c) => axes.has(c.name)));
  boxes(at("axes"), plottable.map((c) => ({ name: c.name, title: c.name, on: axes.has(c.name) })), (name, on) => {
    if (on) axes.add(name); else axes.delete(name);
    drawParallel();
  });
  boxes(at("columns"), table.fields().map((f) => ({ name: f.field, title: f.title, on: f.visible })), table.show);

  const drawScatter = () => scatter.columnsAre(runs.of(at("across").value), runs.of(at("up").value));
  const drawColours = () => {
    colours.by(runs.of(at("colour").value));
    at("legend").replaceChildren(...colours.legend().map(([colour, text]) => {
      const item = make("li", text), swatch = make("span", undefined, "swatch");
      swatch.style.background = colour;
      item.prepend(swatch);
      return item;
    }));
  };
  const means = () => {
    const up = runs.of(at("up").value);
    table.meansOf(up.levels === null ? up : values[0] || up);
  };
  at("across").addEventListener("change", drawScatter);
  at("up").addEventListener("change", () => { drawScatter(); means(); });
  at("colour").addEventListener("change", () => { drawColours(); parallel.show(); scatter.show(); });
  at("group").addEventListener("change", () => table.groupBy(at("group").value ? runs.of(at("group").value) : null));
  at("only").addEventListener("change", () => table.only(at("only").checked));
  at("clear").addEventListener("click", () => { parallel.clear(); scatter.clear(); table.clear(); });

  const count = () => {
    at("count").textContent = marks.on === null ? runs.count.toLocaleString("en") + (runs.count === 1 ? " run" : " runs") : marks.count.toLocaleString("en") + " of " + runs.count.toLocaleString("en") + " runs marked";
    at("clear").disabled = marks.on === null;
  };
  marks.listen(() => { parallel.showMarks(); scatter.showMarks(); table.showMarks(); count(); });
  colours.listen(() => { drawColours(); parallel.show(); scatter.show(); });

  drawColours();
  drawParallel();
  drawScatter();
  means();
  count();
  let width = at("explore").clientWidth;
  new ResizeObserver(() => {
    if (at("explore").clientWidth === width || at("explore").clientWidth === 0) return;
    width = at("explore").clientWidth;
    drawParallel();
    scatter.clear();
    drawScatter();
  }).observe(at("explore"));

  // Links elsewhere in the page name a run by the number of its label and its seed.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-run]");
    if (!link) return;
    const [label, seed] = link.dataset.run.split(" ").map(Number), i = runs.find(label, seed);
    if (i >= 0) { pointer.choose(i); table.reveal(i); }
  });
  // For whoever wants to do by script what the page does by hand.
  window.polysweep = { runs, marks, parallel, scatter, table, pointer };
})();
