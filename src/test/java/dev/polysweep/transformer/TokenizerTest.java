package dev.polysweep.transformer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Tokenizers: raw bytes, and a small byte-level BPE made by {@code tokenizer.py}. */
class TokenizerTest {

  private static final String BPE = "src/test/resources/transformer/tokenizer.json";

  @TempDir Path folder;

  @Test
  void mergesAreAppliedAndTextsAreThoseOfTheDocument() {
    try (Tokenizer tokenizer = TokenizerFile.read(BPE).open()) {
      assertEquals(262, tokenizer.vocabulary());
      Tokens tokens = tokenizer.encode("the cat the");
      assertArrayEquals(new int[] {257, 261, 258}, tokens.ids());
      assertEquals(List.of("the", " cat", " the"), tokens.texts());
      assertEquals(0, tokenizer.encode("").ids().length);
    }
  }

  /** What the tokens stand for, joined, is the document again; the file's own truncation is off. */
  @Test
  void aDocumentComesBackFromItsTokens() {
    try (Tokenizer tokenizer = TokenizerFile.read(BPE).open()) {
      String plain = "the cat saw the other cats; (12 + 7) = 19\n\tthecat";
      assertEquals(plain, String.join("", tokenizer.encode(plain).texts()));
      // A character of several bytes is several tokens, each of which stands for the whole of it.
      String wide = "a\uD83D\uDE00b\u00E9";
      Tokens tokens = tokenizer.encode(wide);
      assertEquals(wide.getBytes(StandardCharsets.UTF_8).length, tokens.ids().length);
      assertEquals("a", tokens.texts().get(0));
      assertEquals("\uD83D\uDE00", tokens.texts().get(1));
      assertEquals("b", tokens.texts().get(5));
      assertEquals("\u00E9", tokens.texts().get(7));
    }
  }

  private Tokenizer with(String from, String to) throws IOException {
    String json = Files.readString(Path.of(BPE));
    assertTrue(json.contains(from), from);
    Path file = Files.writeString(folder.resolve("changed.json"), json.replaceFirst(from, to));
    return TokenizerFile.read(file.toString()).open();
  }

  /** As Llama's and BERT's do: a token before the text, and one after it. */
  @Test
  void aDocumentOfAddedTokensAloneIsEmpty() throws IOException {
    Path json = Path.of("src/test/resources/transformer/special_tokens.json");
    try (Tokenizer tokenizer = TokenizerFile.read(json.toString()).open()) {
      assertEquals(0, tokenizer.encode("").ids().length);
      assertEquals(List.of(), tokenizer.encode("").texts());
      Tokens tokens = tokenizer.encode("oh");
      assertEquals(List.of("<s>", "\u2581", "o", "h", "</s>"), tokens.texts());
      assertEquals(tokens.ids().length, tokens.texts().size());
      // Written out in the text it is the document's own.
      assertEquals(List.of("<s>", "</s>", "</s>"), tokenizer.encode("</s>").texts());
    }
  }

  /** SentencePiece's space before a text is not in the document. */
  @Test
  void everyCharacterIsShownOnce() throws IOException {
    Path json = Path.of("src/test/resources/transformer/special_tokens.json");
    try (Tokenizer tokenizer = TokenizerFile.read(json.toString()).open()) {
      assertEquals(List.of("<s>", "h", "o", " h", "o", "</s>"), tokenizer.encode("ho ho").texts());
      assertEquals(List.of("<s>", "\u2581", " ", "</s>"), tokenizer.encode(" ").texts());
      assertEquals(List.of("<s>", "\u2581", " ", " h", "</s>"), tokenizer.encode("  h").texts());
    }
  }

  @Test
  void whatDrawsTokensAtRandomOrIsNotKnownIsRefused() throws IOException {
    with("\"dropout\": null", "\"dropout\": 0.0").close();
    assertTrue(
        refusal(() -> with("\"dropout\": null", "\"dropout\": 0.1"))
            .contains("model.dropout is 0.1"));
    assertTrue(
        refusal(() -> with("\"version\"", "\"post_post_processor\": {}, \"version\""))
            .contains("its part 'post_post_processor' is not known"));
  }

  @Test
  void filesOfOtherKindsAreCalledWhatTheyAre() throws IOException {
    Path pointer = folder.resolve("tokenizer.json");
    Files.writeString(
        pointer, "version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 3\n");
    assertTrue(
        refusal(() -> TokenizerFile.read(pointer.toString()).open()).contains("git lfs pull"));
    Files.writeString(pointer, "<!DOCTYPE html>\n<html></html>");
    assertTrue(
        refusal(() -> TokenizerFile.read(pointer.toString()).open()).contains("is a web page"));
  }

  @Test
  void bytesAreTheirOwnTokens() {
    try (Tokenizer tokenizer = TokenizerFile.read(TokenizerFile.BYTES).open()) {
      Tokens tokens = tokenizer.encode("A\u00E9");
      assertArrayEquals(new int[] {65, 0xC3, 0xA9}, tokens.ids());
      assertEquals(List.of("A", "\\xc3", "\\xa9"), tokens.texts());
      assertEquals(256, tokenizer.vocabulary());
    }
  }

  @Test
  void aTokenizerOfAnotherModelIsRefused() {
    TokenizerFile bpe = TokenizerFile.read(BPE);
    bpe.requireFits(262, "m", 262);
    bpe.requireFits(262, "m", 272);
    assertTrue(
        refusal(() -> bpe.requireFits(262, "m", 256)).contains("262 tokens and m knows 256"));
    refusal(() -> bpe.requireFits(262, "m", 50257));
    TokenizerFile bytes = TokenizerFile.read(TokenizerFile.BYTES);
    bytes.requireFits(256, "m", 256);
    refusal(() -> bytes.requireFits(256, "m", 262));
  }

  @Test
  void whatIsNoTokenizerIsRefused() throws Exception {
    refusal(() -> TokenizerFile.read(folder.resolve("absent.json").toString()));
    for (String content :
        List.of("", "{}", "[1]", "not json", "{\"model\": {\"vocab\": {\"a\": 0}}}")) {
      Path file = Files.writeString(folder.resolve("broken.json"), content);
      String message = refusal(() -> TokenizerFile.read(file.toString()).open());
      assertEquals(1, message.lines().count(), message);
      assertTrue(message.contains("is not a Hugging Face tokenizer.json"), message);
    }
  }

  private static String refusal(Executable action) {
    return assertThrows(TransformerException.class, action).getMessage();
  }
}
