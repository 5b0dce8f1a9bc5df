package dev.polysweep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/**
 * Bad input is refused: one line, exit code 2, nothing written. What can be wrong in a sweep file
 * is tested with it.
 */
class RefusalTest {

  @TempDir Path folder;

  private final StringWriter err = new StringWriter();
  private final StringWriter out = new StringWriter();

  private int polysweep(String... args) {
    CommandLine line = Polysweep.commandLine();
    line.setErr(new PrintWriter(err, true));
    line.setOut(new PrintWriter(out, true));
    return line.execute(args);
  }

  private void assertRefused(String message, String... args) throws IOException {
    List<Path> before = listing();
    assertEquals(2, polysweep(args), err::toString);
    assertEquals(1, err.toString().lines().count(), err::toString);
    assertTrue(err.toString().contains(message), err::toString);
    assertEquals(before, listing());
  }

  private List<Path> listing() throws IOException {
    try (var files = Files.walk(folder)) {
      return files.sorted().toList();
    }
  }

  private String sweep(String yaml) throws IOException {
    return Files.writeString(folder.resolve("s.yaml"), yaml).toString();
  }

  @Test
  void decisionsThatCannotBeMade() throws IOException {
    String taming = sweep("experiment: taming\nseeds: 2\n");
    assertRefused("--within: is for --decide METRIC", "run", taming, "--within", "5%");
    err.getBuffer().setLength(0);
    assertRefused("--seeds: --decide takes", "run", taming, "--decide", "macs", "--seeds", "3");
    err.getBuffer().setLength(0);
    assertRefused("'many' is not allowed", "run", taming, "--decide", "macs", "--within", "many");
    err.getBuffer().setLength(0);
    assertRefused("did you mean 'macs'", "run", taming, "--decide", "mac");
    err.getBuffer().setLength(0);
    assertRefused("needs a baseline", "run", taming, "--decide", "macs");
    err.getBuffer().setLength(0);
    assertRefused("no such file", "ledger", folder.resolve("none.yaml").toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "base: {mlp: {hiden: 3}}                     | did you mean",
        "base: {mlp: {hidden: twelve}}              | mlp.hidden",
        "base: {mlp: {hidden: -1}}                  | mlp.hidden",
        "base: {mlp: {lr: .nan}}                    | mlp.lr",
        "base: {mlp: {lr: .inf}}                    | mlp.lr",
        "grid: {}                                   | grid",
        "grid: {init: []}                           | init",
        "baseline: nobody                           | nobody",
        "configs: [{label: a}, {label: a, act: gelu}] | a",
        "configs: [{label: a}, {label: b}]          | b",
        "configs: [{label: ../../etc}]              | label",
        "name: ../up                                | name"
      })
  void badSweepFile(String line, String message) throws IOException {
    assertRefused(message, "run", sweep("experiment: taming\nseeds: 2\n" + line + "\n"));
    assertTrue(err.toString().contains("s.yaml:3"), err::toString);
  }

