package dev.polysweep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polysweep.ShortLife;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code polysweep corpus} and {@code polysweep extract}. */
class ExtractCommandTest {

  private static final String RESOURCES = "src/test/resources/transformer/";
  private static final String TINY = RESOURCES + "tiny.onnx";
  private static final String TAP = "/mlp_act/Relu";
  private static final int DOCUMENTS = 12;

  @TempDir static Path folder;

  private static Path corpus;
  private static Path floats;

  @BeforeAll
  static void writeCorpus() throws Exception {
    corpus = folder.resolve("corpus");
    Child.Ended ended = InProcess.withSpark("corpus", "--documents", DOCUMENTS, "--out", corpus);
    assertEquals(0, ended.code(), ended.err());
    floats = folder.resolve("floats");
    Child.Ended extracted = extract(corpus.resolve("text"), floats);
    assertEquals(0, extracted.code(), extracted.err());
    assertEquals("", extracted.err());
  }

  private static Object[] extraction(Path source, Path out, Object... more) {
    List<Object> words =
        new ArrayList<>(List.of("extract", source, "--model", TINY, "--tap", TAP, "--out", out));
    words.addAll(List.of("--master", "local[2]"));
    words.addAll(List.of(more));
    return words.toArray();
  }

  private static Child.Ended extract(Path source, Path out, Object... more) throws Exception {
    return InProcess.withSpark(extraction(source, out, more));
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }

  private static String rows(Path out) {
    return "read_parquet('" + out + "/activations/*/*.parquet')";
  }

  /** What a user who joins activations with the corpus's labels relies on. */
  @Test
  void tokensAreTheBytesOfTheCorpusAndHalvesThoseOfFloats() throws Exception {
    Path halves = folder.resolve("halves");
    Child.Ended second =
        extract(corpus.resolve("documents"), halves, "--column", "text", "--dtype", "float16");
    assertEquals(0, second.code(), second.err());
    JsonNode manifest = json(floats.resolve("manifest.json"));
    JsonNode size = json(corpus.resolve("corpus.json"));
    assertTrue(manifest.get("complete").asBoolean());
    assertEquals(DOCUMENTS, manifest.get("documents").asInt());
    assertEquals(size.get("bytes").asLong(), manifest.get("tokens").asLong());
    assertEquals(DOCUMENTS, manifest.get("longer_than_context").asInt());
    assertEquals("/mlp_act/Relu_output_0", manifest.get("recipe").get("tap").asText());
    try (Duck duck = new Duck(floats)) {
      long joined =
          duck.number(
              "select count(*) from "
                  + rows(floats)
                  + " a join read_parquet('"
                  + corpus
                  + "/bytes/*.parquet') b using (document, position)"
                  + " where token_id = byte_value and token_text = chr(byte_value)"
                  + " and len(activations) = 12");
      assertEquals(size.get("bytes").asLong(), joined);
      List<List<Object>> pairs =
          duck.query(
              "select a.activations[1], hex(b.activations)[1:4], octet_length(b.activations) from "
                  + rows(floats)
                  + " a join "
                  + rows(halves)
                  + " b using (document, position, token_id) limit 500");
      assertEquals(500, pairs.size());
      for (List<Object> pair : pairs) {
        float value = (Float) pair.get(0);
        String hex = (String) pair.get(1);
        assertEquals(24L, ((Number) pair.get(2)).longValue());
        int half = Integer.parseInt(hex.substring(2) + hex.substring(0, 2), 16);
        // Half a unit in the last of eleven places, and half the smallest number.
        assertEquals(value, half(half), Math.abs(value) * 0x1p-11 + 0x1p-25);
      }
    }
    Child.Ended other = extract(corpus.resolve("text"), floats, "--context", 8);
    assertEquals(2, other.code(), other.toString());
    assertTrue(other.err().contains("context was 16, now 8"), other.err());
    assertEquals(1, other.err().lines().count(), other.err());
  }

