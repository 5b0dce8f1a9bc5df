package dev.polysweep.data.text;

import java.nio.charset.StandardCharsets;

/** A document with what is known of each of its bytes; the four arrays are of one length. */
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

  /** Its length in bytes, which are characters too: all is ASCII. */
  public int length() {
    return bytes.length;
  }

  /** The document. */
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
   * What the choices that the byte at a position begins were worth, in nats: a word's whole
   * surprisal lies on its first byte. Their sum over the document is −ln of its probability.
   */
  public float surprisal(int position) {
    return surprisals[position];
  }
}
