"use strict";
// A scatter of any two columns. A brush marks the runs within it.

const scatterPlot = (host, runs, marks, colours, pointer) => {
  const LEFT = 68, RIGHT = 14, TOP = 12, BOTTOM = 46;
  const layers = makeLayers(host, "axes", "Scatter of two columns, a dot a run; the table below has the same values.");
  let width = 0, height = 0, columns = [], px = null, py = null, area = null;
  const brush = d3.brush();

  const size = () => (runs.count > 3000 ? 1.6 : runs.count > 500 ? 2.2 : 3.2);
  const dot = (layer, i) => {
    if (Number.isNaN(px[i]) || Number.isNaN(py[i])) return;
    const pen = layers.pens[layer], r = size();
    pen.fillStyle = colours.at(i);
    pen.beginPath();
    pen.arc(px[i], py[i], r, 0, 2 * Math.PI);
    pen.fill();
  };
  const alpha = (n) => Math.max(0.3, Math.min(0.85, 30 / Math.sqrt(Math.max(1, n))));
  const drawAll = makeQueue(1000, (i) => dot(0, i));
  const drawMarked = makeQueue(1000, (i) => dot(1, i));

  const showMarks = () => {
    layers.clear(1, width, height);
    host.classList.toggle("dimmed", marks.on !== null);
    const marked = marks.on === null ? [] : runs.shuffled.filter((i) => marks.on[i]);
    layers.pens[1].globalAlpha = alpha(marked.length);
    drawMarked(marked);
  };
  const show = () => {
    layers.clear(0, width, height);
    layers.pens[0].globalAlpha = alpha(runs.count);
    drawAll(runs.shuffled);
    showMarks();
  };
  const mark = (selection) => {
    if (!selection) return marks.set("scatter", null);
    const [[x0, y0], [x1, y1]] = selection;
    marks.set("scatter", (i) => px[i] >= x0 && px[i] <= x1 && py[i] >= y0 && py[i] <= y1);
  };
  const marking = perFrame(mark);
  brush.on("brush end", (event) => { if (event.sourceEvent) marking(event.selection); });

  const columnsAre = (x, y) => {
    const moved = columns.length && (columns[0] !== x || columns[1] !== y);
    columns = [x, y];
    width = Math.max(280, host.parentElement.clientWidth);
    height = Math.max(300, Math.min(440, Math.round(width * 0.72)));
    layers.size(width, height);
    const sx = scaleOf(runs, x, LEFT, width - RIGHT), sy = scaleOf(runs, y, height - BOTTOM, TOP);
    px = spread(runs, sx, 40, 2654435761);
    py = spread(runs, sy, 40, 1597334677);
    layers.svg.selectAll("*").remove();
    const bottom = layers.svg.append("g").attr("transform", "translate(0," + (height - BOTTOM) + ")");
    const most = sx.levels ? Math.floor((width - LEFT) / 9 / Math.max(3, d3.max(sx.levels, (v) => Math.min(16, number(v, 6).length)))) : Math.floor(width / 90);
    bottom.call(axisOf(sx, d3.axisBottom(sx.axis), most, 118).tickSizeOuter(0));
    layers.svg.append("g").attr("transform", "translate(" + LEFT + ",0)").call(axisOf(sy, d3.axisLeft(sy.axis), 20, LEFT).tickSizeOuter(0));
    const named = (column) => column.name + (column.unit ? " (" + column.unit + ")" : "");
    layers.svg.append("text").attr("class", "name").attr("x", (LEFT + width - RIGHT) / 2).attr("y", height - 8).text(named(x) + (sx.log ? ", logarithmic" : ""));
    layers.svg.append("text").attr("class", "name").attr("transform", "translate(14," + (TOP + height - BOTTOM) / 2 + ") rotate(-90)").text(named(y) + (sy.log ? ", logarithmic" : ""));
    brush.extent([[LEFT - 6, TOP - 6], [width - RIGHT + 6, height - BOTTOM + 6]]);
    area = layers.svg.append("g").attr("class", "brush").call(brush);
    if (moved) mark(null);
    show();
  };

  const nearest = (x, y) => {
    let best = -1, least = 144;
    for (let i = 0; i < runs.count; i++) {
      const distance = (px[i] - x) ** 2 + (py[i] - y) ** 2;
      if (distance < least && marks.has(i)) { best = i; least = distance; }
    }
    return best;
  };
  layers.svg.on("pointermove", (event) => pointer.over(event.buttons ? -1 : nearest(...d3.pointer(event, layers.svg.node())), event));
  layers.svg.on("pointerleave", () => pointer.over(-1));
  layers.svg.on("click", (event) => {
    const i = pointer.under() >= 0 ? pointer.under() : nearest(...d3.pointer(event, layers.svg.node()));
    if (i >= 0) pointer.choose(i);
  });

  return {
    columnsAre, show, showMarks,
    place: (i) => [px[i], py[i]],
    trace(i) {
      layers.clear(2, width, height);
      if (i < 0 || Number.isNaN(px[i]) || Number.isNaN(py[i])) return;
      const top = layers.pens[2];
      top.lineWidth = 2.5;
      top.strokeStyle = getComputedStyle(host).color;
      top.beginPath();
      top.arc(px[i], py[i], size() + 4, 0, 2 * Math.PI);
      top.stroke();
    },
    clear() {
      area.call(brush.move, null);
      mark(null);
    },
  };
};