  /** A non-negative half. */
  private static double half(int bits) {
    int exponent = bits >> 10 & 31;
    double fraction = bits & 1023;
    return exponent == 0 ? fraction * 0x1p-24 : (1 + fraction / 1024) * Math.pow(2, exponent - 15);
  }

  /**
   * Then text that was edited to the same length is refused: the numbers of other text would be
   * taken for those of this one.
   */
  @Test
  void whatCannotBeReadIsCountedAndNamed() throws Exception {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    text.write(
        "first\n\nthe third is longer than sixteen bytes\n".getBytes(StandardCharsets.UTF_8));
    text.write(new byte[] {'b', (byte) 0xC3, '(', '\n'});
    text.write("\nlast\n".getBytes(StandardCharsets.UTF_8));
    Path source = folder.resolve("mixed.txt");
    Files.write(source, text.toByteArray());
    Path out = folder.resolve("mixed");
    Child.Ended ended = extract(source, out, "--cut");
    assertEquals(0, ended.code(), ended.err());
    assertTrue(ended.out().contains("skipped 1 broken_utf8: document 3"), ended.out());
    assertTrue(ended.out().contains("skipped 2 empty: documents 1, 4"), ended.out());
    assertTrue(ended.out().contains("longer than the context: 22 tokens left out"), ended.out());
    JsonNode manifest = json(out.resolve("manifest.json"));
    assertEquals(6, manifest.get("documents").asInt());
    assertEquals(5 + 16 + 4, manifest.get("tokens").asInt());
    assertEquals("{\"broken_utf8\":1,\"empty\":2}", manifest.get("skipped").toString());
    assertEquals(22, manifest.get("tokens_left_out").asInt());
    try (Duck duck = new Duck(out)) {
      assertEquals(
          "[[0, first], [2, the third is lon], [5, last]]",
          duck.query(
                  "select document, string_agg(token_text, '' order by position) from "
                      + rows(out)
                      + " group by 1 order by 1")
              .toString());
    }
    assertEquals(0, extract(source, out, "--cut").code(), "it is complete");
    byte[] edited = text.toByteArray();
    edited[1] = 'o';
    Files.write(source, edited);
    Child.Ended refused = extract(source, out, "--cut");
    assertEquals(2, refused.code(), refused.out());
    assertTrue(refused.err().contains("holds another extraction"), refused.err());
  }

  /** Nor do the waves matter: the undisturbed extraction has larger ones. */
  @Test
  void killsLoseAndDoubleNothing() throws Exception {
    Path killed = folder.resolve("killed");
    Object[] wave = {"--wave", 1200};
    List<String> jvm = List.of(ShortLife.NOTHING_TRAINED);
    for (String moment : List.of("activations/wave=000001", "_staging/wave=000003")) {
      Object[] command = extraction(corpus.resolve("text"), killed, wave);
      try (Driver driver = new Driver(folder.resolve("log"), jvm, command)) {
        while (driver.isAlive() && !Files.exists(killed.resolve(moment))) {
          Thread.sleep(1);
        }
        assertTrue(driver.isAlive(), driver.printed());
        driver.kill();
      }
      assertFalse(json(killed.resolve("manifest.json")).get("complete").asBoolean());
    }
    Child.Ended ended = extract(corpus.resolve("text"), killed, wave);
    assertEquals(0, ended.code(), ended.err());
    assertFalse(Files.exists(killed.resolve("_staging")));
    List<List<Object>> expected = contents(floats);
    assertEquals(json(corpus.resolve("corpus.json")).get("bytes").asInt(), expected.size());
    assertEquals(expected, contents(killed));
    Matcher extracted = Pattern.compile("extracted ([0-9,]+) tokens").matcher(ended.out());
    assertTrue(extracted.find(), ended.out());
    int again = Integer.parseInt(extracted.group(1).replace(",", ""));
    assertTrue(again < expected.size() - 2_400, "complete waves are kept: " + ended.out());
  }

