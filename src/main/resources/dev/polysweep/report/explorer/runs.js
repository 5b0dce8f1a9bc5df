"use strict";
// The runs of the sweep by column, and which of them are marked; charts and table share both. Text goes in as text, never as markup.

const make = (tag, text, name) => {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  if (name) element.className = name;
  return element;
};

const number = (value, digits = 4) => {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  if (typeof value !== "number") return String(value);
  const size = Math.abs(value);
  const text = size !== 0 && (size < 1e-3 || size >= 1e6) ? value.toExponential(digits - 1).replace(/\.?0+e/, "e").replace("e+", "e")
    : Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(digits)));
  return text.replace(/-/g, "−");
};

// The columns of a run. A level column has few values, which lie side by side on an axis; a number column has a scale.
const makeRuns = (data) => {
  const count = data.label.length, columns = [];
  const levels = (name, kind, meaning, values, codes) =>
    columns.push({
      name, kind, meaning, unit: "", levels: values,
      raw: (i) => values[codes[i]], at: (i) => codes[i], text: (i) => number(values[codes[i]], 6), interval: () => null,
    });
  const numbers = (name, kind, meaning, unit, values, intervals) =>
    columns.push({
      name, kind, meaning, unit, levels: null,
      raw: (i) => values[i], at: (i) => (values[i] === null ? NaN : values[i]), text: (i) => number(values[i]),
      interval: (i) => intervals && intervals[data.label[i]],
    });
  levels("label", "run", "label of the configuration", data.labels, data.label);
  numbers("seed", "run", "seed of every random draw of the run", "", data.seed);
  if (data.statuses.length > 1) levels("status", "run", "how the run ended", data.statuses, data.status);
  for (const setting of data.settings) {
    const values = [...new Set(setting.values)];
    if (values.every((v) => typeof v === "number" || v === null)) values.sort((a, b) => (a === null) - (b === null) || a - b);
    const code = new Map(values.map((v, at) => [v, at]));
    levels(setting.name, "setting", setting.meaning, values, data.label.map((label) => code.get(setting.values[label])));
  }
  for (const metric of data.metrics) numbers(metric.name, metric.lead ? "lead" : "metric", metric.meaning, metric.unit, metric.values, metric.intervals);
  columns.forEach((column, at) => { column.field = "c" + at; });
  const byName = new Map(columns.map((column) => [column.name, column]));
  return {
    count, columns, labels: data.labels,
    of: (name) => byName.get(name),
    id: (i) => data.ids.slice(16 * i, 16 * i + 16),
    label: (i) => data.labels[data.label[i]],
    seed: (i) => data.seed[i],
    find: (label, seed) => data.label.findIndex((at, i) => at === label && data.seed[i] === seed),
    // A fixed shuffle: whatever part of the runs is drawn first stands for all.
    shuffled: Array.from({ length: count }, (_, i) => i).sort((a, b) => (Math.imul(a, 2654435761) >>> 0) - (Math.imul(b, 2654435761) >>> 0)),
  };
};

// What is brushed or filtered somewhere marks runs everywhere: a run is marked when it passes every test that is set.
const makeMarks = (runs) => {
  const tests = new Map(), listeners = [];
  const marks = {
    on: null,
    count: runs.count,
    set(name, test) {
      if (!test && !tests.has(name)) return;
      if (test) {
        const mask = new Uint8Array(runs.count);
        for (let i = 0; i < runs.count; i++) mask[i] = test(i) ? 1 : 0;
        tests.set(name, mask);
      } else tests.delete(name);
      marks.on = null;
      marks.count = runs.count;
      if (tests.size) {
        const all = [...tests.values()];
        marks.on = new Uint8Array(runs.count);
        marks.count = 0;
        for (let i = 0; i < runs.count; i++) if (all.every((mask) => mask[i])) marks.count += marks.on[i] = 1;
      }
      listeners.forEach((listener) => listener());
    },
    has: (i) => marks.on === null || marks.on[i] === 1,
    listen: (listener) => listeners.push(listener),
  };
  return marks;
};

