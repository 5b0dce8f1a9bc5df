package dev.polysweep.spark.store;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;

import dev.polysweep.spark.session.SideBySide;
import dev.polysweep.sweep.Sweep;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Removes the cells that failed or diverged from the results, so that the next run trains them
 * again. A wave that holds such cells is written again without them, under a new number; the rows
 * of its other cells do not change.
 */
public final class FailedCells {

  private final SparkSession spark;
  private final ResultStore store;
  private final CurrentCells current;

  /**
   * Creates the remover.
   *
   * @param sweep sweep whose cells are removed; other cells stay, because this sweep would not
   *     train them again
   */
  public FailedCells(SparkSession spark, ResultStore store, Sweep sweep) {
    this.spark = spark;
    this.store = store;
    current = new CurrentCells(spark, sweep);
  }

  /**
   * Removes the cells. Leftovers of earlier runs should have been {@linkplain
   * ResultStore#dropLeftovers dropped} before. A crash during this method leaves each wave either
   * as it was or without its failed cells.
   *
   * @return number of removed cells
   * @throws IOException if results cannot be read or written
   */
  public long forget() throws IOException {
    long forgotten = 0;
    for (int wave : store.completeWaves()) {
      Dataset<Row> failed =
          current
              .of(read("cells", wave).select("cell_id", "status"))
              .filter(col("status").notEqual("ok"))
              .select("cell_id");
      long count = failed.count();
      if (count > 0) {
        if (count < read("cells", wave).count()) {
          rewrite(wave, failed);
        }
        store.dropWave(wave);
        forgotten += count;
      }
    }
    return forgotten;
  }

  private void rewrite(int wave, Dataset<Row> failed) throws IOException {
    int next = store.nextWave();
    List<SideBySide.Work> writes = new ArrayList<>();
    for (String table : store.tablesOf(wave)) {
      // The new wave has as many files as the old, and in each the rows keep their order.
      int files = Math.max(1, store.parts(store.wave(table, wave)).size());
      Dataset<Row> all = read(table, wave);
      Dataset<Row> kept =
          all.join(
                  broadcast(failed), all.col("cell_id").equalTo(failed.col("cell_id")), "left_anti")
              .coalesce(files);
      writes.add(() -> kept.write().parquet(store.stagedWave(table, next).toString()));
    }
    SideBySide.run(writes);
    store.commitWave(next, wave);
  }

  private Dataset<Row> read(String table, int wave) {
    return ResultReader.literally(spark).parquet(store.wave(table, wave).toString());
  }
}
