package dev.polysweep.spark.activation;

/**
 * A row of {@code activations} as a bean. Spark's encoder for beans copies an array whole, whereas
 * the array in a {@code Row} is boxed number by number.
 */
public final class TokenActivation {

  private long document;
  private int position;
  private int tokenId;
  private String tokenText;
  private float[] floats;
  private byte[] halves;

  public long getDocument() {
    return document;
  }

  public void setDocument(long document) {
    this.document = document;
  }

  public int getPosition() {
    return position;
  }

  public void setPosition(int position) {
    this.position = position;
  }

  public int getTokenId() {
    return tokenId;
  }

  public void setTokenId(int tokenId) {
    this.tokenId = tokenId;
  }

  public String getTokenText() {
    return tokenText;
  }

  public void setTokenText(String tokenText) {
    this.tokenText = tokenText;
  }

  /** The activation as float32, or null if it is stored as float16. */
  public float[] getFloats() {
    return floats;
  }

  public void setFloats(float[] floats) {
    this.floats = floats;
  }

  /**
   * The activation as float16 numbers in little-endian order, or null if it is stored as float32.
   */
  public byte[] getHalves() {
    return halves;
  }

  public void setHalves(byte[] halves) {
    this.halves = halves;
  }
}
