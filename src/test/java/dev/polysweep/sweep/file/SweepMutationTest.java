package dev.polysweep.sweep.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.experiment.network.NetworkExperiment;
import dev.polysweep.sweep.Experiments;
import dev.polysweep.sweep.StubExperiment;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.sweep.yaml.Quoted;
import dev.polysweep.sweep.yaml.SweepException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is done to a sweep file, it is a sweep or one line, soon. */
class SweepMutationTest {

  private static final int MUTANTS = 2000;

  private static final String VALID =
      """
      name: taming
      experiment: sample
      description: eight configurations
      seeds: {from: 10, count: 50}
      base: {net: {hidden: 12, lr: 1e-3, widths: [8, 4]}, null: {draws: 50}, note: "a b"}
      grid:
        init: [random, orthogonal]
        net.keep: [0.25, 0.5, 1]
      configs:
        - {label: baseline, init: none, act: relu, shuffle: true}
        - label: other
          net: {epochs: 300}
          cap: 2.5
      baseline: baseline
      log_every: 50
      """;

  private static final String NETWORK =
      """
      name: described
      experiment: network
      seeds: 3
      base:
        data: {generator: groups, samples: 100, validation_share: 0.2}
        target: {decay: 0.9, formulas: [y0 = x0*x1 + 0.5*x2, "max(x3, -x4)^2 / 2"]}
        layers:
          - {width: 12, activation: gelu, noise: bipolar, l1: 1e-4}
          - {width: 8, tied_to: 0}
          - {width: 2, bias: false}
        measure: [{metric: macs, layer: 0}, {metric: psi, at: logged}]
      grid:
        layers.1.tie: [transposed, shared_storage]
        layers.0.init: [random, xavier]
      configs:
        - {label: one, layers.0.l1: 0.5, penalty: {l2: 1}}
      log_every: 50
      """;

  /** Things that have broken readers of YAML. */
  private static final List<String> NOISE =
      List.of(
          "",
          " ",
          "\n",
          "\t",
          ":",
          "- ",
          "? ",
          "{",
          "}",
          "[",
          "]",
          ",",
          "#",
          "|",
          ">",
          "%YAML 9.9\n",
          "---\n",
          "...\n",
          "&a ",
          "*a",
          "<<: *a",
          "&a [*a, *a]",
          "!!python/object:os.system ",
          "!!javax.script.ScriptEngineManager ",
          "!<tag:x> ",
          "!!binary ",
          "!!set ",
          "!!str ",
          "@",
          "`",
          "'",
          "\"",
          "\"\\x00\"",
          "\"\\uD800\"",
          "\\",
          "~",
          "null",
          "NaN",
          ".nan",
          ".inf",
          "-.inf",
          "-0",
          "1e999",
          "-1e999",
          "1e-999",
          "0x10",
          "0o7",
          "010",
          "1_000",
          "12:30:45",
          "9".repeat(5000),
          "1e" + "9".repeat(50),
          "0." + "0".repeat(5000) + "1",
          "2024-01-01",
          "true",
          "no",
          "=",
          "../..",
          "/etc/passwd",
          "..",
          "\u0000",
          "\u0007",
          "\u007f",
          "\u0085",
          "\u2028",
          "\u202e",
          "\ufeff",
          "\ufffe",
          "\ud800",
          "é",
          "𝛼",
          "\ud83d\udc69\u200d\ud83d\ude80",
          "n\u0303",
          "[".repeat(3000),
          "{a: ".repeat(3000),
          "- ".repeat(3000),
          "? ".repeat(3000),
          "x".repeat(100_000),
          "[" + "a,".repeat(20_000) + "a]",
          "init",
          "net.hidden",
          "label: ",
          "label: a",
          "experiment: taming\n",
          "seeds: 0\n",
          "grid: {}\n",
          "configs: []\n",
          "base: {net: {net: {net: 1}}}\n",
          "net: {hidden: -1}",
          "{count: 1000000000000}",
          "- {}\n",
          "  - {}\n",
          "layers.99.width: 3",
          "layers.0: {width: 3}",
          "layers.0.0.width",
          "layers.9999999999.width: 3",
          "(".repeat(5000),
          "x0" + "+x0".repeat(3000),
          "-".repeat(900) + "x0",
          "9^9^9^9^9^9",
          "tied_to: -1",
          "{width: 1}",
          "x999",
          "exec(\"ls\")",
          "[[[1]]]");

  @TempDir Path folder;

  @Test
  void everyMutantIsASweepOrOneLine() throws IOException {
    mutate(VALID, StubExperiment.SAMPLES, MUTANTS, 2);
  }

  /** The same of lists of layers and measures, of keys that lead into them, and of formulas. */
  @Test
  void everyMutantOfADescribedNetworkIsASweepOrOneLine() throws IOException {
    mutate(NETWORK, new Experiments(List.of(new NetworkExperiment())), MUTANTS / 2, 1.5);
  }

