package dev.polysweep.report.chart;

import dev.polysweep.report.draw.Ink;

/**
 * A colour scale centred at 0: blue for negative values over white to red for positive ones. The
 * anchors are RdBu with eleven classes of ColorBrewer 2.0 (Brewer and Harrower), which readers with
 * any common colour-blindness can tell apart.
 *
 * @param limit absolute value at the ends; greater ones take the end's colour
 */
record Diverging(double limit) {

  private static final int[] ANCHORS = {
    0x053061, 0x2166ac, 0x4393c3, 0x92c5de, 0xd1e5f0, 0xf7f7f7, 0xfddbc7, 0xf4a582, 0xd6604d,
    0xb2182b, 0x67001f
  };

  /** Shades a side; few enough that equal neighbours are common, too many to see the steps. */
  private static final int SHADES = 60;

  /** Colour of a value as 0xRRGGBB; not a number gives {@link Ink#OMITTED}. */
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
