package dev.polysweep.spark.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.polysweep.spark.SparkFixture;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class SessionsTest {

  @Test
  void tasksAreTriedAgainOnLaptopsToo() {
    assertEquals("local[1,4]", Sessions.withRetries("local"));
    assertEquals("local[*,4]", Sessions.withRetries("local[*]"));
    assertEquals("local[2,4]", Sessions.withRetries("local[2]"));
    assertEquals("local[2,1]", Sessions.withRetries("local[2,1]"));
    assertEquals("spark://host:7077", Sessions.withRetries("spark://host:7077"));
  }

  @Test
  void theFormatOfResultsDoesNotDependOnTheUser() {
    SparkSession spark = SparkFixture.spark();
    assertEquals("TIMESTAMP_MICROS", spark.conf().get("spark.sql.parquet.outputTimestampType"));
    assertEquals("UTC", spark.conf().get("spark.sql.session.timeZone"));
    assertEquals(
        "1",
        spark
            .sparkContext()
            .hadoopConfiguration()
            .get("mapreduce.fileoutputcommitter.algorithm.version"));
  }

  @Test
  void executorsSpeakEnglish() {
    String options =
        SparkFixture.spark().sparkContext().getConf().get("spark.executor.defaultJavaOptions");
    assertEquals("-Duser.language=en", options);
  }

  @Test
  void aTaskThatDiesOnceIsTriedAgain() {
    Tries.DIED.clear();
    long sum =
        org.apache.spark.api.java.JavaSparkContext.fromSparkContext(
                SparkFixture.spark().sparkContext())
            .parallelize(java.util.List.of(1, 2, 3), 3)
            .map(Tries::once)
            .reduce(Integer::sum);
    assertEquals(6, sum);
    assertEquals(Set.of(1, 2, 3), Tries.DIED);
  }

  /** Throws at the first try of each element. */
  static final class Tries {
    static final Set<Integer> DIED = java.util.concurrent.ConcurrentHashMap.newKeySet();

    static int once(int element) {
      if (DIED.add(element)) {
        throw new IllegalStateException("first try of " + element);
      }
      return element;
    }
  }
}
