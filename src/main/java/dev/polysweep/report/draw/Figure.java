package dev.polysweep.report.draw;

/**
 * A drawing together with the texts that a page needs to show it. The report writes it as {@code
 * figures/NAME.svg} and {@code figures/NAME.png}.
 *
 * @param name name of the figure's files without an ending, made by {@link FileNames}: letters,
 *     digits and {@code . _ -}
 * @param title heading of the figure
 * @param alt description of the picture for readers who cannot see it
 * @param drawing the picture
 */
public record Figure(String name, String title, String alt, Drawing drawing) {}
