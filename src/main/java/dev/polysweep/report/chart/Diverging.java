package dev.polysweep.report.chart;

import dev.polysweep.report.draw.Ink;

/**
 * A colour scale centred at 0: from blue for negative values over white to red for positive values.
 * The anchor colours are the eleven classes of RdBu in ColorBrewer 2.0 (Brewer and Harrower), which
 * readers with any common colour-blindness can tell apart.
 *
 * @param limit absolute value at both ends of the scale; a value beyond an end gets the colour of
 *     that end
 */
record Diverging(double limit) {

  private static final int[] ANCHORS = {
    0x053061, 0x2166ac, 0x4393c3, 0x92c5de, 0xd1e5f0, 0xf7f7f7, 0xfddbc7, 0xf4a582, 0xd6604d,
    0xb2182b, 0x67001f
  };

  /**
   * Number of shades on each side of 0. The number is small enough that neighbouring cells often
   * share a colour, which keeps files small, and too large for a reader to see steps.
   */
  private static final int SHADES = 60;

  /** Returns the colour of a value as 0xRRGGBB, and {@link Ink#OMITTED} for NaN. */
  int rgb(double value) {
    if (Double.isNaN(value)) {
      return Ink.OMITTED.rgb;
    }
    double share = Math.min(Math.max(value / limit, -1), 1);
    double at = (Math.rint(share * SHADES) / SHADES + 1) / 2 * (ANCHORS.length - 1);
    int left = Math.min((int) at, ANCHORS.length - 2);
    double t = at - left;
    int rgb = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int a = ANCHORS[left] >> shift & 0xff;
      int b = ANCHORS[left + 1] >> shift & 0xff;
      rgb |= (int) Math.round(a + t * (b - a)) << shift;
    }
    return rgb;
  }
}