  /**
   * @param most reciprocal of the largest share of mutants that may be valid
   */
  private void mutate(String original, Experiments experiments, int mutants, double most)
      throws IOException {
    Random random = new Random(20240607);
    Path file = folder.resolve("mutant.yaml");
    int valid = 0;
    for (int i = 0; i < mutants; i++) {
      String mutant = original;
      for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
        mutant = mutate(mutant, random);
      }
      Files.write(file, bytes(mutant, random));
      if (isSweep(
          file,
          experiments,
          "mutant " + i + ":\n" + mutant.substring(0, Math.min(2000, mutant.length())))) {
        valid++;
      }
    }
    // Both sorts occur, or the mutations would be too weak or too strong to tell anything.
    assertTrue(
        valid > mutants / 50 && valid < mutants / most, valid + " of " + mutants + " are valid");
  }

  /** Each entry is one level of doubling: expanded, it would fill any memory. */
  @Test
  void aBombOfAliasesIsOneLine() throws IOException {
    StringBuilder bomb = new StringBuilder("experiment: sample\nseeds: 1\na0: &a0 [x, x]\n");
    for (int i = 1; i < 60; i++) {
      bomb.append(String.format(Locale.ROOT, "a%d: &a%d [*a%d, *a%d]\n", i, i, i - 1, i - 1));
    }
    Path file = Files.writeString(folder.resolve("bomb.yaml"), bomb);
    assertEquals(false, isSweep(file, "bomb"));
    SweepException refused =
        assertThrows(
            SweepException.class,
            () -> SweepFile.load(file, Overrides.NONE, StubExperiment.SAMPLES));
    assertTrue(refused.getMessage().contains("anchors and aliases"), refused::toString);
  }

  /** Largest file allowed, of as many values as fit. */
  @Test
  void aFileOfMillionsOfValuesIsOneLine() throws IOException {
    String yaml = "experiment: sample\nseeds: [" + "1,".repeat(10_000_000) + "1]\n";
    assertEquals(false, isSweep(Files.writeString(folder.resolve("values.yaml"), yaml), "values"));
  }

  private static boolean isSweep(Path file, String what) {
    return isSweep(file, StubExperiment.SAMPLES, what);
  }

  private static boolean isSweep(Path file, Experiments experiments, String what) {
    return assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          try {
            Sweep sweep = SweepFile.load(file, Overrides.NONE, experiments);
            assertTrue(sweep.size() > 0 && !sweep.cell(sweep.size() - 1).id().isEmpty(), what);
            return true;
          } catch (SweepException e) {
            String message = e.getMessage();
            assertTrue(message.codePoints().allMatch(Quoted::prints), () -> message + "\n" + what);
            assertTrue(message.startsWith(file + ":"), () -> message + "\n" + what);
            assertTrue(message.length() < 1000, () -> message + "\n" + what);
            return false;
          }
        },
        what);
  }

  private static String mutate(String yaml, Random random) {
    int at = random.nextInt(yaml.length() + 1);
    String noise = NOISE.get(random.nextInt(NOISE.size()));
    String[] lines = yaml.split("(?<=\n)");
    int line = random.nextInt(lines.length);
    switch (random.nextInt(8)) {
      case 0: // insert anywhere
        return yaml.substring(0, at) + noise + yaml.substring(at);
      case 1: // in place of a value
        return yaml.replaceFirst(
            ": (?=" + word(random) + ")\\S+",
            ": " + java.util.regex.Matcher.quoteReplacement(noise));
      case 2: // delete a piece
        return yaml.substring(0, at)
            + yaml.substring(Math.min(yaml.length(), at + 1 + random.nextInt(20)));
      case 3: // repeat a line
        lines[line] += lines[line];
        return String.join("", lines);
      case 4: // drop a line
        lines[line] = "";
        return String.join("", lines) + "\n";
      case 5: // swap two lines
        int other = random.nextInt(lines.length);
        String kept = lines[line];
        lines[line] = lines[other];
        lines[other] = kept;
        return String.join("", lines);
      case 6: // another number
        String number =
            String.valueOf(random.nextBoolean() ? random.nextInt(5000) : random.nextGaussian());
        return yaml.replaceFirst("(?<=[:,\\[] ?)" + (1 + random.nextInt(9)) + "[0-9.]*", number);
      default: // a changed letter
        char changed =
            (char) (random.nextInt(4) == 0 ? random.nextInt(0x10000) : 32 + random.nextInt(95));
        return yaml.substring(0, at) + changed + yaml.substring(Math.min(yaml.length(), at + 1));
    }
  }

  private static String word(Random random) {
    return List.of("[a-z]", "[0-9]", "\\{", "\\[", ".").get(random.nextInt(5));
  }

  /** Mostly UTF-8; now and then a broken byte. */
  private static byte[] bytes(String text, Random random) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > 0 && random.nextInt(20) == 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }
}
