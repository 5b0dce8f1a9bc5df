package dev.polysweep.report.page;

import dev.polysweep.report.draw.Figure;
import java.util.List;

/**
 * A part of the page with figures of its own.
 *
 * @param id anchor: letters and hyphens
 * @param title heading
 * @param text a sentence or two before the figures
 * @param figures in order
 */
public record Section(String id, String title, String text, List<Figure> figures) {}
