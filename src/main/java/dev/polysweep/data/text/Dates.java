package dev.polysweep.data.text;

/** Writes dates with times, such as {@code 1987-03-21T04:56}, separated by commas. */
final class Dates implements Segment {

  @Override
  public void write(Scribe scribe) {
    int dates = scribe.between(3, 8);
    for (int i = 0; i < dates; i++) {
      if (i > 0) {
        scribe.write(Role.PUNCTUATION, ",");
        scribe.write(Role.SPACE, " ");
      }
      scribe.write(Role.YEAR, scribe.between(1900, 2099));
      scribe.write(Role.PUNCTUATION, "-");
      two(scribe, Role.MONTH, scribe.between(1, 12));
      scribe.write(Role.PUNCTUATION, "-");
      two(scribe, Role.DAY, scribe.between(1, 28));
      scribe.write(Role.PUNCTUATION, "T");
      two(scribe, Role.TIME, scribe.choose(24));
      scribe.write(Role.PUNCTUATION, ":");
      two(scribe, Role.TIME, scribe.choose(60));
    }
  }

  private static void two(Scribe scribe, Role role, int number) {
    scribe.write(role, (number < 10 ? "0" : "") + number);
  }
}
