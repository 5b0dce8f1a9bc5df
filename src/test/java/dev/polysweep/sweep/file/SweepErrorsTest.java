package dev.polysweep.sweep.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.sweep.StubExperiment;
import dev.polysweep.sweep.yaml.Quoted;
import dev.polysweep.sweep.yaml.SweepException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way to get a sweep wrong ends in one line that says where, what, and what is allowed. */
class SweepErrorsTest {

  private static final String HEAD = "experiment: sample\nseeds: 2\n";

  @TempDir Path folder;

  /**
   * What is wrong, the file, the line, and what the message must say after the file's name and
   * line.
   */
  static Stream<Arguments> mistakes() {
    return Stream.of(
        // The file as a whole.
        mistake("", 1, "the file is empty"),
        mistake("# only a comment\n", 1, "the file is empty"),
        mistake("---\n", 1, "the file is empty"),
        mistake("- a\n- b\n", 1, "a list is not a sweep; it must be a mapping"),
        mistake("hello", 1, "'hello' is not a sweep"),
        mistake(HEAD + "grid: {init: [random\n", 4, "not valid YAML: "),
        mistake("experiment: sample\n\tseeds: 2\n", 2, "not valid YAML: "),
        mistake(HEAD + "---\nname: b\n", 3, "a second document begins here"),
        mistake(
            HEAD + "base: {note: \"\u0007\"}\n",
            3,
            "not valid YAML: the character \\u0007 is not allowed"),
        mistake(HEAD + "name: a\nname: b\n", 4, "name: given twice; first in line 3"),
        mistake(HEAD + "? [a, b]\n: 1\n", 3, "a key is one word"),
        mistake(
            HEAD + "base: &x {init: random}\n",
            3,
            "anchors and aliases (& and *) are not supported"),
        mistake(HEAD + "base: *x\n", 3, "anchors and aliases"),
        mistake(HEAD + "base: {<<: {init: random}}\n", 3, "<<: merge keys are not supported"),
        mistake(
            HEAD + "base: !!java.util.Date {}\n",
            3,
            "tags are not supported; remove 'tag:yaml.org,2002:java.util.Date'"),
        mistake(HEAD + "name: !x y\n", 3, "tags are not supported; remove '!x'"),
        mistake(HEAD + "base: " + "[".repeat(5000), 3, "nested too deeply; at most 20 levels"),
        // Top level.
        mistake(
            HEAD + "sede: 3\n",
            3,
            "sede: unknown key; there are name, ",
            "(did you mean 'seeds'?)"),
        mistake(HEAD + "basline: x\n", 3, "basline: unknown key", "(did you mean 'baseline'?)"),
        mistake(
            HEAD + "log-every: 3\n", 3, "log-every: unknown key", "(did you mean 'log_every'?)"),
        mistake("seeds: 3\n", 1, "experiment: is missing; it must be one of sample, taming"),
        mistake(
            "experiment: sampel\nseeds: 3\n",
            1,
            "experiment: no experiment 'sampel'; there are sample, taming",
            "'sample'?)"),
        mistake("experiment: [sample]\nseeds: 3\n", 1, "experiment: a list is not allowed"),
        mistake("experiment:\nseeds: 3\n", 1, "experiment: nothing is not allowed"),
        mistake(
            "experiment: sample\n", 1, "seeds: is missing; it must be a number of seeds from 1"),
        mistake(
            HEAD + "description: [a]\n",
            3,
            "description: a list is not allowed; it must be printable text"),
        mistake(
            HEAD + "log_every: 0\n",
            3,
            "log_every: '0' is not allowed; it must be an integer from 1"),
        mistake(
            HEAD + "log_every: often\n",
            3,
            "log_every: 'often' is not allowed; it must be an integer"),
        mistake(HEAD + "decide: loss\n", 3, "decide: 'loss' is not allowed; it must be {metric: "),
        mistake(HEAD + "decide: {within: 3}\n", 3, "decide: metric is missing"),
        mistake(
            HEAD + "decide: {metrik: a}\n",
            3,
            "decide.metrik: unknown key; there are metric, within (did you mean 'metric'?)"),
        mistake(HEAD + "decide: {metric: a}\n", 3, "decide: no metric 'a'; there are "),
        // Names and labels.
        mistake(
            HEAD + "name: ../up\n",
            3,
            "name: '../up' is not allowed; it must be 1 to 100 of the letters"),
        mistake(HEAD + "name: .hidden\n", 3, "name: '.hidden' is not allowed"),
        mistake(HEAD + "name: ..\n", 3, "name: '..' is not allowed"),
        mistake(HEAD + "name: 'a b'\n", 3, "name: 'a b' is not allowed"),
        mistake(HEAD + "name: ''\n", 3, "name: '' is not allowed"),
        mistake(HEAD + "name: naïve\n", 3, "name: 'naïve' is not allowed"),
        mistake(
            HEAD + "name: " + "n".repeat(101) + "\n",
            3,
            "name: '" + "n".repeat(60) + "…' is not allowed"),
        mistake(
            HEAD + "configs: [{label: a/b}]\n",
            3,
            "label: 'a/b' is not allowed; it must be 1 to 200 printable"),
        mistake(HEAD + "configs: [{label: 'a\\b'}]\n", 3, "label: 'a\\b' is not allowed"),
        mistake(HEAD + "configs:\n- label: ..\n", 4, "label: '..' is not allowed"),
        mistake(HEAD + "configs:\n- label: .\n", 4, "label: '.' is not allowed"),
        mistake(HEAD + "configs:\n- label: ' '\n", 4, "label: ' ' is not allowed"),
        mistake(HEAD + "configs:\n- label: \"a\\tb\"\n", 4, "label: 'a\\tb' is not allowed"),
        mistake(
            HEAD + "configs:\n- label: \"a\\u202Eb\"\n", 4, "label: 'a\\u202Eb' is not allowed"),
        mistake(HEAD + "configs:\n- label: " + "x".repeat(201) + "\n", 4, "label: 'xxx"),
        mistake(HEAD + "configs:\n- label:\n", 4, "label: nothing is not allowed"),
        mistake(HEAD + "configs:\n- label: [a]\n", 4, "label: a list is not allowed"),
        mistake(
            HEAD + "configs:\n- {label: a, init: random}\n- {label: a, init: none}\n",
            5,
            "label: 'a' is used twice, first at ",
            "labels must differ"),
        mistake(
            HEAD + "configs:\n- {label: a, init: none}\n- {label: b, init: none}\n",
            5,
            "label: 'b' is the same configuration as 'a'"),
        mistake(
            HEAD + "configs:\n- {label: a, net.lr: 1e-3}\n- {label: b, net.lr: 0.001}\n",
            5,
            "label: 'b' is the same configuration as 'a'"),
        mistake(
            HEAD + "configs: [{label: base}]\nbaseline: bse\n",
            4,
            "baseline: no label 'bse'; there are base (did you mean 'base'?)"),
        mistake(HEAD + "baseline: [x]\n", 3, "baseline: a list is not allowed"),
        // Seeds.
        mistake(
            "experiment: sample\nseeds: 0\n",
            2,
            "seeds: '0' is not allowed; it must be a number of seeds from 1 to 1000000000"),
        mistake("experiment: sample\nseeds: -3\n", 2, "seeds: '-3' is not allowed"),
        mistake("experiment: sample\nseeds: 1000000001\n", 2, "seeds: '1000000001' is not allowed"),
        mistake("experiment: sample\nseeds: 1e3\n", 2, "seeds: '1e3' is not allowed"),
        mistake("experiment: sample\nseeds: '3'\n", 2, "seeds: the text '3' is not allowed"),
        mistake("experiment: sample\nseeds:\n", 2, "seeds: nothing is not allowed"),
        mistake("experiment: sample\nseeds: []\n", 2, "seeds: an empty list is not allowed"),
        mistake("experiment: sample\nseeds:\n  - 1\n  - 2\n  - 1\n", 5, "seeds: 1 is listed twice"),
        mistake(
            "experiment: sample\nseeds: [1, -2]\n",
            2,
            "seeds: '-2' is not allowed; it must be an integer"),
        mistake("experiment: sample\nseeds: {from: 1}\n", 2, "seeds: count is missing"),
        mistake(
            "experiment: sample\nseeds: {from: 1, cuont: 2}\n",
            2,
            "seeds.cuont: unknown key; there are from, count (did you mean 'count'?)"),
        mistake(
            "experiment: sample\nseeds: {from: 9007199254740991, count: 2}\n",
            2,
            "seeds: the last seed would be above 2^53 - 1"),
        mistake(
            "experiment: sample\nseeds: 99999999999999999999999999\n",
            2,
            "seeds: '99999999999999999999999999' is not"),
        // Settings.
        mistake(
            HEAD + "base: {intt: random}\n",
            3,
            "intt: unknown setting; there are init, act, ",
            "(did you mean 'init'?)"),
        mistake(
            HEAD + "base:\n  net:\n    hiden: 3\n",
            5,
            "net.hiden: unknown setting; there are net.hidden, ",
            "'net.hidden'?)"),
        mistake(
            HEAD + "base: {hidden: 3}\n",
            3,
            "hidden: unknown setting",
            "(did you mean 'net.hidden'?)"),
        mistake(
            HEAD + "base: {zzzzzzzzz: 3}\n",
            3,
            "zzzzzzzzz: unknown setting; there are init, act, shuffle, note, cap, net, null"),
        mistake(HEAD + "base: {net.hidden: 3, net: {hidden: 4}}\n", 3, "net.hidden: given twice"),
        mistake(
            HEAD + "base: {net: 3}\n",
            3,
            "net: '3' is not allowed; it must be a mapping with net.hidden"),
        mistake(
            HEAD + "base: 3\n", 3, "base: '3' is not allowed; it must be a mapping of settings"),
        mistake(
            HEAD + "base: {init: Random}\n",
            3,
            "init: 'Random' is not allowed; it must be one of random, orthogonal, none (did you mean 'random'?)"),
        mistake(
            HEAD + "base: {init: [random]}\n", 3, "init: a list is not allowed; it must be one of"),
        mistake(
            HEAD + "base: {shuffle: yes}\n",
            3,
            "shuffle: 'yes' is not allowed; it must be true or false"),
        mistake(
            HEAD + "base: {shuffle: 'true'}\n",
            3,
            "shuffle: the text 'true' is not allowed; it must be true or false, without quotes"),
        mistake(
            HEAD + "base: {note: {a: b}}\n",
            3,
            "note: a mapping is not allowed; it must be printable text"),
        mistake(
            HEAD + "base: {note: \"a\\nb\"}\n",
            3,
            "note: 'a\\nb' is not allowed; it must be printable text"),
        mistake(
            HEAD + "base: {net: {hidden: -3}}\n",
            3,
            "net.hidden: '-3' is not allowed; it must be an integer from 1 to 4096"),
        mistake(
            HEAD + "base: {net: {hidden: 0}}\n",
            3,
            "net.hidden: '0' is not allowed; it must be an integer from 1 to 4096"),
        mistake(HEAD + "base: {net: {hidden: 4097}}\n", 3, "net.hidden: '4097' is not allowed"),
        mistake(HEAD + "base: {net: {hidden: 12.0}}\n", 3, "net.hidden: '12.0' is not allowed"),
        mistake(HEAD + "base: {net: {hidden: 012}}\n", 3, "net.hidden: '012' is not allowed"),
        mistake(
            HEAD + "base: {net: {hidden: '12'}}\n",
            3,
            "net.hidden: the text '12' is not allowed; it must be an integer from 1 to 4096, without quotes"),
        mistake(
            "name: t\nexperiment: sample\nseeds: \"2\"\n",
            3,
            "seeds: the text '2' is not allowed; it must be a number of seeds"),
        mistake(HEAD + "base:\n\u00A0net: {hidden: 12}\n", 4, "\\u00A0net: unknown key"),
        mistake(HEAD + "base: {net: {hidden: true}}\n", 3, "net.hidden: 'true' is not allowed"),
        mistake(HEAD + "base: {net: {hidden: }}\n", 3, "net.hidden: nothing is not allowed"),
        mistake(HEAD + "base: {net: {hidden: null}}\n", 3, "net.hidden: 'null' is not allowed"),
        mistake(
            HEAD + "base: {net: {epochs: 0}}\n",
            3,
            "net.epochs: '0' is not allowed; it must be an integer, at least 1"),
        mistake(
            HEAD + "base: {net: {epochs: " + "9".repeat(400) + "}}\n",
            3,
            "net.epochs: '" + "9".repeat(60) + "…' is not allowed"),
        mistake(
            HEAD + "base: {net: {lr: 0}}\n",
            3,
            "net.lr: '0' is not allowed; it must be a number above 0"),
        mistake(
            HEAD + "base: {net: {lr: .nan}}\n",
            3,
            "net.lr: '.nan' is not allowed; it must be a number above 0"),
        mistake(HEAD + "base: {net: {lr: NaN}}\n", 3, "net.lr: 'NaN' is not allowed"),
        mistake(HEAD + "base: {net: {lr: .inf}}\n", 3, "net.lr: '.inf' is not allowed"),
        mistake(HEAD + "base: {net: {lr: -Infinity}}\n", 3, "net.lr: '-Infinity' is not allowed"),
        mistake(HEAD + "base: {net: {lr: 1e999}}\n", 3, "net.lr: '1e999' is not allowed"),
        mistake(HEAD + "base: {net: {lr: 1e-999}}\n", 3, "net.lr: '1e-999' is not allowed"),
        mistake(HEAD + "base: {net: {lr: fast}}\n", 3, "net.lr: 'fast' is not allowed"),
        mistake(
            HEAD + "base: {net: {keep: 1.5}}\n",
            3,
            "net.keep: '1.5' is not allowed; it must be a number from 0 to 1"),
        mistake(
            HEAD + "base: {cap: -1}\n",
            3,
            "cap: '-1' is not allowed; it must be a number, at least 0"),
        mistake(
            HEAD + "base: {net: {widths: 3}}\n",
            3,
            "net.widths: '3' is not allowed; it must be a list, each element an integer, at least 1"),
        mistake(
            HEAD + "base: {net: {widths: [3, 0]}}\n",
            3,
            "net.widths: '0' is not allowed; it must be an integer, at least 1"),
        mistake(
            HEAD + "base:\n  net:\n    hidden: 30\n    epochs: 20\n",
            5,
            "net.hidden: exceeds net.epochs;\\nit must not (in 'default')"),
        mistake(
            HEAD + "base: {net: {epochs: 5}}\ngrid:\n  net.hidden: [4, 7]\n",
            5,
            "net.hidden: exceeds net.epochs",
            "(in '7')"),
        // Grid and configurations.
        mistake(
            HEAD + "grid: {}\n",
            3,
            "grid: is empty; it must give at least one setting a list of values"),
        mistake(HEAD + "grid:\n", 3, "grid: nothing is not allowed; it must be a mapping"),
        mistake(HEAD + "grid: [init]\n", 3, "grid: a list is not allowed"),
        mistake(
            HEAD + "grid: {init: []}\n",
            3,
            "init: an empty list is not allowed; it must be a list of values"),
        mistake(
            HEAD + "grid: {init: random}\n",
            3,
            "init: 'random' is not allowed; it must be a list of values, as in init: [a, b]"),
        mistake(
            HEAD + "grid: {net: [{hidden: 3}]}\n",
            3,
            "net: is a group of settings; name one of them: net.hidden"),
        mistake(
            HEAD + "grid: {net.hiden: [3]}\n",
            3,
            "net.hiden: unknown setting",
            "(did you mean 'net.hidden'?)"),
        mistake(
            HEAD + "grid:\n  init:\n  - random\n  - radnom\n",
            6,
            "init: 'radnom' is not allowed",
            "(did you mean 'random'?)"),
        mistake(
            HEAD + "grid:\n  init:\n  - random\n  - random\n", 6, "init: 'random' is listed twice"),
        mistake(
            HEAD + "grid:\n  net.lr:\n  - 1e-4\n  - 0.0001\n",
            6,
            "net.lr: '0.0001' is listed twice"),
        mistake(
            HEAD
                + "grid: {note: [a_b, a], init: [none], cap: [null]}\nconfigs: [{label: a_none_null}]\n",
            4,
            "label: 'a_none_null' is used twice"),
        mistake(
            HEAD + "grid: {null.draws: [20, 30]}\n",
            3,
            "null.draws: cannot be swept: its column null_draws would collide"),
        mistake(
            HEAD
                + "grid: {net.epochs: ["
                + numbers(5000, 300)
                + "], net.hidden: ["
                + numbers(1, 300)
                + "]}\n",
            3,
            "more than 50000 configurations"),
        mistake(
            HEAD + "configs: []\n",
            3,
            "configs: an empty list is not allowed; it must be a list of mappings"),
        mistake(
            HEAD + "configs: {label: a}\n",
            3,
            "configs: a mapping is not allowed; it must be a list of mappings"),
        mistake(
            HEAD + "configs:\n- {init: none}\n- none\n",
            5,
            "configs: 'none' is not allowed; it must be a mapping"),
        mistake(HEAD + "configs:\n- {lable: a}\n", 4, "lable: unknown setting"),
        mistake(
            HEAD + "configs:\n- label: a\n  net: {lr: -1}\n", 5, "net.lr: '-1' is not allowed"));
  }