  /** Wherever the results go, the name is a folder's name and labels become files' names. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name: ../up                               | name: '../up'",
        "name: ..                                  | name: '..'",
        "name: /etc/cron.d                         | name: '/etc/cron.d'",
        "name: 'C:\\up'                            | name: 'C:",
        "name: \"a\\0b\"                            | name: ",
        "name: ~root                               | name: '~root'",
        "name: a/../../b                           | name: 'a/../../b'",
        "configs: [{label: ../../up}]              | label: '../../up'",
        "configs: [{label: /etc/passwd}]           | label: '/etc/passwd'",
        "configs: [{label: \"a\\0b\"}]               | label: ",
        "configs: [{label: '..'}]                  | label: '..'"
      })
  void namesThatWouldLeaveTheFolder(String line, String message) throws IOException {
    String file = sweep("experiment: taming\nseeds: 2\n" + line + "\n");
    assertRefused(message, "run", file);
    err.getBuffer().setLength(0);
    assertRefused(message, "run", file, "--out", folder.resolve("out").toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a\0b                 | --out: ",
        "file:///a%00b        | --out: ",
        "file:/%zz            | --out: "
      })
  void outputThatIsNoPath(String out, String message) throws IOException {
    String file = sweep("experiment: taming\nseeds: 1\n");
    assertRefused(message, "run", file, "--out", out);
    assertTrue(err.toString().strip().chars().allMatch(c -> c >= ' '), err::toString);
  }

  @Test
  void pathsWithNul() throws IOException {
    for (String command : new String[] {"aggregate", "report", "export", "analyze"}) {
      err.getBuffer().setLength(0);
      assertRefused("Nul character", command, folder + "/a\0b", "--cell=0");
    }
    err.getBuffer().setLength(0);
    assertRefused("--cell: ../up is no cell id", "export", folder.toString(), "--cell", "../up");
  }

  @Test
  void fileThatIsNotThere() throws IOException {
    assertRefused("nowhere.yaml", "run", folder.resolve("nowhere.yaml").toString());
  }

  @Test
  void emptyFile() throws IOException {
    assertRefused("empty", "run", sweep(""));
  }

  @Test
  void brokenYaml() throws IOException {
    assertRefused("s.yaml", "run", sweep("a: [1, 2\nb: }"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"seeds: 0 | seeds", "seeds: [1, 1] | seeds", "seeds: -4 | seeds"})
  void badSeeds(String line, String message) throws IOException {
    assertRefused(message, "run", sweep("experiment: taming\n" + line + "\n"));
  }

  @Test
  void outputThatCannotBeWritten() throws IOException {
    String file = sweep("experiment: taming\nseeds: 1\n");
    assertRefused("not a folder", "run", file, "--out", file + "/below");
  }

  @Test
  void unknownOption() throws IOException {
    assertRefused("--sedes", "run", sweep("experiment: taming\nseeds: 1\n"), "--sedes", "3");
  }

  @Test
  void engineThatIsNotThere() throws IOException {
    assertRefused("simd", "run", sweep("experiment: taming\nseeds: 1\n"), "--engine", "abacus");
  }

  @Test
  void folderWithoutResults() throws IOException {
    assertRefused("not a results folder", "report", folder.toString());
    err.getBuffer().setLength(0);
    assertRefused("not a results folder", "aggregate", folder.toString());
  }

  @Test
  void dryRunWritesNothing() throws IOException {
    String file = sweep("experiment: taming\nseeds: 3\ngrid: {reg: [l1, l2]}\n");
    assertEquals(
        0,
        polysweep("run", file, "--dry-run", "--out", folder.resolve("out").toString()),
        err::toString);
    assertTrue(out.toString().contains("6 cells"), out::toString);
    assertTrue(Files.notExists(folder.resolve("out")));
  }

  @Test
  void unsuitableJava() {
    long enough = 1L << 30;
    assertNull(Main.problem("17", enough, true));
    assertNull(Main.problem("21", enough, true));
    assertTrue(
        Main.problem("22", enough, true).contains("too new for Spark 3.5; run it with a JDK 17"));
    assertTrue(Main.problem("1.8", enough, true).contains("JDK 17"));
    assertTrue(Main.problem("11", enough, true).contains("JDK 17"));
    assertTrue(Main.problem("17", 64 << 20, true).contains("-Xmx1g"));
    assertTrue(Main.problem("17", enough, false).contains("--add-modules=jdk.incubator.vector"));
  }

  @Test
  void javaWithoutTheVectorModuleOrMemory() {
    Child.Ended noModule = Child.bare(List.of(), "bench");
    assertEquals(2, noModule.code());
    assertEquals(1, noModule.err().lines().count(), noModule.err());
    assertTrue(noModule.err().contains("--add-modules=jdk.incubator.vector"), noModule.err());
    Child.Ended small = Child.run(List.of("-Xmx100m"), "bench");
    assertEquals(2, small.code());
    assertTrue(small.err().contains("-Xmx1g"), small.err());
  }

  @Test
  void entryPointLoadsOnOldJava() throws IOException {
    try (var in = Main.class.getResourceAsStream("Main.class")) {
      byte[] header = in.readNBytes(8);
      assertEquals(52, header[7], "class file version of Java 8");
    }
  }
}
