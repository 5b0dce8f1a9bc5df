package dev.polysweep.report.page;

import dev.polysweep.report.draw.Figure;
import java.util.List;

/**
 * A section that an experiment adds to the page of the report: a heading, a sentence or two, and
 * figures.
 *
 * @param id anchor of the section in the page, made of letters and hyphens
 * @param title heading of the section
 * @param text the sentences before the figures
 * @param figures the figures in the order in which they are shown
 */
public record Section(String id, String title, String text, List<Figure> figures) {}
