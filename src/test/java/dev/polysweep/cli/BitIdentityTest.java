package dev.polysweep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cell's results are the same bits whatever the number of cores, the size of packs, and the width
 * of vectors. The sweep has every activation function and noise of the experiment, and sample
 * counts that are no multiple of a vector.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BitIdentityTest {

  private static final String SWEEP =
      """
      name: bits
      experiment: taming
      seeds: 2
      base: {data.samples: 333, mlp.hidden: 13, mlp.epochs: 20, sae.epochs: 15, sae.d_sae: 17}
      configs:
        - {label: baseline}
        - {label: gelu, act: gelu, reg: l2, noise: positive_kurtosis, init: orthogonal}
        - {label: gaussian, noise: gaussian, mlp.clip_norm: 1.0, "null.method": entries}
        - {label: untied, noise: none, sae.tied: false}
      baseline: baseline
      log_every: 7
      """;

  @TempDir static Path folder;

  private Map<String, List<String>> reference;

  @BeforeAll
  void runOnOneCore() throws Exception {
    Files.writeString(folder.resolve("bits.yaml"), SWEEP);
    reference = tables("one", "--master", "local[1]");
    for (String table :
        List.of("cells", "epochs", "arrays", "summary", "nulls", "contrasts", "curves")) {
      assertFalse(reference.get(table).isEmpty(), table);
    }
    assertEquals(8, reference.get("cells").size());
  }

  @Test
  void twoCoresAndSmallPacks() throws Exception {
    assertEquals(reference, tables("two", "--master", "local[2]", "--pack", "3"));
  }

  @Test
  @Tag("full")
  void shorterVectors() throws Exception {
    List<String> avx2 = List.of("-XX:+IgnoreUnrecognizedVMOptions", "-XX:UseAVX=2");
    assertEquals(reference, tables("avx2", avx2, "--master", "local[2]"));
  }

  @Test
  void shortestVectors() throws Exception {
    List<String> sse = List.of("-XX:+IgnoreUnrecognizedVMOptions", "-XX:MaxVectorSize=16");
    assertEquals(reference, tables("sse", sse, "--master", "local[2]", "--pack", "1"));
  }

  /** Of this process. */
  private static Map<String, List<String>> tables(String name, String... options) throws Exception {
    Child.Ended ended = InProcess.withSpark((Object[]) command(name, options));
    assertEquals(0, ended.code(), ended.err());
    assertEquals("", ended.err());
    return SmallSweep.contents(folder.resolve(name));
  }

  /** Of a process of its own. */
  private static Map<String, List<String>> tables(String name, List<String> jvm, String... options)
      throws Exception {
    Child.Ended ended = Child.run(jvm, command(name, options));
    assertEquals(0, ended.code(), ended.err());
    assertEquals("", ended.err());
    return SmallSweep.contents(folder.resolve(name));
  }

  private static String[] command(String name, String... options) {
    List<String> args = new ArrayList<>(List.of("run", folder.resolve("bits.yaml").toString()));
    args.addAll(List.of("--engine", "simd", "--out", folder.resolve(name).toString()));
    args.addAll(List.of(options));
    return args.toArray(String[]::new);
  }
}
