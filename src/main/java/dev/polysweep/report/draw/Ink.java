package dev.polysweep.report.draw;

/**
 * The colours of figures, named by their role. In an SVG each mark has a colour and a CSS class of
 * this role, so that a page can redefine the colour for a dark background; the values here are
 * those for a light background. {@link #DATA} and {@link #REFERENCE} are from the colour-blind-safe
 * set of Okabe and Ito (2008), darkened to a contrast of 4.5 against white.
 */
public enum Ink {
  /** Background of a figure. */
  PAPER(0xffffff),
  /** Titles and labels. */
  TEXT(0x1d232b),
  /** Axis numbers and notes. */
  MUTED(0x56606c),
  /** Grid lines. */
  GRID(0xe3e7ec),
  /** Frames of panels, and axes. */
  FRAME(0xa3adb8),
  /** Background of every second row, so that a reader's eye keeps to the row. */
  STRIPE(0xf6f8fa),
  /** Measured values. */
  DATA(0x0067a5),
  /** The baseline, with which measured values are compared. */
  REFERENCE(0xb8500a),
  /** The null distribution, which is a second comparison; also other secondary data. */
  NULL(0x6f4e9b),
  /** A value in a good range. */
  GOOD(0x1b7a3d),
  /** A value in a middling range. */
  MODERATE(0x8a6100),
  /** A value in a bad range. */
  HIGH(0xb3261e),
  /** Text on a dark cell of a heat map, on a light page and on a dark one. */
  ON_DARK(0xffffff),
  /** Text on a pale cell of a heat map, on a light page and on a dark one. */
  ON_PALE(0x1d232b),
  /** Entries that have no colour on a colour scale, such as missing values. */
  OMITTED(0xb9c0c8);

  /** The colour as 0xRRGGBB. */
  public final int rgb;

  Ink(int rgb) {
    this.rgb = rgb;
  }

  /** Returns the CSS class of the role, which is the name of the constant in lower case. */
  String role() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