  private static Arguments mistake(String yaml, int line, String... says) {
    return Arguments.of(yaml, line, List.of(says));
  }

  private static String numbers(int from, int count) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < count; i++) {
      out.append(i == 0 ? "" : ", ").append(from + i);
    }
    return out.toString();
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsOneLine(String yaml, int line, List<String> says) throws IOException {
    Path file = Files.writeString(folder.resolve("sweep.yaml"), yaml);
    String message = refused(file, Overrides.NONE);
    String place = file + ":" + line + ": ";
    assertTrue(message.startsWith(place + says.get(0)), message);
    says.forEach(part -> assertTrue(message.contains(part), message));
  }

  /** Overrides over a file with base, grid and a configuration. */
  static Stream<Arguments> overrides() {
    return Stream.of(
        Arguments.of(
            List.of("hidden"), null, "--set: 'hidden' is not allowed; it must be key=value"),
        Arguments.of(List.of("=3"), null, "--set: '=3' is not allowed; it must be key=value"),
        Arguments.of(List.of("net.hiden=3"), null, "--set: net.hiden: unknown setting"),
        Arguments.of(
            List.of("net.hidden=x"),
            null,
            "--set: net.hidden: 'x' is not allowed; it must be an integer from 1"),
        Arguments.of(List.of("net.hidden="), null, "--set: net.hidden: nothing is not allowed"),
        Arguments.of(List.of("net.hidden=[1"), null, "--set: not valid YAML: "),
        Arguments.of(
            List.of("net.hidden=3", "net={hidden: 4}"),
            null,
            "--set: net.hidden: given twice; each setting once"),
        Arguments.of(
            List.of("init=random"),
            null,
            "--set: init: is set by the grid or a configuration (FILE:4), which would win"),
        Arguments.of(
            List.of("act=gelu"),
            null,
            "--set: act: is set by the grid or a configuration (FILE:5)"),
        Arguments.of(List.of("seeds=3"), null, "--set: seeds: unknown setting"),
        Arguments.of(List.of(), 0L, "--seeds: '0' is not allowed"),
        Arguments.of(List.of(), -1L, "--seeds: '-1' is not allowed"));
  }

  @ParameterizedTest
  @MethodSource("overrides")
  void aWrongOverrideIsOneLine(List<String> settings, Long seeds, String says) throws IOException {
    String yaml =
        HEAD
            + "base: {init: none, net: {lr: 0.1}}\ngrid: {init: [random, none]}\nconfigs: [{label: a, act: gelu}]\n";
    Path file = Files.writeString(folder.resolve("sweep.yaml"), yaml);
    String message = refused(file, new Overrides(settings, seeds));
    assertTrue(message.startsWith(says.replace("FILE", file.toString())), message);
  }

  @Test
  void filesThatCannotBeRead() throws IOException {
    Path missing = folder.resolve("missing.yaml");
    assertTrue(refused(missing, Overrides.NONE).startsWith(missing + ": there is no such file"));
    assertTrue(refused(folder, Overrides.NONE).startsWith(folder + ": is a directory"));
    Path under = Files.writeString(folder.resolve("a.yaml"), HEAD).resolve("b.yaml");
    assertTrue(refused(under, Overrides.NONE).startsWith(under + ": cannot be read"));
    Path latin =
        Files.write(
            folder.resolve("latin.yaml"), "name: naïve\n".getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(latin + ": is not text in UTF-8", refused(latin, Overrides.NONE));
    Path large = folder.resolve("large.yaml");
    Files.writeString(large, "#" + " ".repeat(33 << 20));
    assertTrue(refused(large, Overrides.NONE).startsWith(large + ": is larger than 32 MiB"));
  }

  @Test
  void theNameIsTakenFromTheFileOnlyIfItIsOne() throws IOException {
    Path file = Files.writeString(folder.resolve("my sweep.yaml"), HEAD);
    assertTrue(
        refused(file, Overrides.NONE)
            .startsWith(
                file + ":1: name: is missing, and the file's own, 'my sweep', is not allowed"));
  }

  @Test
  void unknownExperimentWithoutAFile() {
    SweepException e =
        assertThrows(
            SweepException.class,
            () -> SweepFile.of("tamin", Overrides.NONE, StubExperiment.SAMPLES));
    assertEquals(
        "--experiment: no experiment 'tamin'; there are sample, taming (did you mean 'taming'?)",
        e.getMessage());
  }

  private static String refused(Path file, Overrides overrides) {
    String message =
        assertThrows(
                SweepException.class, () -> SweepFile.load(file, overrides, StubExperiment.SAMPLES))
            .getMessage();
    assertFalse(
        message.lines().count() != 1 || !message.codePoints().allMatch(Quoted::prints), message);
    return message;
  }
}
