"use strict";
// The table of runs. Its filters mark runs as brushes do; by default it lists the marked runs alone.

const runTable = (host, runs, marks, pointer) => {
  const rows = d3.range(runs.count).map((i) => {
    const row = { i };
    for (const column of runs.columns) row[column.field] = column.raw(i);
    row.id = runs.id(i);
    return row;
  });
  const byField = new Map(runs.columns.map((column) => [column.field, column]));
  const written = new Map(); // the filters' texts and tests by field, made once a change and not once a row
  const testOf = (field, text) => {
    const known = written.get(field);
    if (known && known.text === text) return known.test;
    const column = byField.get(field);
    const test = column ? filterOf(column, text) : (i) => rows[i].id.startsWith(text.trim().toLowerCase());
    written.set(field, { text, test });
    return test;
  };
  const compare = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : String(a) < String(b) ? -1 : a === b ? 0 : 1);
  // Runs without a value come last, whichever way the others are sorted.
  const sorter = (a, b, rowA, rowB, column, direction) => {
    const none = (a === null) - (b === null);
    return none ? (direction === "asc" ? none : -none) : a === null ? 0 : compare(a, b);
  };
  // Widths from the texts: to measure them in the page takes a layout a column.
  const widthOf = (title, texts) => Math.min(280, Math.max(72, 8.8 * title.length + 44, 8.4 * d3.max(texts, (text) => text.length) + 22));
  const some = runs.shuffled.slice(0, 200);
  const definition = (title, field, numeric, help, texts) => ({
    title, field, sorter, width: Math.round(widthOf(title, texts)), headerTooltip: help, visible: true, hozAlign: numeric ? "right" : "left", headerHozAlign: numeric ? "right" : "left",
    formatter: (cell) => (byField.has(field) ? byField.get(field).text(cell.getData().i) : cell.getValue()),
    headerFilter: "input", headerFilterPlaceholder: "filter",
    headerFilterParams: { elementAttributes: { "aria-label": "filter " + title, autocomplete: "off", spellcheck: "false" } },
    headerFilterFunc: (text, value, row) => { const test = testOf(field, text); return !test || test(row.i); },
  });
  const columns = runs.columns.map((c) => {
    const numeric = c.levels === null || c.levels.every((v) => typeof v === "number");
    const made = definition(c.name + (c.unit ? " (" + c.unit + ")" : ""), c.field, numeric, c.meaning, some.map(c.text));
    made.visible = c.kind !== "metric";
    made.frozen = c.name === "label" && host.clientWidth > 600;
    return made;
  });
  columns.push(definition("cell", "id", false, "id of the run's cell, as --cell takes it", some.map(runs.id)));

  let group = null, onlyMarked = true, ready = false, waiting = 0, mean = null;
  const showMark = (row) => row.getElement().classList.toggle("marked", marks.on !== null && marks.on[row.getData().i] === 1);
  const inTable = (row) => !onlyMarked || marks.has(row.i);
  const table = new Tabulator(host, {
    data: rows, columns, index: "i", height: Math.min(520, 110 + 30 * rows.length), layout: "fitData", movableColumns: true,
    columnDefaults: { minWidth: 72, resizable: "header" }, placeholder: "No run passes the filters.",
    columnHeaderSortMulti: true, rowHeight: 30,
    rowFormatter: showMark,
    groupStartOpen: false,
    groupHeader: (value, count, data) => {
      const head = make("span", group.name + " = " + number(value, 6), "group");
      const values = data.map((row) => mean.raw(row.i)).filter((v) => typeof v === "number");
      const text = count.toLocaleString("en") + (count === 1 ? " run" : " runs") + (values.length && mean.levels === null ? ", mean of " + mean.name + " " + number(d3.mean(values)) : "");
      head.append(make("span", text, "of"));
      return head;
    },
  });
  const refresh = () => {
    if (!ready) return;
    table.refreshFilter();
    // A run may change its mark and stay in the list.
    for (const row of table.getRows("visible")) if (!row.getElement().classList.contains("tabulator-group")) showMark(row);
  };
  // Groups of rows within groups of rows are no grid for a screen reader.
  const roles = () => {
    host.querySelector(".tabulator-header-contents").setAttribute("role", "presentation");
    host.querySelector(".tabulator-tableholder").setAttribute("role", "rowgroup");
    host.querySelector(".tabulator-table").setAttribute("role", "presentation");
    for (const head of host.querySelectorAll(".tabulator-group")) {
      head.setAttribute("role", "row");
      head.querySelector(".group").setAttribute("role", "gridcell");
    }
  };
  table.on("renderComplete", roles);
  table.on("tableBuilt", () => {
    roles();
    host.setAttribute("aria-label", "Runs"); table.setFilter(inTable); ready = true; host.dispatchEvent(new CustomEvent("built")); });
  table.on("rowMouseEnter", (event, row) => pointer.over(row.getData().i));
  table.on("rowMouseLeave", () => pointer.over(-1));
  table.on("rowClick", (event, row) => pointer.choose(row.getData().i));
  let before = "";
  table.on("dataFiltered", () => {
    const filters = ready ? table.getHeaderFilters().filter((f) => f.value !== "") : [];
    const now = JSON.stringify(filters.map((f) => [f.field, f.value]));
    if (now === before) return;
    before = now;
    const tests = filters.map((f) => testOf(f.field, f.value)).filter((test) => test);
    marks.set("table", tests.length ? (i) => tests.every((test) => test(i)) : null);
  });

  return {
    table,
    fields: () => columns.map((c) => ({ field: c.field, title: c.title, visible: c.visible })),
    show: (field, visible) => (visible ? table.showColumn(field) : table.hideColumn(field)),
    // Filtering ten thousand rows takes longer than a frame: the list follows when the brush rests.
    showMarks() {
      clearTimeout(waiting);
      waiting = setTimeout(refresh, 150);
    },
    only(marked) { onlyMarked = marked; refresh(); },
    groupBy(column) { group = column; table.setGroupBy(column ? column.field : false); },
    meansOf(column) { mean = column; if (group) table.setGroupBy(group.field); },
    filter(name, text) { table.setHeaderFilterValue(runs.of(name).field, text); },
    clear() { if (ready) table.clearHeaderFilter(); },
    reveal: (i) => ready && table.scrollToRow(i, "center", false).catch(() => {}),
  };
};
