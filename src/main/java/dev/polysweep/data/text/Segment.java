package dev.polysweep.data.text;

/** A generator of text in one planted language. */
interface Segment {

  /** Writes one segment, about 40 to 200 bytes; all randomness comes from the scribe. */
  void write(Scribe scribe);
}
