package dev.polysweep.data.text;

/**
 * Writes bases A, C, G, T, all equally likely; at each place the motif {@code TATAAT} stands
 * instead with probability 1/50.
 */
final class Dna implements Segment {

  private static final String MOTIF = "TATAAT";

  @Override
  public void write(Scribe scribe) {
    int end = scribe.length() + scribe.between(50, 160);
    while (scribe.length() < end) {
      if (scribe.chance(0.02)) {
        scribe.write(Role.MOTIF, MOTIF);
      } else {
        scribe.write(Role.BASE, scribe.any("A", "C", "G", "T"));
      }
    }
  }
}
