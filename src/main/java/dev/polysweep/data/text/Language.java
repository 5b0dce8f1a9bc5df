package dev.polysweep.data.text;

import java.util.Locale;

/**
 * The planted languages of the corpus, and {@link #NONE} for the separator between two segments.
 */
public enum Language {
  /** English sentences by a small grammar, whose verbs agree with their subjects. */
  PROSE(new Prose()),
  /** Sums, differences and products with their results. */
  ARITHMETIC(new Arithmetic()),
  /** Bases A, C, G, T, with a motif now and then. */
  DNA(new Dna()),
  /** Random bytes in base64, with its padding. */
  BASE64(new Base64Text()),
  /** Random numbers in hexadecimal. */
  HEX(new Hexadecimal()),
  /** Balanced brackets of four kinds. */
  BRACKETS(new Brackets()),
  /** Statements of a small programming language. */
  CODE(new Code()),
  /** Dates with times. */
  DATES(new Dates()),
  /** The tab between two segments, which belongs to no language. */
  NONE(null);

  /** The number of planted languages, {@link #NONE} excluded. */
  static final int PLANTED = values().length - 1;

  private final Segment segment;

  Language(Segment segment) {
    this.segment = segment;
  }

  /** Writes a segment in this language. */
  void write(Scribe scribe) {
    segment.write(scribe);
  }

  /** The language's name in tables, in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
