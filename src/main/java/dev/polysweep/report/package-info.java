/**
 * Everything that a reader sees of a sweep, made from its result tables: figures, an HTML page, a
 * notebook, a table for the terminal, and sentences about claims. The classes live in the packages
 * below: {@code draw} holds drawings and their files, {@code chart} the kinds of charts, {@code
 * explorer} the interactive parts of pages, {@code page} the report that all experiments share,
 * {@code experiment} what single experiments add, {@code feature} the report on dictionaries of
 * features, and {@code terminal} the output for terminals. Only {@code cli} and {@code job} import
 * them, and experiments in jars of their own import {@code page}, {@code chart} and {@code draw} to
 * make their pages. Read {@link dev.polysweep.report.page.Report} first, which writes the files.
 *
 * <p>Polysweep draws figures itself, as a list of marks that one class paints as PNG and another
 * writes as SVG. XChart 3.8 has no bands, no small multiples on shared axes and no horizontal
 * intervals. VectorGraphics2D 0.13, with which XChart writes SVG, took 1.3 s for a first figure of
 * eight heat maps and 0.2 s for the next (twenty figures take 0.1 s here); it anchors all text at
 * its start and leaves out the font size where that is 12.
 */
package dev.polysweep.report;
