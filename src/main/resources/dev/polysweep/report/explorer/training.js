"use strict";
// Arrows of models in two dimensions at a step of their training, which a slider chooses. Between logged steps they move straight.
(() => {
  const at = (id) => document.getElementById(id);
  const data = JSON.parse(at("steps").textContent);
  const last = data.steps.length - 1, SIZE = 220;
  // One scale for all, on which every arrow stays within its frame at every step.
  const longest = d3.max(data.models, (m) => d3.max(m.frames, (frame) => d3.max(d3.range(m.features), (i) => Math.hypot(frame[i], frame[m.features + i]))));
  const reach = Math.max(1.35, 1.08 * longest);
  const place = d3.scaleLinear([-reach, reach], [0, SIZE]);
  const x = (v) => place(v), y = (v) => SIZE - place(v);
  at("training").hidden = false;
  const slider = at("step");
  slider.max = last;
  slider.value = last;

  const panels = d3.select(at("planes")).selectAll("figure").data(data.models).join("figure");
  const svgs = panels.append("svg").attr("viewBox", [0, 0, SIZE, SIZE]).attr("role", "img")
    .attr("aria-label", (m) => "Arrows of " + m.title + " while it trains");
  svgs.append("circle").attr("cx", x(0)).attr("cy", y(0)).attr("r", x(1) - x(0));
  panels.append("figcaption").text((m) => m.title);
  const tip = (model, frame, i) => [frame[i], frame[model.features + i]];
  const features = svgs.append("g").selectAll("g").data((model) => d3.range(model.features).map((i) => ({ model, i }))).join("g");
  features.append("path").attr("class", "way");
  features.append("line").attr("x1", x(0)).attr("y1", y(0));
  features.append("circle").attr("class", "tip").attr("r", 3.5);

  const show = (position) => {
    const low = Math.floor(position), part = position - low, high = Math.min(last, low + 1);
    features.each(function ({ model, i }) {
      const a = tip(model, model.frames[low], i), b = tip(model, model.frames[high], i);
      const now = [a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])];
      const way = model.frames.slice(0, low + 1).map((frame) => tip(model, frame, i)).concat([now]);
      const group = d3.select(this).attr("class", Math.hypot(...now) > 0.5 ? "represented" : "small");
      group.select("path").attr("d", d3.line((p) => x(p[0]), (p) => y(p[1]))(way));
      group.select("line").attr("x2", x(now[0])).attr("y2", y(now[1]));
      group.select(".tip").attr("cx", x(now[0])).attr("cy", y(now[1]));
    });
    const step = Math.round(data.steps[low] + part * (data.steps[high] - data.steps[low])).toLocaleString("en");
    at("at-step").textContent = "step " + step + " of " + data.steps[last].toLocaleString("en");
    slider.setAttribute("aria-valuetext", "step " + step);
  };

  let timer = null;
  const stop = () => {
    if (timer) timer.stop();
    timer = null;
    at("play").textContent = "Play";
  };
  at("play").addEventListener("click", () => {
    if (timer) return stop();
    const from = Number(slider.value) >= last ? 0 : Number(slider.value), whole = 6000;
    at("play").textContent = "Stop";
    timer = d3.timer((elapsed) => {
      const position = Math.min(last, from + (elapsed / whole) * last);
      slider.value = position;
      show(position);
      if (position >= last) stop();
    });
  });
  slider.addEventListener("input", () => { stop(); show(Number(slider.value)); });
  show(last);
})();
