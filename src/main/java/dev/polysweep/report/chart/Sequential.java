package dev.polysweep.report.chart;

import dev.polysweep.report.draw.Ink;

/**
 * A colour scale from pale to dark blue for values from {@code low} to {@code high}. The colours
 * are the nine classes of Blues in ColorBrewer 2.0 (Brewer and Harrower), without the palest.
 *
 * @param low value of the palest colour
 * @param high value of the darkest colour
 */
record Sequential(double low, double high) {

  private static final int[] ANCHORS = {
    0xdeebf7, 0xc6dbef, 0x9ecae1, 0x6baed6, 0x4292c6, 0x2171b5, 0x08519c, 0x08306b
  };

  /** Returns the colour of a value as 0xRRGGBB, and {@link Ink#OMITTED} for NaN. */
  int rgb(double value) {
    if (Double.isNaN(value)) {
      return Ink.OMITTED.rgb;
    }
    double at = share(value) * (ANCHORS.length - 1);
    int left = Math.min((int) at, ANCHORS.length - 2);
    int rgb = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int a = ANCHORS[left] >> shift & 0xff;
      int b = ANCHORS[left + 1] >> shift & 0xff;
      rgb |= (int) Math.round(a + (at - left) * (b - a)) << shift;
    }
    return rgb;
  }

  /** Whether a value is so dark that white text is read better on it. */
  boolean dark(double value) {
    return share(value) > 0.5;
  }

  private double share(double value) {
    return high > low ? Math.min(Math.max((value - low) / (high - low), 0), 1) : 0.5;
  }
}
