// Opens pages in Chromium and says what is wrong with them, as JSON: node browser.mjs CHROMIUM FOLDER PAGE.html…
// A page may also be the address of one that polysweep features serve serves.
// Screenshots are left in FOLDER, unless it is "-". Puppeteer, axe-core and html-validate are found by NODE_PATH; .ci/run installs them.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import path from "node:path";

const require = createRequire(path.join(process.env.NODE_PATH, "x"));
const puppeteer = require("puppeteer-core");
const { HtmlValidate } = require("html-validate");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const [chromium, folder, ...pages] = process.argv.slice(2);
const WIDTHS = [1280, 390], SCHEMES = ["light", "dark"];
const PAPER = 718; // px between the margins of an A4 page
// Void elements, entities and the like are matters of taste.
const validator = new HtmlValidate({
  extends: ["html-validate:standard"],
  rules: { "no-inline-style": "error", "long-title": "off", "require-sri": "off", "no-trailing-whitespace": "off" },
});
// Processor time of the page's thread in seconds; wall time says little on a busy machine.
const work = async (session) => (await session.send("Performance.getMetrics")).metrics.find((m) => m.name === "ThreadTime").value;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

const browser = await puppeteer.launch({ executablePath: chromium, args: ["--no-sandbox", "--disable-gpu"] });
const report = [];
for (const file of pages) {
  const served = file.startsWith("http://"), url = served ? file : "file://" + path.resolve(file);
  const name = served ? "served" : path.basename(file, ".html"), problems = [];
  const source = served ? await (await fetch(url)).text() : readFileSync(file, "utf8");
  const result = { page: name, problems, bytes: Buffer.byteLength(source) };
  const say = (text) => problems.push(text);
  const expect = (what, is, wanted) => { if (JSON.stringify(is) !== JSON.stringify(wanted)) say(what + ": " + JSON.stringify(is) + " instead of " + JSON.stringify(wanted)); };

  for (const { messages } of (await validator.validateString(source, name + ".html")).results)
    for (const m of messages.slice(0, 20)) say("html-validate " + m.line + ":" + m.column + " " + m.ruleId + ": " + m.message);

  for (const width of WIDTHS) {
    const page = await browser.newPage();
    page.on("console", (m) => { if (["error", "warn"].includes(m.type())) say(width + " console: " + m.text()); });
    page.on("pageerror", (e) => say(width + " error: " + e.message));
    page.on("request", (r) => { if (r.url() !== url && !(served && r.url() === url + "answer")) say(width + " request: " + r.url().slice(0, 200)); });
    await page.setViewport({ width, height: width === 390 ? 844 : 900 });
    const session = await page.createCDPSession();
    await session.send("Performance.enable");
    await page.goto(url, { waitUntil: "load" });
    const explorer = await page.evaluate(() => !!document.getElementById("explore"));
    if (explorer) await page.waitForSelector("#table .tabulator-row");
    if (width === 1280) result.ready = await work(session);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (overflow > 0) say(width + ": the page is wider than the window by " + overflow + " px");
    if (served) {
      await tryText(page, expect).catch(async (e) =>
        say("the panel does not answer: " + e.message + "; it says: " + (await page.$eval("#try-state", (p) => p.textContent))));
    }
    await page.evaluate(axe);
    for (const scheme of SCHEMES) {
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      // Rows of a table are alike, and only contrast depends on the scheme.
      const found = await page.evaluate((again) => window.axe.run(
        { include: [["html"]], exclude: [["tbody tr:nth-child(n+20)"]] },
        { resultTypes: ["violations"], ...(again ? { runOnly: ["color-contrast"] } : {}) }), scheme !== SCHEMES[0]);
      for (const v of found.violations) say(width + " " + scheme + " axe " + v.id + ": " + v.nodes.length + " × " + v.help + ", e.g. " + v.nodes[0].html.slice(0, 160));
      if (folder !== "-") await page.screenshot({ path: path.join(folder, name + "-" + width + "-" + scheme + ".png"), fullPage: true, captureBeyondViewport: true });
    }
    if (explorer && width === 1280) await explore(page, session, expect, result).catch((e) => say("the explorer does not answer: " + e.message));
    if (width === 1280) await printed(page, say);
    await page.close();
  }
  report.push(result);
}
await browser.close();
console.log(JSON.stringify(report));

// On paper nothing scrolls: what does not fit into its box is cut, or lies over what follows.
async function printed(page, say) {
  await page.emulateMediaType("print");
  await page.setViewport({ width: PAPER, height: 1000 });
  const cut = await page.$$eval(".scroll, figure, pre", (boxes) => boxes
    .filter((b) => b.offsetParent && (b.scrollWidth > b.clientWidth + 1 || b.scrollHeight > b.clientHeight + 1))
    .map((b) => b.scrollWidth + " × " + b.scrollHeight + " px in " + b.clientWidth + " × " + b.clientHeight + ": " + b.textContent.trim().slice(0, 80)));
  for (const text of cut) say("cut in print, " + text);
}

// Types a text, looks at a token, and takes out a feature that is active on it.
async function tryText(page, expect) {
  const click = async (what) => {
    await page.$eval(what, (e) => e.scrollIntoView({ behavior: "instant", block: "center" }));
    await page.click(what);
  };
  await page.type("#try-text", "the cat");
  await click("#try-read");
  await page.waitForSelector("#try-tokens mark");
  expect("tokens", await page.$$eval("#try-tokens mark", (e) => e.map((m) => m.textContent).join("")), "the cat");
  await page.focus("#try-tokens mark:nth-of-type(4)");
  await page.waitForSelector("#try-features button");
  await click("#try-features button");
  await page.waitForFunction(() => document.getElementById("try-state").textContent.startsWith("without feature"));
  await page.focus("#try-tokens mark:nth-of-type(4)");
}

