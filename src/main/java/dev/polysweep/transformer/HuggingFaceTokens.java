package dev.polysweep.transformer;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A Hugging Face {@code tokenizer.json}, run by Hugging Face's own library through DJL. Special
 * tokens are added as the file says; nothing is truncated or padded.
 */
final class HuggingFaceTokens implements Tokenizer {

  static {
    // The native library lies in the jar; DJL is kept from looking for others, and from calling
    // home.
    for (String[] setting :
        new String[][] {
          {"RUST_FLAVOR", "cpu"}, {"OPT_OUT_TRACKING", "true"}, {"ai.djl.offline", "true"}
        }) {
      if (System.getProperty(setting[0]) == null) {
        System.setProperty(setting[0], setting[1]);
      }
    }
  }

  private final HuggingFaceTokenizer tokenizer;
  private final int vocabulary;

  private HuggingFaceTokens(HuggingFaceTokenizer tokenizer, int vocabulary) {
    this.tokenizer = tokenizer;
    this.vocabulary = vocabulary;
  }

  /**
   * @param name what messages call it
   * @throws TransformerException if it is no tokenizer
   */
  static HuggingFaceTokens of(String name, byte[] json) {
    try {
      int vocabulary = vocabulary(new ObjectMapper().readTree(json));
      return new HuggingFaceTokens(
          HuggingFaceTokenizer.newInstance(
              new ByteArrayInputStream(json),
              Map.of("truncation", "do_not_truncate", "padding", "do_not_pad")),
          vocabulary);
    } catch (IOException | RuntimeException e) {
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new TransformerException(
          "--tokenizer: " + name + " is not a Hugging Face tokenizer.json: " + why);
    }
  }

  /** One more than the largest id of the model's vocabulary and the tokens added to it. */
  private static int vocabulary(JsonNode json) throws IOException {
    JsonNode model = json.path("model").path("vocab");
    int size = model.isArray() ? model.size() : 0;
    for (JsonNode id : model.isObject() ? model : json.path("nothing")) {
      size = Math.max(size, 1 + id.asInt());
    }
    for (JsonNode added : json.path("added_tokens")) {
      size = Math.max(size, 1 + added.path("id").asInt());
    }
    if (size == 0) {
      throw new IOException("it has no vocabulary");
    }
    return size;
  }

  @Override
  public Tokens encode(String document) {
    Encoding encoding = tokenizer.encode(document, true, false);
    long[] longs = encoding.getIds();
    int[] chars = chars(document);
    int[] ids = new int[longs.length];
    List<String> texts = new ArrayList<>(longs.length);
    for (int i = 0; i < ids.length; i++) {
      ids[i] = Math.toIntExact(longs[i]);
      CharSpan span = encoding.getCharTokenSpans()[i];
      boolean inText = span != null && span.getStart() < span.getEnd();
      texts.add(
          inText
              ? document.substring(chars[span.getStart()], chars[span.getEnd()])
              : encoding.getTokens()[i]);
    }
    return new Tokens(ids, texts);
  }

  /** Where each code point begins, in chars; the end of the text last. */
  private static int[] chars(String document) {
    int[] at = new int[document.codePointCount(0, document.length()) + 1];
    for (int i = 0, c = 0; i < at.length - 1; i++) {
      at[i] = c;
      c += Character.charCount(document.codePointAt(c));
    }
    at[at.length - 1] = document.length();
    return at;
  }

  @Override
  public int vocabulary() {
    return vocabulary;
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
