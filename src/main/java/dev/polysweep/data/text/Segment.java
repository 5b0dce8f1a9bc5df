package dev.polysweep.data.text;

/** Writes a stretch of text in one language. */
interface Segment {

  /** Writes between about 40 and 200 bytes; all randomness comes from the scribe. */
  void write(Scribe scribe);
}
