package dev.polysweep.spark.session;

import static dev.polysweep.spark.SparkFixture.good;
import static dev.polysweep.spark.SparkFixture.store;
import static dev.polysweep.spark.SparkFixture.sweep;
import static dev.polysweep.spark.SparkFixture.tables;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.spark.SparkFixture;
import dev.polysweep.spark.aggregate.Aggregator;
import dev.polysweep.spark.store.ResultStore;
import dev.polysweep.sweep.Seeds;
import dev.polysweep.sweep.Sweep;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spark's web page shows what is being done, in words. */
class JobNamesTest {

  private final SparkSession spark = SparkFixture.spark();

  @TempDir Path folder;

  @Test
  void jobsAndStagesAreNamedAfterTheirWork() throws Exception {
    Sweep sweep = sweep(new Seeds.Range(0, 4), good("a", 1), good("b", 2), good("c", 4));
    Set<String> jobs = new ConcurrentSkipListSet<>();
    Set<String> stages = new ConcurrentSkipListSet<>();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onJobStart(SparkListenerJobStart start) {
            jobs.add(String.valueOf(start.properties().getProperty("spark.job.description")));
          }

          @Override
          public void onStageSubmitted(SparkListenerStageSubmitted submitted) {
            stages.add(submitted.stageInfo().name());
          }
        };
    spark.sparkContext().addSparkListener(listener);
    try {
      ResultStore store = store(folder);
      SparkFixture.run(spark, store, sweep, 2, 3);
      new Aggregator(spark, store, tables(sweep), sweep, Map.of()).run();
      spark.sparkContext().listenerBus().waitUntilEmpty(10_000);
    } finally {
      spark.sparkContext().removeSparkListener(listener);
    }
    for (String expected :
        List.of(
            "test: wave 0, 3 packs",
            "test: wave 0, table cells",
            "test: wave 1, 3 packs",
            "test: wave 1, table epochs",
            "test: wave 1, table arrays",
            "test: summary",
            "test: contrasts",
            "test: curves")) {
      assertTrue(jobs.contains(expected), expected + " is not in " + jobs);
      assertTrue(stages.contains(expected), expected + " is not in " + stages);
    }
    assertEquals(List.of(), stages.stream().filter(JobNamesTest::isPlaceInCode).toList());
    assertEquals(List.of(), jobs.stream().filter(JobNamesTest::isPlaceInCode).toList());
  }

  /** Spark's own choice: {@code collect at ResultReader.java:80}. */
  private static boolean isPlaceInCode(String name) {
    return name.equals("null") || name.matches(".* at \\S+\\.(java|scala):\\d+");
  }
}
