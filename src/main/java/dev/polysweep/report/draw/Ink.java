package dev.polysweep.report.draw;

/**
 * The colours of figures by their role. An SVG names the role as a CSS class beside the colour, so
 * that a page can redefine it for a dark background; the values here are those of the light one.
 * {@link #DATA} and {@link #REFERENCE} are from the colour-blind-safe set of Okabe and Ito (2008),
 * darkened to a contrast of 4.5 against white.
 */
public enum Ink {
  /** Background. */
  PAPER(0xffffff),
  /** Titles and labels. */
  TEXT(0x1d232b),
  /** Axis numbers, notes. */
  MUTED(0x56606c),
  /** Grid lines. */
  GRID(0xe3e7ec),
  /** Frames of panels and axes. */
  FRAME(0xa3adb8),
  /** Rows of every other configuration. */
  STRIPE(0xf6f8fa),
  /** What was measured. */
  DATA(0x0067a5),
  /** What it is compared with: the baseline. */
  REFERENCE(0xb8500a),
  /** A second comparison: the null. */
  NULL(0x6f4e9b),
  /** A value in a good range. */
  GOOD(0x1b7a3d),
  /** A value in a middling range. */
  MODERATE(0x8a6100),
  /** A value in a bad range. */
  HIGH(0xb3261e),
  /** Entries left out of a colour scale. */
  OMITTED(0xb9c0c8);

  /** 0xRRGGBB. */
  public final int rgb;

  Ink(int rgb) {
    this.rgb = rgb;
  }

  /** CSS class: the name in lower case. */
  String role() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