// A test for what a person writes into a filter: part of a text, a number, a range "0.1..0.3", or a bound such as "> 0.5".
const filterOf = (column, text) => {
  const wanted = text.trim().replace(/−/g, "-");
  if (wanted === "") return null;
  const range = /^(\S+)\s*\.\.\s*(\S+)$/.exec(wanted), bound = /^(<=|>=|<|>|=)\s*(.+)$/.exec(wanted);
  const ofNumbers = column.levels === null || column.levels.every((v) => typeof v === "number" || v === null);
  const value = (i) => column.raw(i);
  const known = (i) => value(i) !== null;
  if (ofNumbers && range) {
    const [low, high] = [Number(range[1]), Number(range[2])];
    return (i) => known(i) && value(i) >= low && value(i) <= high;
  }
  if (ofNumbers && bound) {
    const limit = Number(bound[2]);
    const test = { "<": (v) => v < limit, ">": (v) => v > limit, "<=": (v) => v <= limit, ">=": (v) => v >= limit, "=": (v) => v === limit }[bound[1]];
    return (i) => known(i) && test(value(i));
  }
  if (ofNumbers && !Number.isNaN(Number(wanted))) return (i) => value(i) === Number(wanted);
  const lower = wanted.toLowerCase();
  return (i) => column.text(i).toLowerCase().includes(lower) || String(value(i)).toLowerCase().includes(lower);
};

// A scale from a column's values to pixels: levels side by side, numbers on a logarithmic axis where they are positive and span a factor of 100.
const scaleOf = (runs, column, from, to) => {
  if (column.levels) {
    const scale = d3.scalePoint(d3.range(column.levels.length), [from, to]).padding(column.levels.length > 1 ? 0.25 : 0);
    return { at: (i) => scale(column.at(i)), levels: column.levels, step: scale.step(), axis: scale, log: false };
  }
  let [low, high] = d3.extent(d3.range(runs.count), (i) => column.at(i));
  if (low === undefined) [low, high] = [0, 1];
  if (low === high) [low, high] = [low - (Math.abs(low) || 1) / 2, high + (Math.abs(high) || 1) / 2];
  const log = low > 0 && high / low >= 100;
  const scale = (log ? d3.scaleLog() : d3.scaleLinear()).domain([low, high]).range([from, to]);
  if (!log) scale.nice(6);
  return { at: (i) => scale(column.at(i)), levels: null, step: 0, axis: scale, log };
};

// Where runs lie on a scale, in pixels. Runs that share a level would lie on each other; they are spread over a part of its room, each always in the same place.
const spread = (runs, scale, most, salt) => {
  const room = scale.levels ? Math.min(most, scale.step / 2.5 || most) : 0;
  return Float32Array.from({ length: runs.count }, (_, i) => scale.at(i) + ((Math.imul(i + 1, salt) >>> 8) / 2 ** 24 - 0.5) * room);
};

// A text cut in its middle, so that names which begin alike stay different.
const cut = (text, longest) => {
  if (text.length <= longest) return text;
  const head = Math.ceil((longest - 1) / 2);
  return text.slice(0, head) + "…" + text.slice(text.length - (longest - 1 - head));
};

// An axis for D3 with numbers as the page writes them, as many levels as there is room for, and their names cut to a width in pixels.
const axisOf = (scale, axis, room, wide) => {
  const longest = Math.max(4, Math.floor((wide - 16) / 6.4));
  if (scale.levels) {
    const every = Math.max(1, Math.ceil(scale.levels.length / Math.max(1, Math.floor(room))));
    return axis.tickValues(d3.range(0, scale.levels.length, every)).tickFormat((at) => cut(number(scale.levels[at], 6), longest));
  }
  if (!scale.log) return axis.ticks(Math.min(6, room)).tickFormat((v) => number(v, 6));
  const powers = scale.axis.ticks().filter((v) => Math.abs(Math.log10(v) - Math.round(Math.log10(v))) < 1e-9);
  return axis.tickValues(powers.length > 1 ? powers : scale.axis.domain()).tickFormat((v) => number(v, 2));
};

