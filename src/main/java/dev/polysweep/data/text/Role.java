package dev.polysweep.data.text;

import java.util.Locale;

/** The grammatical role of a byte in its language. */
public enum Role {
  /** The tab between segments. */
  BREAK,
  /** A blank between words or numbers. */
  SPACE,
  /** Full stops, commas, semicolons and the like. */
  PUNCTUATION,
  /** {@code a}, {@code the}, {@code every}, … */
  DETERMINER,
  /** {@code small}, {@code red}, … */
  ADJECTIVE,
  /** {@code cat}, {@code rivers}, … */
  NOUN,
  /** {@code sees}, {@code follow}, … */
  VERB,
  /** {@code near}, {@code under}, … */
  PREPOSITION,
  /** An operand of a calculation. */
  OPERAND,
  /** {@code +}, {@code <} and the like. */
  OPERATOR,
  /** The result of a calculation. */
  RESULT,
  /** A base of DNA. */
  BASE,
  /** The motif {@code TATAAT} within DNA. */
  MOTIF,
  /** A character of base64. */
  BODY,
  /** {@code =} at the end of base64. */
  PADDING,
  /** {@code 0x}. */
  PREFIX,
  /** A hexadecimal digit. */
  DIGIT,
  /** An opening bracket. */
  OPEN,
  /** A closing bracket. */
  CLOSE,
  /** {@code let}, {@code if}, {@code while}, {@code return}. */
  KEYWORD,
  /** A name in code. */
  IDENTIFIER,
  /** A number in code. */
  NUMBER,
  /** Digits of the year. */
  YEAR,
  /** Digits of the month. */
  MONTH,
  /** Digits of the day. */
  DAY,
  /** Digits of hour and minute. */
  TIME;

  /** The role's name in tables, in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