// Sorts, filters, groups, brushes and hovers as a person would, and compares with what the data say.
async function explore(page, session, expect, result) {
  const data = await page.evaluate(() => JSON.parse(document.getElementById("runs").textContent));
  const metric = data.metrics.find((m) => m.lead) || data.metrics[0];
  const known = metric.values.filter((v) => v !== null);
  const count = data.label.length, all = count.toLocaleString("en") + " runs";
  const shown = (marked) => marked.toLocaleString("en") + " of " + all + " marked";
  const counter = () => page.$eval("#count", (e) => e.textContent);
  const inTable = () => page.evaluate(() => polysweep.table.table.getDataCount("active"));
  const field = await page.evaluate((name) => polysweep.runs.of(name).field, metric.name);
  const first = () => page.$eval("#table .tabulator-row .tabulator-cell[tabulator-field=" + field + "]", (e) => Number(e.textContent.replace(/−/g, "-")));
  const head = "#table .tabulator-col[tabulator-field=" + field + "]";
  const near = (value) => Number(value.toPrecision(4));
  await page.$eval("#explorer", (e) => e.scrollIntoView({ behavior: "instant" }));
  expect("count at first", await counter(), all);

  await page.$eval(head, (e) => e.scrollIntoView({ behavior: "instant", block: "center", inline: "center" }));
  await page.click(head + " .tabulator-col-title");
  await pause(200);
  expect("least after sorting up", await first(), near(Math.min(...known)));
  await page.click(head + " .tabulator-col-title");
  await pause(200);
  expect("greatest after sorting down", await first(), near(Math.max(...known)));

  const middle = known.slice().sort((a, b) => a - b)[Math.floor(known.length / 2)];
  await page.type(head + " input", ">= " + middle);
  await pause(800);
  const above = known.filter((v) => v >= middle).length;
  expect("marked by the filter", await counter(), above === count ? all : shown(above));
  expect("rows that pass the filter", await inTable(), above);
  expect("marked in the charts", await page.evaluate(() => polysweep.marks.count), above);
  await page.click("#clear");
  await pause(800);
  expect("count after clearing", await counter(), all);
  expect("rows after clearing", await inTable(), count);

  const group = await page.$eval("#group", (e) => e.options[1].value);
  await page.select("#group", group);
  await pause(300);
  const groups = await page.$$eval("#table .tabulator-group .group", (e) => e.map((g) => g.textContent));
  const values = data.settings.find((s) => s.name === group);
  if (values) expect("groups", groups.length > 0 && groups.every((g) => g.startsWith(group + " = ")), true);
  await page.select("#group", "");

  // A brush over the lower half of the first metric's axis.
  const box = await page.evaluate((name) => {
    const axis = [...document.querySelectorAll("#parallel g.axis")].find((g) => g.__data__.column.name === name);
    const area = axis.querySelector(".brush .overlay");
    area.scrollIntoView({ behavior: "instant", block: "center" });
    const { x, y, width, height } = area.getBoundingClientRect();
    return { x: x + width / 2, y, height, ys: [...axis.__data__.y], top: document.querySelector("#parallel svg").getBoundingClientRect().y };
  }, metric.name);
  const middleOf = box.y + box.height / 2, bottom = box.y + box.height - 1;
  await page.mouse.move(box.x, middleOf);
  await page.mouse.down();
  const before = await work(session), STEPS = 10;
  for (let step = 1; step <= STEPS; step++) {
    await page.mouse.move(box.x, middleOf + ((bottom - middleOf) * step) / STEPS);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
  }
  result.frame = (await work(session) - before) / STEPS;
  await page.mouse.up();
  await pause(600);
  const within = box.ys.filter((y) => y + box.top >= middleOf && y + box.top <= bottom).length;
  const brushed = await page.evaluate(() => polysweep.marks.count);
  expect("marked by the brush", Math.abs(brushed - within) <= Math.max(1, count / 200), true);
  expect("rows of the brush", await inTable(), brushed);
  await page.click("#clear");
  await pause(600);

  // Over the dot of one run the tip names it; a click keeps it with a line to copy.
  const dot = await page.evaluate(() => {
    document.getElementById("scatter").scrollIntoView({ behavior: "instant", block: "center" });
    const box = document.querySelector("#scatter svg").getBoundingClientRect();
    const i = polysweep.runs.shuffled.find((run) => !Number.isNaN(polysweep.scatter.place(run)[0]) && !Number.isNaN(polysweep.scatter.place(run)[1]));
    const [x, y] = polysweep.scatter.place(i);
    return { i, x: box.x + x, y: box.y + y };
  });
  await page.mouse.move(dot.x, dot.y);
  await pause(100);
  const tip = await page.$eval("#tip", (e) => (e.hidden ? "" : e.textContent));
  const over = await page.evaluate(() => polysweep.pointer.under());
  const id = data.ids.slice(16 * over, 16 * over + 16);
  for (const part of [data.labels[data.label[over]], "seed" + data.seed[over], metric.name, id, "polysweep analyze", "--cell " + id]) expect("tip with " + part, tip.includes(part), true);
  await page.mouse.click(dot.x, dot.y);
  expect("line to copy", (await page.$eval("#line", (e) => e.textContent)).endsWith("--cell " + id), true);
  await page.click("#chosen button");
  await pause(200);
  expect("said after copying", ["copied", "selected; copy it with the keyboard"].includes(await page.$eval("#chosen [role=status]", (e) => e.textContent)), true);
}
