package dev.polysweep.engine.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.engine.cuda.gpu.Kernel;
import dev.polysweep.math.KernelCoefficients;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernels that are shipped are those of the source, and round as the source says. */
class PtxTest {

  private static final Path SOURCES = Path.of("src/main/cuda");
  private static final Path SHIPPED = Path.of("src/main/resources/dev/polysweep/engine/cuda/gpu");

  /** The compiler that made the shipped kernels; another one may write the same in other words. */
  private static final String COMPILER = "clang version 19.1.7";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"polysweep", "sae"})
  void whatIsShippedIsWhatTheSourceSays(String module) throws Exception {
    String version = output("clang-19", "--version");
    Assumptions.assumeTrue(
        version.contains(COMPILER), COMPILER + " is not installed, which compiled the kernels");
    Path compiled = folder.resolve(module + ".ptx");
    String compiler = SOURCES.resolve("compile.sh").toString();
    assertEquals("", output(compiler, module + ".cu", compiled.toString()));
    assertEquals(
        -1,
        Files.mismatch(shipped(module), compiled),
        "mvn -Pptx generate-resources compiles the kernels anew");
  }

  private static Path shipped(String module) {
    return SHIPPED.resolve(module + ".ptx");
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
  @ParameterizedTest
  @ValueSource(strings = {"polysweep", "sae"})
  void everyOperationIsRoundedOnItsOwn(String module) throws IOException {
    String ptx = Files.readString(shipped(module));
    Matcher operation =
        Pattern.compile("(add|sub|mul|fma|div|rcp|sqrt|mad|ex2|lg2)[.]([a-z.]*)f(32|64)")
            .matcher(ptx);
    int count = 0;
    while (operation.find()) {
      count++;
      assertEquals("rn.", operation.group(2), operation.group());
    }
    assertTrue(count > 1000, count + " operations");
    assertFalse(ptx.contains(".ftz"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"polysweep", "sae"})
  void everyKernelIsThere(String module) throws IOException {
    String ptx = Files.readString(shipped(module));
    Matcher entry = Pattern.compile("[.]visible [.]entry (\\w+)").matcher(ptx);
    TreeSet<String> found = new TreeSet<>();
    while (entry.find()) {
      found.add(entry.group(1));
    }
    TreeSet<String> expected = new TreeSet<>();
    for (Kernel kernel : Kernel.values()) {
      if (kernel.ofAutoencoders() == module.equals("sae")) {
        expected.add(kernel.symbol);
      }
    }
    assertEquals(expected, found);
    assertTrue(ptx.contains(".version 7.0\n.target sm_70\n"));
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
