/**
 * Drawings and the files they become: a drawing is a list of marks (rectangles, lines, areas, dots,
 * texts, grids of cells) in CSS pixels, which is written as SVG or painted as PNG. The package also
 * holds what every figure needs for its texts: colours by role, widths of texts, numbers as readers
 * want them, escaping, and file names. It knows nothing of charts or result tables and imports no
 * other package of the report; all of them may import it. Read {@link
 * dev.polysweep.report.draw.Drawing} first, then {@link dev.polysweep.report.draw.SvgWriter}.
 */
package dev.polysweep.report.draw;
