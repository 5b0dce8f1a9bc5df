package dev.polysweep.data.text;

import java.nio.charset.StandardCharsets;

/**
 * A document with the language, role and surprisal of each of its bytes. All four arrays have one
 * entry a byte.
 */
public final class LabelledText {

  private static final Language[] LANGUAGES = Language.values();
  private static final Role[] ROLES = Role.values();

  private final byte[] bytes;
  private final byte[] languages;
  private final byte[] roles;
  private final float[] surprisals;

  LabelledText(byte[] bytes, byte[] languages, byte[] roles, float[] surprisals) {
    this.bytes = bytes;
    this.languages = languages;
    this.roles = roles;
    this.surprisals = surprisals;
  }

  /** The length in bytes, which is also the length in characters because the text is ASCII. */
  public int length() {
    return bytes.length;
  }

  /** The text of the document. */
  public String text() {
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  /** The byte at a position. */
  public int at(int position) {
    return bytes[position];
  }

  /** The language of the byte at a position. */
  public Language language(int position) {
    return LANGUAGES[languages[position]];
  }

  /** The role of the byte at a position. */
  public Role role(int position) {
    return ROLES[roles[position]];
  }

  /**
   * The surprisal −ln p, in nats, of the random choices that the generator made just before it
   * wrote the byte at a position. The surprisal of a whole word therefore lies on its first byte.
   * The sum over a document is −ln of the document's probability.
   */
  public float surprisal(int position) {
    return surprisals[position];
  }
}
