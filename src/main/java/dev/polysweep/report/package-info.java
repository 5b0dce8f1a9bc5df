/**
 * What a reader sees of a sweep, made from its result tables: figures, a page, a notebook, a table
 * for the terminal, and sentences about claims. {@link dev.polysweep.report.Report} writes the
 * files.
 *
 * <p>Figures are drawn by this package itself, as a list of marks that one class paints as PNG and
 * another writes as SVG. XChart 3.8 has no bands, no small multiples on shared axes and no
 * horizontal intervals. Its way to SVG, VectorGraphics2D 0.13, took 1.3 s for a first figure of
 * eight heat maps and 0.2 s for the next (twenty figures take 0.1 s here); it anchors all text at
 * its start and leaves out the font size where that is 12.
 */
package dev.polysweep.report;
