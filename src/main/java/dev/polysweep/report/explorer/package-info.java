/**
 * What readers of a page can do with the results: the explorer of single runs, with a table, charts
 * and marks that all of them share. The interactive parts are scripts that stand in the page
 * itself, together with the libraries that they use, D3 and Tabulator; nothing is loaded from
 * elsewhere, and without scripts the page is whole. {@code page} and {@code experiment} import this
 * package, which imports {@code draw} only. Read {@link dev.polysweep.report.explorer.Explorer}
 * first.
 */
package dev.polysweep.report.explorer;
