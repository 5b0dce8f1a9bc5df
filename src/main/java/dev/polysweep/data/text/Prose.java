package dev.polysweep.data.text;

/**
 * Writes sentences such as {@code The small birds follow a river near the tower.} Whether the
 * subject is singular or plural shows in its determiner and its noun and decides the form of the
 * verb.
 */
final class Prose implements Segment {

  private static final String[] ONE = {"the", "a", "this", "every", "that"};
  private static final String[] MANY = {"the", "some", "these", "many", "two"};
  private static final String[] ADJECTIVES = {
    "small", "old", "red", "quiet", "bright", "heavy", "strange", "green", "early", "cold"
  };
  private static final String[] NOUNS = {
    "cat", "river", "house", "garden", "teacher", "window", "bird", "letter", "tower", "king",
    "road", "machine", "winter", "doctor", "forest", "song"
  };
  private static final String[] VERBS = {
    "see", "follow", "hold", "remember", "find", "visit", "paint", "answer", "build", "forget"
  };
  private static final String[] PREPOSITIONS = {"near", "under", "with", "behind", "without"};

  @Override
  public void write(Scribe scribe) {
    int sentences = scribe.between(1, 4);
    for (int i = 0; i < sentences; i++) {
      if (i > 0) {
        scribe.write(Role.SPACE, " ");
      }
      boolean many = phrase(scribe, true);
      scribe.write(Role.SPACE, " ");
      scribe.write(Role.VERB, scribe.zipf(VERBS) + (many ? "" : "s"));
      scribe.write(Role.SPACE, " ");
      phrase(scribe, false);
      if (scribe.chance(0.4)) {
        scribe.write(Role.SPACE, " ");
        scribe.write(Role.PREPOSITION, scribe.zipf(PREPOSITIONS));
        scribe.write(Role.SPACE, " ");
        phrase(scribe, false);
      }
      scribe.write(Role.PUNCTUATION, ".");
    }
  }

  /**
   * Writes a noun phrase: a determiner, an adjective with probability ½, and a noun.
   *
   * @param first whether the phrase begins a sentence, so that its determiner is capitalised
   * @return whether the noun is plural
   */
  private static boolean phrase(Scribe scribe, boolean first) {
    boolean many = scribe.chance(0.4);
    String determiner = scribe.zipf(many ? MANY : ONE);
    scribe.write(
        Role.DETERMINER,
        first ? Character.toUpperCase(determiner.charAt(0)) + determiner.substring(1) : determiner);
    scribe.write(Role.SPACE, " ");
    if (scribe.chance(0.5)) {
      scribe.write(Role.ADJECTIVE, scribe.zipf(ADJECTIVES));
      scribe.write(Role.SPACE, " ");
    }
    scribe.write(Role.NOUN, scribe.zipf(NOUNS) + (many ? "s" : ""));
    return many;
  }
}
