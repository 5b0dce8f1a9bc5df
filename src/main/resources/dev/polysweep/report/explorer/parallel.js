"use strict";
// Parallel coordinates: a line a run, an axis a column. A brush on an axis marks the runs that cross it there.

const parallelPlot = (host, runs, marks, colours, pointer) => {
  const TOP = 58, BOTTOM = 14, SIDE = 64, MOST = 190, HEIGHT = 340;
  const layers = makeLayers(host, "axes", "Parallel coordinates: a line a run, an axis a setting or metric; the table below has the same values.");
  const ranges = new Map(); // from a column's name to the brushed range in pixels
  let axes = [], x = null, width = 0, paths = new Map();

  const line = (pen, i) => {
    pen.beginPath();
    let drawing = false;
    for (const axis of axes) {
      const y = axis.y[i];
      if (Number.isNaN(y)) { drawing = false; continue; }
      if (drawing) pen.lineTo(axis.x, y); else pen.moveTo(axis.x, y);
      drawing = true;
    }
    pen.stroke();
  };
  const alpha = (n) => Math.max(0.05, Math.min(0.75, 14 / Math.sqrt(Math.max(1, n))));
  const pen = (layer, i) => {
    const at = layers.pens[layer];
    at.strokeStyle = colours.at(i);
    line(at, i);
  };
  const drawAll = makeQueue(250, (i) => pen(0, i));
  const drawMarked = makeQueue(250, (i) => pen(1, i));

  const showMarks = () => {
    layers.clear(1, width, HEIGHT);
    host.classList.toggle("dimmed", marks.on !== null);
    const marked = marks.on === null ? [] : runs.shuffled.filter((i) => marks.on[i]);
    layers.pens[1].globalAlpha = alpha(marked.length);
    layers.pens[1].lineWidth = 1.2;
    drawMarked(marked);
  };
  const show = () => {
    layers.clear(0, width, HEIGHT);
    layers.pens[0].globalAlpha = alpha(runs.count);
    layers.pens[0].lineWidth = 1;
    drawAll(runs.shuffled);
    showMarks();
  };

  const brushed = () => {
    const active = axes.filter((axis) => ranges.has(axis.column.name)).map((axis) => ({ y: axis.y, range: ranges.get(axis.column.name) }));
    marks.set("parallel", active.length ? (i) => active.every(({ y, range }) => y[i] >= range[0] && y[i] <= range[1]) : null);
  };

  const brushing = perFrame(brushed);

  const title = (text, room) => {
    const lines = [""];
    for (const part of text.split(/(?<=_)/)) {
      if (lines.at(-1).length + part.length > room && lines.at(-1)) lines.push("");
      lines[lines.length - 1] += part;
    }
    return lines.slice(0, 3);
  };

  const columnsAre = (columns) => {
    // The names of the first axis have nothing to their left, so they get the room that they need.
    const names = columns.length > 1 && columns[0].levels ? columns[0].levels.map((v) => number(v, 6).length) : [];
    const left = Math.min(MOST, Math.max(SIDE + 8, 6.4 * d3.max([0, ...names]) + 18));
    width = Math.max(host.parentElement.clientWidth, 96 * (columns.length - 1) + left + SIDE);
    layers.size(width, HEIGHT);
    x = d3.scalePoint(columns.map((c) => c.name), [left, width - SIDE]);
    axes = columns.map((column, at) => {
      const scale = scaleOf(runs, column, HEIGHT - BOTTOM, TOP);
      return { column, scale, x: columns.length > 1 ? x(column.name) : width / 2, y: spread(runs, scale, 16, 2246822519 + 2 * at) };
    });
    for (const name of [...ranges.keys()]) if (!columns.some((c) => c.name === name)) ranges.delete(name);
    const groups = layers.svg.selectAll("g.axis").data(axes, (a) => a.column.name).join("g").attr("class", "axis")
      .attr("transform", (a) => "translate(" + a.x + ",0)");
    groups.each(function (axis) {
      const group = d3.select(this);
      group.selectAll("*").remove();
      group.call(axisOf(axis.scale, d3.axisLeft(axis.scale.axis), 16, columns.length === 1 ? width : axis === axes[0] ? left : Math.min(x.step(), 2 * SIDE)).tickSizeOuter(0).tickSizeInner(4));
      const lines = title(axis.column.name, Math.max(9, Math.floor(columns.length > 1 ? Math.min(2 * SIDE, x.step()) / 7.5 : 40)));
      lines.forEach((text, at) => group.append("text").attr("class", "name").attr("y", TOP - 12 - 14 * (lines.length - 1 - at)).text(text));
      const brush = d3.brushY().extent([[-14, TOP - 6], [14, HEIGHT - BOTTOM + 6]]).on("brush end", (event) => {
        if (event.selection) ranges.set(axis.column.name, event.selection); else ranges.delete(axis.column.name);
        if (event.sourceEvent) brushing();
      });
      axis.brush = brush;
      const area = group.append("g").attr("class", "brush").call(brush);
      if (ranges.has(axis.column.name)) area.call(brush.move, ranges.get(axis.column.name));
    });
    brushed();
    show();
  };

  const nearest = (px, py) => {
    const right = axes.findIndex((axis) => axis.x >= px), a = axes[Math.max(0, right === -1 ? axes.length - 1 : right - 1)], b = axes[right === -1 ? axes.length - 1 : right];
    const t = a === b ? 0 : (px - a.x) / (b.x - a.x);
    let best = -1, least = 8;
    for (let i = 0; i < runs.count; i++) {
      const distance = Math.abs(a.y[i] * (1 - t) + b.y[i] * t - py);
      if (distance < least && marks.has(i)) { best = i; least = distance; }
    }
    return best;
  };
  layers.svg.on("pointermove", (event) => {
    const [px, py] = d3.pointer(event, layers.svg.node());
    pointer.over(event.buttons || py < TOP - 6 ? -1 : nearest(px, py), event);
  });
  layers.svg.on("pointerleave", () => pointer.over(-1));
  layers.svg.on("click", (event) => {
    const i = pointer.under() >= 0 ? pointer.under() : nearest(...d3.pointer(event, layers.svg.node()));
    if (i >= 0) pointer.choose(i);
  });

  return {
    columnsAre, show, showMarks,
    trace(i) {
      layers.clear(2, width, HEIGHT);
      if (i < 0) return;
      const top = layers.pens[2];
      top.lineWidth = 3;
      top.strokeStyle = getComputedStyle(host).color;
      line(top, i);
    },
    // Brushes an axis from one value to another, as a person would.
    brush(name, from, to) {
      const axis = axes.find((a) => a.column.name === name);
      const range = [axis.scale.axis(from), axis.scale.axis(to)].sort((a, b) => a - b), more = axis.scale.levels ? 9 : 1;
      layers.svg.selectAll("g.axis").filter((a) => a === axis).select("g.brush").call(axis.brush.move, [range[0] - more, range[1] + more]);
      brushed();
    },
    clear() {
      ranges.clear();
      layers.svg.selectAll("g.axis").each(function (axis) { d3.select(this).select("g.brush").call(axis.brush.move, null); });
      brushed();
    },
  };
};
