package dev.polysweep.data.text;

/** Bases, each equally likely, with the motif {@code TATAAT} about once in fifty places. */
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
