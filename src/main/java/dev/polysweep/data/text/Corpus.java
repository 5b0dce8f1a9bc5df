package dev.polysweep.data.text;

import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;
import java.io.Serializable;

/**
 * Documents mixed of the planted {@linkplain Language languages}: four to eight segments parted by
 * tabs, each in a language other than the one before, all equally likely. A document depends on the
 * seed and its number alone.
 *
 * @param seed seed of the draws
 */
public record Corpus(long seed) implements Serializable {

  private static final int FEWEST = 4;
  private static final int MOST = 8;

  /** The document of a number, from 0: ASCII without line breaks. */
  public LabelledText document(int number) {
    Scribe scribe = new Scribe(new RandomStream(seed, StreamId.TEXT, 0, number));
    int segments = scribe.between(FEWEST, MOST);
    int language = scribe.choose(Language.PLANTED);
    for (int i = 0; i < segments; i++) {
      if (i > 0) {
        scribe.language(Language.NONE);
        scribe.write(Role.BREAK, "\t");
        language = (language + 1 + scribe.choose(Language.PLANTED - 1)) % Language.PLANTED;
      }
      scribe.language(Language.values()[language]);
      Language.values()[language].write(scribe);
    }
    return scribe.done();
  }
}
