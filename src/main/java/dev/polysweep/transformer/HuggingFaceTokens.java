package dev.polysweep.transformer;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polysweep.data.file.FileKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A Hugging Face {@code tokenizer.json}, run by Hugging Face's own library through DJL. Special
 * tokens are added as the file specifies; documents are neither truncated nor padded.
 */
final class HuggingFaceTokens implements Tokenizer {

  static {
    // The native library is in the jar. DJL is told not to look for another one, not to track
    // usage, and not to access the network.
    for (String[] setting :
        new String[][] {
          {"RUST_FLAVOR", "cpu"}, {"OPT_OUT_TRACKING", "true"}, {"ai.djl.offline", "true"}
        }) {
      if (System.getProperty(setting[0]) == null) {
        System.setProperty(setting[0], setting[1]);
      }
    }
  }

  private static final Set<String> PARTS =
      Set.of(
          "version",
          "truncation",
          "padding",
          "added_tokens",
          "normalizer",
          "pre_tokenizer",
          "post_processor",
          "decoder",
          "model");

  /** Settings of a model that draw tokens at random, for training. */
  private static final List<String> RANDOM = List.of("dropout", "alpha", "nbest_size");

  /** Tokens of the space that some tokenizers put before a text (SentencePiece, byte-level). */
  private static final Set<String> SPACES = Set.of("\u2581", "\u0120");

  private final HuggingFaceTokenizer tokenizer;
  private final int vocabulary;

  private HuggingFaceTokens(HuggingFaceTokenizer tokenizer, int vocabulary) {
    this.tokenizer = tokenizer;
    this.vocabulary = vocabulary;
  }

  /**
   * Reads a tokenizer.
   *
   * @param name name of the file, for messages
   * @param json contents of the file
   * @throws TransformerException if the contents are not a tokenizer, or one that is not understood
   *     whole
   */
  static HuggingFaceTokens of(String name, byte[] json) {
    try {
      JsonNode tree = new ObjectMapper().readTree(json);
      int vocabulary = vocabulary(tree);
      requireKnown(tree);
      return new HuggingFaceTokens(
          HuggingFaceTokenizer.newInstance(
              new ByteArrayInputStream(json),
              Map.of("truncation", "do_not_truncate", "padding", "do_not_pad")),
          vocabulary);
    } catch (NotUnderstoodException e) {
      throw new TransformerException("--tokenizer: " + name + ": " + e.getMessage());
    } catch (IOException | RuntimeException e) {
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      Optional<String> kind = FileKind.insteadOf(FileKind.Format.JSON, json);
      throw new TransformerException(
          "--tokenizer: "
              + name
              + " is not a Hugging Face tokenizer.json"
              + kind.map(is -> ", it " + is).orElse(": " + why));
    }
  }

  /** A tokenizer with a part or a setting that would be passed over. */
  private static final class NotUnderstoodException extends IOException {
    private static final long serialVersionUID = 1L;

    NotUnderstoodException(String message) {
      super(message);
    }
  }

  /**
   * Refuses parts and settings that the library would pass over, or that draw tokens at random, so
   * that nothing changes tokens unnoticed.
   */
  private static void requireKnown(JsonNode json) throws NotUnderstoodException {
    for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!PARTS.contains(name)) {
        throw new NotUnderstoodException("its part '" + name + "' is not known");
      }
    }
    for (String random : RANDOM) {
      JsonNode value = json.path("model").path(random);
      if (value.isNumber() ? value.asDouble() != 0 : !value.isMissingNode() && !value.isNull()) {
        throw new NotUnderstoodException(
            String.format(
                Locale.ROOT,
                "model.%s is %s, so that a text has other tokens at every reading; set it to null",
                random,
                value));
      }
    }
  }

  /** One more than the largest token id, of the vocabulary and of the tokens added to it. */
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
    if (Arrays.stream(encoding.getSpecialTokenMask()).allMatch(special -> special == 1)) {
      return new Tokens(new int[0], List.of()); // nothing of the document, only what was added
    }
    int[] chars = chars(document);
    int[] ids = new int[longs.length];
    List<String> texts = new ArrayList<>(longs.length);
    for (int i = 0; i < ids.length; i++) {
      ids[i] = Math.toIntExact(longs[i]);
      CharSpan span = encoding.getCharTokenSpans()[i];
      boolean inText =
          span != null && span.getStart() < span.getEnd() && !isAddedSpace(encoding, i);
      texts.add(
          inText
              ? document.substring(chars[span.getStart()], chars[span.getEnd()])
              : encoding.getTokens()[i]);
    }
    return new Tokens(ids, texts);
  }

  /**
   * Whether a token is a space that is not in the document. The library gives it the place of the
   * character that follows, which the next token stands for.
   */
  private static boolean isAddedSpace(Encoding encoding, int token) {
    CharSpan[] spans = encoding.getCharTokenSpans();
    return SPACES.contains(encoding.getTokens()[token])
        && token + 1 < spans.length
        && spans[token + 1] != null
        && spans[token + 1].getStart() == spans[token].getStart();
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
