package dev.polysweep.engine.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.math.KernelCoefficients;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kernels that are shipped are those of the source, and round as the source says. */
class PtxTest {

  private static final Path SOURCES = Path.of("src/main/cuda");
  private static final Path SHIPPED =
      Path.of("src/main/resources/dev/polysweep/engine/cuda/polysweep.ptx");

  /** The compiler that made the shipped kernels; another one may write the same in other words. */
  private static final String COMPILER = "clang version 19.1.7";

  @TempDir Path folder;

  @Test
  void whatIsShippedIsWhatTheSourceSays() throws Exception {
    String version = output("clang-19", "--version");
    Assumptions.assumeTrue(
        version.contains(COMPILER), COMPILER + " is not installed, which compiled the kernels");
    Path compiled = folder.resolve("polysweep.ptx");
    assertEquals("", output(SOURCES.resolve("compile.sh").toString(), compiled.toString()));
    assertEquals(
        -1,
        Files.mismatch(SHIPPED, compiled),
        "mvn -Pptx generate-resources compiles the kernels anew");
  }

  private static String output(String... command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      return said.strip();
    } catch (IOException e) {
      return ""; // there is no such command
    }
  }

  /** Without .rn the driver's compiler may fuse a product and a sum; .ftz and .approx lose bits. */
  @Test
  void everyOperationIsRoundedOnItsOwn() throws IOException {
    Matcher operation =
        Pattern.compile("(add|sub|mul|fma|div|rcp|sqrt|mad|ex2|lg2)[.]([a-z.]*)f(32|64)")
            .matcher(Files.readString(SHIPPED));
    int count = 0;
    while (operation.find()) {
      count++;
      assertEquals("rn.", operation.group(2), operation.group());
    }
    assertTrue(count > 1000, count + " operations");
    assertFalse(Files.readString(SHIPPED).contains(".ftz"));
  }

  @Test
  void everyKernelIsThere() throws IOException {
    Matcher entry =
        Pattern.compile("[.]visible [.]entry ([a-zA-Z]+)").matcher(Files.readString(SHIPPED));
    TreeSet<String> found = new TreeSet<>();
    while (entry.find()) {
      found.add(entry.group(1));
    }
    assertEquals(
        new TreeSet<>(Arrays.stream(Kernel.values()).map(kernel -> kernel.symbol).toList()), found);
    assertTrue(Files.readString(SHIPPED).contains(".version 7.0\n.target sm_70\n"));
  }

  @Test
  void constantsAreThoseOfTheOtherEngine() throws Exception {
    Matcher constant =
        Pattern.compile("constexpr (?:float|int) ([A-Z0-9_]+) = ([^;]+);")
            .matcher(Files.readString(SOURCES.resolve("functions.cuh")));
    Map<String, String> different = new TreeMap<>();
    List<String> compared = new ArrayList<>();
    while (constant.find()) {
      String name = constant.group(1);
      if (!name.equals("LEAST_NORMAL")) {
        Number expected = (Number) KernelCoefficients.class.getField(name).get(null);
        if (value(constant.group(2)) != expected.doubleValue()) {
          different.put(name, constant.group(2));
        }
        compared.add(name);
      }
    }
    assertEquals(Map.of(), different);
    assertTrue(compared.size() > 40, compared.toString());
  }

  private static double value(String text) {
    if (text.startsWith("0x") && !text.contains("p")) {
      return Integer.decode(text);
    }
    float sum = 0;
    for (String term : text.split(" [+] ")) {
      sum += Float.parseFloat(term);
    }
    return sum;
  }
}