// Colours of runs by a column, and the legend that says what they mean.
const makeColours = (runs) => {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const palette = () => dark.matches
    ? ["#6db7ea", "#f0985a", "#6fce8e", "#e58fc0", "#e6cf82", "#a99bf0", "#62d0cf", "#f28b82"]
    : ["#0067a5", "#c25a06", "#14803f", "#a8327c", "#8a6d00", "#6a4fc4", "#00797c", "#b3261e"];
  const ramp = (t) => d3.interpolateViridis(dark.matches ? 0.25 + 0.75 * t : 0.9 * t);
  const colours = {
    column: null,
    by(column) {
      colours.column = column;
      const { levels } = column;
      const ordered = levels && levels.length > 2 && levels.every((v) => typeof v === "number");
      if (levels && !ordered && levels.length <= 8) {
        colours.of = (i) => palette()[column.at(i)];
        colours.legend = () => levels.map((v, at) => [palette()[at], number(v, 6)]);
      } else if (levels) {
        const last = Math.max(1, levels.length - 1);
        colours.of = (i) => ramp(column.at(i) / last);
        const shown = levels.length <= 8 ? d3.range(levels.length) : [0, Math.floor(last / 2), last];
        colours.legend = () => shown.map((at) => [ramp(at / last), number(levels[at], 6)]);
      } else {
        const scale = scaleOf(runs, column, 0, 1).axis;
        colours.of = (i) => (Number.isNaN(column.at(i)) ? "#8a8f96" : ramp(scale(column.at(i))));
        const ends = scale.domain();
        colours.legend = () => [0, 0.25, 0.5, 0.75, 1].map((t) => [ramp(t), number(scale.invert(t), 3)]);
        if (ends[0] === ends[1]) colours.legend = () => [[ramp(0), number(ends[0])]];
      }
      colours.fresh = d3.range(runs.count).map(colours.of);
    },
    at: (i) => colours.fresh[i],
    listen: (listener) => dark.addEventListener("change", () => { colours.by(colours.column); listener(); }),
  };
  return colours;
};

// A canvas under an SVG of the same size; the canvas has as many pixels as the screen.
const makeLayers = (host, name, describe) => {
  const canvases = ["all", "marked", "top"].map((layer) => {
    const canvas = make("canvas", undefined, layer);
    if (layer === "all") {
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", describe);
    } else canvas.setAttribute("aria-hidden", "true");
    return canvas;
  });
  const svg = d3.create("svg").attr("class", name).attr("aria-hidden", "true");
  host.replaceChildren(...canvases, svg.node());
  const pens = canvases.map((canvas) => canvas.getContext("2d"));
  return {
    svg, pens, canvases,
    size(width, height) {
      const ratio = window.devicePixelRatio || 1;
      canvases.forEach((canvas, at) => {
        canvas.width = Math.round(width * ratio);
        canvas.height = Math.round(height * ratio);
        canvas.style.width = width + "px";
        canvas.style.height = height + "px";
        pens[at].setTransform(ratio, 0, 0, ratio, 0, 0);
      });
      svg.attr("width", width).attr("height", height).attr("viewBox", [0, 0, width, height]);
      host.style.height = height + "px";
    },
    clear: (at, width, height) => pens[at].clearRect(0, 0, width, height),
  };
};

// Draws so many runs a frame, so that the page answers while ten thousand are drawn; a new call ends the one before. Time is no
// measure of it: a browser may note what is to be drawn and draw it when the frame ends.
const makeQueue = (most, draw) => {
  let frame = 0;
  return (indices) => {
    cancelAnimationFrame(frame);
    let next = 0;
    const step = () => {
      const end = Math.min(indices.length, next + most);
      for (; next < end; next++) draw(indices[next]);
      frame = next < indices.length ? requestAnimationFrame(step) : 0;
    };
    step();
  };
};

// Calls a function once a frame at most, with what it was last called with: a pointer moves more often than a screen is drawn.
const perFrame = (call) => {
  let frame = 0, last = [];
  return (...given) => {
    last = given;
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      call(...last);
    });
  };
};
