package dev.polysweep.report.draw;

/**
 * A drawing with what a page needs to show it.
 *
 * @param name file name without ending: letters, digits, {@code . _ -}
 * @param title what it shows
 * @param alt the same in words for those who cannot see it
 * @param drawing the picture
 */
public record Figure(String name, String title, String alt, Drawing drawing) {}
