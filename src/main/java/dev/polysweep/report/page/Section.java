package dev.polysweep.report.page;

import dev.polysweep.report.draw.Figure;
import java.util.List;

/**
 * A part of a report's page that an experiment adds: a heading, a sentence or two, and figures.
 *
 * @param id the anchor of the section in the page, of letters and hyphens
 * @param title the heading
 * @param text the sentences before the figures
 * @param figures the figures in the order in which they are shown
 */
public record Section(String id, String title, String text, List<Figure> figures) {}
