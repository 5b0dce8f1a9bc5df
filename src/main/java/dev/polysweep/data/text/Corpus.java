package dev.polysweep.data.text;

import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;
import java.io.Serializable;

/**
 * Documents that mix the planted {@linkplain Language languages}: four to eight segments separated
 * by tabs, each in a language drawn uniformly from those that differ from the segment before. A
 * document is a function of the seed and its number.
 *
 * @param seed key of the draws
 */
public record Corpus(long seed) implements Serializable {

  private static final int FEWEST = 4;
  private static final int MOST = 8;

  /** The document with the given number, from 0; ASCII text without line breaks. */
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
