package dev.polysweep.transformer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A tokenizer whose tokens are the bytes of the document in UTF-8, with ids 0 … 255. */
final class ByteTokenizer implements Tokenizer {

  private static final List<String> TEXTS = texts();

  private static List<String> texts() {
    List<String> texts = new ArrayList<>();
    for (int b = 0; b < 256; b++) {
      texts.add(b < 128 ? String.valueOf((char) b) : String.format(Locale.ROOT, "\\x%02x", b));
    }
    return texts;
  }

  @Override
  public Tokens encode(String document) {
    byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
    int[] ids = new int[bytes.length];
    List<String> texts = new ArrayList<>(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      ids[i] = bytes[i] & 255;
      texts.add(TEXTS.get(ids[i]));
    }
    return new Tokens(ids, texts);
  }

  @Override
  public int vocabulary() {
    return 256;
  }

  @Override
  public void close() {}
}
