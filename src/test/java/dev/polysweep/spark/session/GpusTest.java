package dev.polysweep.spark.session;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.engine.Device;
import dev.polysweep.engine.EngineUnavailableException;
import dev.polysweep.engine.FakeGpuEngine;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GpusTest {

  @Test
  void oneGpuAnExecutorSharedByItsTasks() {
    for (String task : new String[] {"1", "0.5", "0.25"}) {
      assertDoesNotThrow(() -> Gpus.check(conf("1", task), "spark://host:7077"));
    }
    assertDoesNotThrow(() -> Gpus.check(new SparkConf(false), "local[*]"));
    assertDoesNotThrow(() -> Gpus.check(new SparkConf(false), "yarn"));
    assertDoesNotThrow(() -> Gpus.check(conf("1", "1"), "local-cluster[2,1,1024]"));
  }

  @Test
  void otherAmountsAreRefused() {
    assertEquals(
        "spark.executor.resource.gpu.amount is 2; an executor uses one GPU: set it to 1",
        refusal(conf("2", "1"), "yarn"));
    assertEquals(
        "spark.task.resource.gpu.amount is 2; set it to 1, or to 0.5 to let two tasks share a GPU",
        refusal(conf("1", "2"), "yarn"));
    assertTrue(
        refusal(conf("1", "0"), "yarn").startsWith("spark.task.resource.gpu.amount is 0; set it"));
  }

  @Test
  void sparkDealsOutNoGpusWithinOneProcess() {
    for (String master : new String[] {"local", "local[*]", "local[2]", "local[2,4]"}) {
      String refusal = refusal(conf("1", "0.5"), master);
      assertTrue(refusal.contains("no GPUs with --master " + master + ";"), refusal);
      assertTrue(refusal.contains("start a Master and a Worker"), refusal);
    }
  }

  @Test
  void noGpuOutsideATask() {
    assertEquals(Device.NONE, Gpus.assigned());
  }

  @Test
  void enginesForTheCpuNeedNoGpu() {
    assertDoesNotThrow(() -> Gpus.requireFor("simd", new SparkConf(false)));
    assertDoesNotThrow(() -> Gpus.requireFor("auto", new SparkConf(false)));
  }

  @Test
  void anEngineForGpusNeedsThemAssigned(@TempDir Path folder) throws IOException {
    FakeGpuEngine.installed(
        folder,
        () -> {
          String refusal =
              assertThrows(
                      EngineUnavailableException.class,
                      () -> Gpus.requireFor("fakegpu", new SparkConf(false)))
                  .getMessage();
          assertEquals("engine 'fakegpu' cannot run here: " + Device.MISSING, refusal);
          assertDoesNotThrow(() -> Gpus.requireFor("fakegpu", conf("1", "0.5")));
        });
  }

  private static SparkConf conf(String executor, String task) {
    return new SparkConf(false)
        .set("spark.executor.resource.gpu.amount", executor)
        .set("spark.task.resource.gpu.amount", task);
  }

  private static String refusal(SparkConf conf, String master) {
    return assertThrows(EngineUnavailableException.class, () -> Gpus.check(conf, master))
        .getMessage();
  }

  /**
   * On one machine all cores share its GPU, and packs are cut for the two tasks it takes to fill
   * it.
   */
  @Test
  void packsAreCutForTheTasksThatShareTheGpus() {
    SparkConf none = new SparkConf(false);
    assertEquals(2, Gpus.tasks(none, 16));
    assertEquals(1, Gpus.tasks(none, 1));
    assertEquals(16, Gpus.tasks(none.clone().set("spark.executor.resource.gpu.amount", "1"), 16));
  }
}
