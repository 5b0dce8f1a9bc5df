package dev.polysweep.report.draw;

/**
 * A drawing together with what a page needs to show it. The report writes it as {@code
 * figures/NAME.svg} and {@code figures/NAME.png}.
 *
 * @param name name of its files without an ending, made by {@link FileNames}: letters, digits and
 *     {@code . _ -}
 * @param title what the picture shows, as a heading
 * @param alt what the picture shows, in words for those who cannot see it
 * @param drawing the picture
 */
public record Figure(String name, String title, String alt, Drawing drawing) {}
