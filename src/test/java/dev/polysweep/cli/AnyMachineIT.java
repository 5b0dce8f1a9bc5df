package dev.polysweep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The distribution on machines unlike the author's: in other locales, in containers without a name
 * or a user, from odd places, with odd standard streams. In each it runs, or says in one line why
 * it cannot and what helps. What takes rights that a build may lack is skipped with the reason.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class AnyMachineIT {

  private static final String SWEEP =
      """
      name: small
      experiment: taming
      seeds: 2
      base:
        data: {samples: 64}
        mlp: {hidden: 8, epochs: 10}
        sae: {d_sae: 8, epochs: 10}
        null: {draws: 1000}
      configs: [{label: plain, init: random}, {label: "β=0.5, [x] ünï", init: orthogonal}]
      baseline: plain
      log_every: 5
      """;

  /** Puts the distribution into another folder, its libraries by links, and runs it there. */
  private static final String IN_FOLDER =
      """
      mkdir -p '%1$s/bin' && cp "$P" '%1$s/bin' && ln -s "$D/lib" "$D/conf" '%1$s'
      exec '%1$s/bin/polysweep' --version
      """;

  private static final String JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx1g";

  private static final String INCUBATOR = "WARNING: Using incubator modules";

  @TempDir static Path folder;

  private Path distribution;
  private Path program;
  private Path sweep;
  private Path results;
  private boolean unnamed;

  /** How a command ended, and what it wrote, without what Java says of its own modules. */
  private record Ended(int code, String out, String err) {

    /** It is refused, or breaks, with one line that says this. */
    void assertOneLine(int expected, String words) {
      assertEquals(expected, code, this::toString);
      assertEquals(1, err.lines().count(), this::toString);
      assertTrue(err.startsWith("polysweep: "), this::toString);
      assertTrue(err.contains(words), this::toString);
    }

    /** It did what it should, and complained of nothing. */
    void assertWell() {
      assertEquals(0, code, this::toString);
      assertEquals("", err, this::toString);
    }
  }

  /** And, where it may be named so, on a machine whose name has no address. */
  @BeforeAll
  void runInALocaleWithOtherDigits() throws Exception {
    distribution = Path.of(System.getProperty("polysweep.distribution")).toRealPath();
    program = distribution.resolve("bin/polysweep");
    sweep = Files.writeString(folder.resolve("small.yaml"), SWEEP);
    results = folder.resolve("digits");
    unnamed = can("unshare", "-u", "hostname", "nowhere.invalid");
    Map<String, String> arabic = new TreeMap<>(java("-Duser.language=ar -Duser.country=EG"));
    arabic.put("O", results.toString());
    String run = "exec \"$P\" run \"$S\" --out \"$O\"";
    Ended first =
        shell(
            arabic,
            unnamed ? "exec unshare -u sh -c 'hostname nowhere.invalid; " + run + "'" : run);
    first.assertWell();
    assertTrue(first.out().contains("trained 4 cells in "), first.out());
  }

  private static Ended run(Map<String, String> environment, Object... command) throws Exception {
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(Arrays.stream(command).map(Object::toString).toList());
    builder.directory(folder.toFile());
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    // The optimising compiler does not pay for so little.
    builder.environment().put("POLYSWEEP_JAVA_OPTS", JAVA);
    builder.environment().putAll(environment);
    builder.environment().values().removeIf(String::isEmpty);
    int code = builder.start().waitFor();
    String errors =
        Files.readString(err)
            .lines()
            .filter(line -> !line.startsWith(INCUBATOR))
            .reduce("", (all, line) -> all + line + "\n");
    return new Ended(code, Files.readString(out), errors);
  }

  private static Map<String, String> java(String options) {
    return Map.of("POLYSWEEP_JAVA_OPTS", JAVA + " " + options);
  }

  /**
   * Runs lines of the shell, in which {@code $P} is the program, {@code $D} the distribution and
   * {@code $S} the sweep. Java would write other letters than ASCII's in this process's charset,
   * which names of files are not in.
   */
  private Ended shell(Map<String, String> environment, String lines) throws Exception {
    Map<String, String> all = new TreeMap<>(environment);
    all.put("P", program.toString());
    all.put("D", distribution.toString());
    all.put("S", sweep.toString());
    Path script = Files.createTempFile(folder, "script", ".sh");
    return run(all, "sh", Files.writeString(script, lines));
  }

  private static boolean can(Object... command) throws Exception {
    try {
      return run(Map.of(), command).code() == 0;
    } catch (IOException e) {
      return false; // no such program
    }
  }

  /** The sweep ran: every table is where readers look for it, in files that they take. */
  private static void assertResults(Path out) throws Exception {
    try (Duck duck = new Duck(out)) {
      assertEquals(4, duck.number("select count(*) from {cells} where status = 'ok'"));
      assertEquals(2, duck.number("select count(distinct label) from {summary}"));
    }
    List<String> odd = new ArrayList<>();
    try (Stream<Path> all = Files.walk(out)) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        String name = out.relativize(path).toString();
        boolean table = name.contains("/") && !name.matches("(figures|docs|_waves)/.*");
        boolean whole = !table || name.endsWith(".parquet") || Files.size(path) == 0;
        if (!name.matches("[ -~]*") || name.endsWith(".crc") || !whole) {
          odd.add(name);
        }
      }
    }
    assertEquals(List.of(), odd);
  }

  @Test
  void aLocaleWithOtherDigits() throws Exception {
    assertResults(results);
    Ended again = run(Map.of(), program, "run", sweep, "--out", results);
    again.assertWell();
    assertTrue(again.out().contains("4 cells are done already; 0 to run"), again.out());
  }

  /** A whole folder is one table to it: whatever lies there has to be a part of the table. */
  @Test
  void polarsReadsWholeFolders() throws Exception {
    Path modules = Path.of("target/readers/node_modules").toAbsolutePath();
    assumeTrue(Files.exists(modules.resolve("nodejs-polars")), "no Polars, which .ci/run installs");
    for (Map.Entry<String, Integer> rows :
        Map.of("cells", 4, "epochs", 24, "arrays", 8, "summary", 36).entrySet()) {
      Ended ended =
          run(
              Map.of("NODE_PATH", modules.toString()),
              "node",
              "-e",
              "console.log(require('nodejs-polars').scanParquet(process.argv[1]).collectSync().height)",
              results.resolve(rows.getKey()));
      ended.assertWell();
      assertEquals(rows.getValue().toString(), ended.out().strip(), rows.getKey());
    }
  }

  @Test
  void oneLanguage() throws Exception {
    Map<String, String> german = java("-Duser.language=de -Duser.country=DE");
    Ended refused = run(german, program, "run", sweep, "--seeds", "x");
    refused.assertOneLine(2, "see --help");
    assertEquals(run(Map.of(), program, "run", sweep, "--seeds", "x"), refused);
  }

  @Test
  void lettersInPathsUnderTheLocaleC() throws Exception {
    for (String locale : List.of("C", "POSIX", "xx_XX.UTF-8")) {
      Ended ended =
          shell(
              Map.of("LC_ALL", locale),
              "cp \"$S\" sweep_ünï.yaml; exec \"$P\" run sweep_ünï.yaml --dry-run --out résumé");
      ended.assertWell();
      assertTrue(ended.out().contains("β=0.5, [x] ünï"), ended.out());
    }
  }

  @Test
  void withoutLettersAPathIsRefusedWithTheRemedy() throws Exception {
    // Who starts it by another launcher, such as Spark's, has the locale that he has.
    Ended ended =
        shell(
            Map.of("LC_ALL", "C"),
            """
            cp "$S" sweep_ünä.yaml
            exec "$JAVA_HOME/bin/java" --add-modules=jdk.incubator.vector \\
              -cp "$D/lib/*:$D/lib/app/*:$D/lib/spark/*" dev.polysweep.cli.Main \\
              run sweep_ünä.yaml --dry-run
            """);
    ended.assertOneLine(2, "has letters that the locale lacks; set LC_ALL=C.UTF-8");
  }

  @Test
  void aMachineWhoseNameHasNoAddress() throws Exception {
    assumeTrue(unnamed, "nobody may name it here");
    assertResults(results);
  }

  /** One run for both, or for that of the two which may be had. */
  @Test
  void aUserWithoutANameOnAMachineWithoutANetwork() throws Exception {
    List<Object> command = new ArrayList<>();
    if (can("unshare", "-n", "true")) {
      command.addAll(List.of("unshare", "-n"));
    }
    Object[] nobody = {
      "setpriv",
      "--reuid",
      "54321",
      "--regid",
      "54321",
      "--clear-groups",
      "env",
      "-u",
      "USER",
      "-u",
      "LOGNAME",
      "HOME=/"
    };
    if (can("setpriv", "--reuid", "54321", "test", "-x", program.toString())) {
      command.addAll(List.of(nobody));
    }
    assumeTrue(!command.isEmpty(), "nobody may take away the network or be someone else here");
    Path open = Files.createTempDirectory(Path.of("/tmp"), "anyone");
    try {
      assertTrue(open.toFile().setWritable(true, false) && open.toFile().setReadable(true, false));
      assertTrue(open.toFile().setExecutable(true, false));
      Files.copy(sweep, open.resolve("small.yaml"));
      command.addAll(
          List.of(program, "run", open.resolve("small.yaml"), "--out", open.resolve("o")));
      run(Map.of(), command.toArray()).assertWell();
      assertResults(open.resolve("o"));
    } finally {
      delete(open);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @Test
  void aTemporaryFolderWithoutExecutables() throws Exception {
    Path mount = Files.createDirectories(folder.resolve("noexec"));
    assumeTrue(
        can("mount", "-t", "tmpfs", "-o", "noexec,size=100m", "tmpfs", mount.toString()),
        "nobody may mount here");
    try {
      Map<String, String> there = java("-Djava.io.tmpdir=" + mount);
      run(there, program, "run", sweep, "--out", folder.resolve("noexec-out"))
          .assertOneLine(2, "POLYSWEEP_JAVA_OPTS=-Djava.io.tmpdir=DIR");
      run(there, program, "extract", "--model", "bytes-1l", "--list-taps")
          .assertOneLine(1, "-Djava.io.tmpdir=DIR");
    } finally {
      can("umount", mount.toString());
    }
  }

  /** Spark does not start where its logging was left out. */
  @ParameterizedTest
  @CsvSource({"report, true", "analyze, true", "corpus, true", "extract, false", "run, false"})
  void onlyWhatStartsNoSparkDoesWithoutItsLogging(String command, boolean without)
      throws Exception {
    Path home = Files.createDirectories(folder.resolve("shown/bin")).getParent();
    Path java = home.resolve("bin/java"); // shows what it was called with
    Files.writeString(
        java,
        "#!/bin/sh\ncase $1 in -version) echo 'openjdk version \"17\"' ;; *) echo \"$@\" ;; esac\n");
    assertTrue(java.toFile().setExecutable(true));
    Ended ended = run(Map.of("JAVA_HOME", home.toString()), program, command);
    ended.assertWell();
    assertEquals(without, ended.out().contains("SimpleLoggerContextFactory"), ended::toString);
    assertTrue(ended.out().contains("dev.polysweep.cli.Main " + command), ended::toString);
  }

  /** It takes back the logging that a corpus of few documents does without. */
  @Test
  void aCorpusOfManyDocumentsStartsSpark() throws Exception {
    Path many = folder.resolve("many");
    run(Map.of(), program, "corpus", "--documents", "2001", "--out", many).assertWell();
  }

  @Test
  void aTemporaryFolderThatIsNotThere() throws Exception {
    Map<String, String> nowhere = java("-Djava.io.tmpdir=" + folder.resolve("nowhere"));
    run(nowhere, program, "run", sweep, "--out", folder.resolve("nowhere-out"))
        .assertOneLine(2, "POLYSWEEP_JAVA_OPTS=-Djava.io.tmpdir=DIR");
  }

  @Test
  void aSmallHeap() throws Exception {
    run(Map.of("POLYSWEEP_JAVA_OPTS", "-Xmx64m"), program, "--version")
        .assertOneLine(2, "POLYSWEEP_JAVA_OPTS=-Xmx1g");
  }

  /** A program in the place of Java that only says which version it is. */
  @Test
  void otherJavas() throws Exception {
    Map<String, String> words =
        Map.of(
            "11.0.2", "Java 11 is too old; install a JDK 17",
            "1.8.0_402", "Java 8 is too old",
            "22", "Java 22 is too new for Spark 3.5; install a JDK 17",
            "25.0.1", "Java 25 is too new for Spark 3.5");
    for (Map.Entry<String, String> java : words.entrySet()) {
      Path home = fakeJava("echo 'openjdk version \"" + java.getKey() + "\"' >&2");
      run(Map.of("JAVA_HOME", home.toString()), program, "--version")
          .assertOneLine(2, java.getValue());
    }
    Path broken = fakeJava("echo 'Picked up JAVA_TOOL_OPTIONS: -Xmx1' >&2; echo Too small >&2");
    run(Map.of("JAVA_HOME", broken.toString()), program, "--version")
        .assertOneLine(2, "does not start: Too small");
    run(Map.of("JAVA_HOME", folder + "/none"), program, "--version")
        .assertOneLine(2, "no Java found in JAVA_HOME, " + folder + "/none");
  }

  private static Path fakeJava(String script) throws IOException {
    Path home = Files.createTempDirectory(folder, "java");
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\n" + script + "\n");
    assertTrue(java.toFile().setExecutable(true));
    return home;
  }

  @Test
  void theLauncherThroughLinks() throws Exception {
    Path bin = Files.createDirectories(folder.resolve("my bin/-x"));
    Files.createSymbolicLink(bin.resolve("absolute"), program);
    Files.createSymbolicLink(bin.resolve("chained"), Path.of("absolute"));
    Files.createSymbolicLink(folder.resolve("relative"), Path.of("my bin/-x/chained"));
    Files.createSymbolicLink(folder.resolve("bin"), distribution.resolve("bin"));
    String expected = run(Map.of(), program, "--version").out();
    assertTrue(expected.startsWith("polysweep "), expected);
    for (String line :
        List.of(
            "./relative --version",
            "PATH=\"$PWD:$PATH\"; relative --version",
            "cd 'my bin/-x' && ./chained --version",
            "bin/polysweep --version",
            "cd bin && sh polysweep --version")) {
      Ended ended = shell(Map.of(), line);
      ended.assertWell();
      assertEquals(expected, ended.out(), line);
    }
    Ended cdpath =
        run(
            Map.of("CDPATH", distribution + ":."),
            "sh",
            "-c",
            "cd '" + distribution + "' && bin/polysweep --version");
    cdpath.assertWell();
    assertEquals(expected, cdpath.out());
  }

  /** The sweeps that came with Polysweep are found from any folder. */
  @Test
  void aLedgerOutsideOfTheDistribution() throws Exception {
    shell(Map.of(), "exec \"$P\" ledger --engine none").assertOneLine(2, "no engine 'none'");
  }

  @Test
  void theLauncherInOddFolders() throws Exception {
    shell(Map.of("LC_ALL", "C"), String.format(Locale.ROOT, IN_FOLDER, "my ünï [dist]"))
        .assertWell();
    shell(Map.of(), String.format(Locale.ROOT, IN_FOLDER, "a:b"))
        .assertOneLine(2, "cannot have a ':' in its class path");
  }

  /** What the first report leaves makes later commands quicker, and whatever it is, they run. */
  @Test
  void theArchiveOfLoadedClasses() throws Exception {
    Path lib = distribution.resolve("lib");
    assumeTrue(Files.isWritable(lib), "nobody may write into the distribution here");
    for (Path old : archives(lib)) {
      Files.delete(old);
    }
    Map<String, String> plain = Map.of("POLYSWEEP_JAVA_OPTS", "");
    run(plain, program, "report", folder).assertOneLine(2, "not a results folder");
    assertEquals(List.of(), archives(lib));
    run(plain, program, "report", results).assertWell();
    assumeTrue(!archives(lib).isEmpty(), "no room for an archive here");
    Path archive = archives(lib).get(0);
    assertTrue(fromArchive() > 100, "later commands do without it");

    Path jar = lib.resolve("polysweep.jar");
    FileTime time = Files.getLastModifiedTime(jar);
    for (FileTime other : List.of(FileTime.fromMillis(0), FileTime.from(Instant.now()))) {
      Files.setLastModifiedTime(jar, other);
      assertEquals(0, fromArchive());
    }
    Files.setLastModifiedTime(jar, time);
    byte[] whole = Files.readAllBytes(archive);
    Files.delete(archive);
    byte[] spoilt = whole.clone();
    Arrays.fill(spoilt, whole.length / 2, whole.length / 2 + 1_000_000, (byte) 0);
    for (byte[] other : List.of(new byte[100], Arrays.copyOf(whole, 20_000_000), spoilt)) {
      Files.write(archive, other);
      assertEquals(0, fromArchive(), "an archive that is not whole");
    }
    Files.write(archive, whole);
    assertTrue(fromArchive() > 100);
  }

  private static List<Path> archives(Path lib) throws IOException {
    try (Stream<Path> files = Files.list(lib)) {
      return files.filter(file -> file.toString().endsWith(".jsa")).toList();
    }
  }

  /** How many classes a short command, which must end well, takes from an archive. */
  private long fromArchive() throws Exception {
    Path log = Files.createTempFile(folder, "classes", ".txt");
    run(java("-Xlog:class+load:file=" + log), program, "experiments", "toy").assertWell();
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> line.endsWith("shared objects file (top)")).count();
    }
  }

  /** On a terminal a line is redrawn before Spark has started, and before 3 s are computed. */
  @Test
  void somethingMovesWithinThreeSecondsOfTheStart() throws Exception {
    assumeTrue(can("script", "-qfec", "true", "/dev/null"), "no terminal can be had here");
    String command =
        "'" + program + "' run '" + sweep + "' --out '" + folder.resolve("moves") + "'";
    ProcessBuilder builder = new ProcessBuilder("script", "-qfec", command, "/dev/null");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("POLYSWEEP_JAVA_OPTS", JAVA);
    Process process = builder.redirectErrorStream(true).start();
    try {
      StringBuilder seen = new StringBuilder();
      while (drawn(seen) < 2) {
        int letter = process.getInputStream().read();
        assertTrue(letter >= 0, seen::toString);
        seen.append((char) letter);
      }
      long spent =
          process
              .descendants()
              .mapToLong(child -> child.info().totalCpuDuration().orElse(Duration.ZERO).toMillis())
              .sum();
      assertTrue(spent > 0 && spent < 3000, spent + " ms of processor time: " + seen);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
  }

  /** How many different lines have been drawn of Spark's start. */
  private static long drawn(CharSequence seen) {
    return Arrays.stream(seen.toString().split("\r\u001b\\[K"))
        .filter(line -> line.contains("starting Spark"))
        .distinct()
        .count();
  }

  @Test
  void standardOutputThatCannotBeWritten() throws Exception {
    Path weights = weights();
    assumeTrue(Files.exists(Path.of("/dev/full")), "no /dev/full here");
    for (String command :
        List.of("--help", "--version", "run --help", "run \"$S\" --dry-run", "analyze \"$W\"")) {
      Map<String, String> names = Map.of("W", weights.toString());
      shell(names, "\"$P\" " + command + " > /dev/full")
          .assertOneLine(1, "standard output cannot be written: No space left on device");
    }
    shell(Map.of(), "\"$P\" --version >&-").assertOneLine(1, "standard output is closed");
    Ended refused = shell(Map.of(), "\"$P\" run none.yaml > /dev/full");
    refused.assertOneLine(2, "none.yaml");
  }

  @Test
  void aReaderWhoHasReadEnough() throws Exception {
    Ended ended =
        shell(
            Map.of("W", weights().toString()),
            "{ \"$P\" analyze \"$W\" --json; echo $? > code; } | head -c 1");
    ended.assertWell();
    assertEquals("{", ended.out());
    assertEquals("0", Files.readString(folder.resolve("code")).strip());
  }

  @Test
  void standardStreamsThatAreClosed() throws Exception {
    assertEquals("", shell(Map.of(), "\"$P\" run none.yaml 2>&-").err());
    Ended ended = shell(Map.of(), "\"$P\" --version <&-");
    ended.assertWell();
    assertFalse(ended.out().isEmpty());
  }

  /**
   * Commands for one cell, and the report of a small sweep, cost little: at most twice the seconds
   * of processor time that they take on a quiet machine, since a busy one counts more.
   */
  @Test
  @Tag("full")
  void commandsWithoutSparkAreCheap() throws Exception {
    String refused = run(Map.of(), program, "export", results, "--cell", "0123456789abcdef").err();
    String cell = refused.replaceAll("(?s).*there are ([0-9a-f]{16}).*", "$1");
    Map<String, Double> seconds =
        Map.of(
            "export \"$R\" --out cell.safetensors --cell " + cell,
            3.0,
            "analyze \"$R\" --cell " + cell,
            3.0,
            "corpus --documents 5 --seed 1 --out few",
            3.0,
            "experiments taming",
            1.5,
            "report \"$R\"",
            5.0);
    for (Map.Entry<String, Double> command : seconds.entrySet()) {
      Map<String, String> environment =
          Map.of("R", results.toString(), "POLYSWEEP_JAVA_OPTS", "-Xmx1g");
      Ended ended = shell(environment, "\"$P\" " + command.getKey() + " > /dev/null && times");
      assertEquals(0, ended.code(), ended::toString);
      double spent = children(ended.out());

      assertTrue(spent > 0 && spent < 2 * command.getValue(), command.getKey() + ": " + spent);
    }
  }

  /** The processor time of a shell's children, the second line of its command times, in seconds. */
  private static double children(String times) {
    Matcher parts = Pattern.compile("([0-9]+)m([0-9.]+)s").matcher(times.lines().toList().get(1));
    double seconds = 0;
    while (parts.find()) {
      seconds += 60 * Integer.parseInt(parts.group(1)) + Double.parseDouble(parts.group(2));
    }
    return seconds;
  }

  private static Path weights() throws IOException {
    float[] values = new float[512 * 64];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(i * i);
    }
    Path file = folder.resolve("w.npy");
    byte[] header =
        String.format(
                Locale.ROOT,
                "%-117s\n",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (512, 64), }")
            .getBytes(StandardCharsets.US_ASCII);
    java.nio.ByteBuffer bytes =
        java.nio.ByteBuffer.allocate(10 + header.length + 4 * values.length)
            .order(java.nio.ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).put((byte) 1);
    bytes.put((byte) 0).putShort((short) header.length).put(header);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return Files.write(file, bytes.array());
  }
}