  private static List<List<Object>> contents(Path out) throws SQLException {
    try (Duck duck = new Duck(out)) {
      return duck.query(
          "select document, position, token_id, token_text, cast(activations as varchar) from "
              + rows(out)
              + " order by document, position");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--tap=/mlp_act/Rellu, did you mean '/mlp_act/Relu'?",
    "--tap=/Softmax_output_0, '[batch, position, width] is wanted'",
    "--model=absent.onnx, no such file",
    "--model=README.md, is not an ONNX model",
    "--model=src/test/resources/tensors/types.safetensors, it is a .safetensors file",
    "--model=src/test/resources/transformer, is a folder",
    "--tokenizer=absent.json, no such file",
    "--tokenizer=README.md, is not a Hugging Face tokenizer.json",
    "--tokenizer=" + RESOURCES + "tokenizer.json, 262 tokens and " + TINY + " knows 256",
    "--context=17, a context of 17 tokens is longer than the 16",
    "--context=0, at least 1",
    "--wave=0, at least 1",
    "--dtype=float8, expected one of"
  })
  void refusesInOneLine(String option, String words) {
    String name = option.substring(0, option.indexOf('='));
    List<String> command = new ArrayList<>(List.of("extract", corpus.resolve("text").toString()));
    for (String[] usual :
        new String[][] {
          {"--model", TINY}, {"--tap", TAP}, {"--out", folder.resolve("refused").toString()}
        }) {
      if (!usual[0].equals(name)) {
        command.addAll(List.of(usual));
      }
    }
    command.add(option);
    Child.Ended outcome = InProcess.run(command.toArray(String[]::new));
    assertEquals(2, outcome.code(), outcome.toString());
    assertEquals(1, outcome.err().lines().count(), outcome.err());
    assertTrue(outcome.err().contains(words), outcome.err());
    assertFalse(Files.exists(folder.resolve("refused")), "nothing is written");
  }

  @Test
  void refusesASourceThatIsNotThere() throws Exception {
    Child.Ended absent = extract(folder.resolve("absent.txt"), folder.resolve("none"));
    assertEquals(2, absent.code(), absent.toString());
    assertEquals(1, absent.err().lines().count(), absent.err());
    assertTrue(absent.err().contains("SOURCE"), absent.err());
    Child.Ended column =
        extract(corpus.resolve("documents"), folder.resolve("none"), "--column", "txt");
    assertEquals(2, column.code(), column.toString());
    assertEquals(1, column.err().lines().count(), column.err());
    assertTrue(column.err().contains("did you mean 'text'?"), column.err());
  }

  @Test
  void listsTaps() {
    Child.Ended outcome = InProcess.run("extract", "--model", TINY, "--list-taps");
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(
        outcome.out().lines().anyMatch(l -> l.matches("/mlp_act/Relu_output_0 +Relu +\\[.*12]")),
        outcome.out());
  }

  /** Four times the tokens take four times the time, within what a shared machine lets one see. */
  @Test
  @Tag("full")
  void costIsLinearInTokens() throws Exception {
    double[] seconds = new double[2];
    int[] documents = {1500, 6000};
    for (int i = 0; i < 2; i++) {
      Path text = folder.resolve("cost" + i);
      Child.Ended written =
          InProcess.withSpark("corpus", "--documents", documents[i], "--out", text);
      assertEquals(0, written.code(), written.err());
      Child.Ended ended =
          InProcess.withSpark(
              "extract",
              text.resolve("text"),
              "--model",
              "bytes-1l",
              "--tap",
              TAP,
              "--dtype",
              "float16",
              "--out",
              folder.resolve("costs" + i),
              "--master",
              "local[2]");
      assertEquals(0, ended.code(), ended.err());
      Matcher line = Pattern.compile("tokens in ([0-9.]+) s, .*").matcher(ended.out());
      assertTrue(line.find(), ended.out());
      seconds[i] = Double.parseDouble(line.group(1));
    }
    assertEquals(4, seconds[1] / seconds[0], 1.2, seconds[0] + " s and " + seconds[1] + " s");
  }
}
