package dev.polysweep.spark.run;

import dev.polysweep.spark.session.JobNames;
import dev.polysweep.spark.session.SideBySide;
import dev.polysweep.spark.store.ParquetTables;
import dev.polysweep.spark.store.ResultStore;
import dev.polysweep.spark.store.ResultTables;
import dev.polysweep.table.TableSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Writes a wave in two steps. One Spark job trains the wave's cells and stages them, so that each
 * cell is trained once and its results stay together. Then the tables are made from the staged
 * cells, and moved into place.
 */
final class WaveWriter {

  /**
   * Staged bytes for each file of a table: they become about 128 MB of Parquet, a size that suits
   * parallel readers.
   */
  private static final long STAGED_BYTES_A_FILE = 512L << 20;

  private final SparkSession spark;
  private final ResultStore store;
  private final ResultTables tables;

  WaveWriter(SparkSession spark, ResultStore store, ResultTables tables) {
    this.spark = spark;
    this.store = store;
    this.tables = tables;
  }

  /**
   * Trains and stages the cells of a wave, one task for each partition. No other job trains cells.
   *
   * @throws IOException if the driver does not see all the files that the executors wrote
   */
  void stage(int wave, JavaRDD<StagedCell> cells) throws IOException {
    StagedFiles.write(cells, staged(wave));
    int found = store.parts(staged(wave)).size();
    if (found != cells.getNumPartitions()) {
      throw new IOException(
          "the executors wrote "
              + cells.getNumPartitions()
              + " files and the driver sees "
              + found
              + " of them; the results folder must lie where driver and executors share it: give"
              + " --out a mounted share, hdfs:// or s3a://");
    }
  }

  /**
   * Makes the tables of a staged wave, with rows in the order of the cells, and moves them into
   * place.
   *
   * @param name name of the wave on Spark's web page
   */
  void commit(int wave, String name) throws IOException {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    int files = (int) (1 + store.bytes(staged(wave)) / STAGED_BYTES_A_FILE);
    JavaRDD<StagedCell> cells = StagedFiles.read(context, store.parts(staged(wave)), files);
    WaveRows rows = new WaveRows(tables);
    List<SideBySide.Work> writes = new ArrayList<>();
    for (TableSchema table : tables.all()) {
      Path place = store.stagedWave(table.name(), wave);
      writes.add(
          () -> {
            JobNames.set(spark.sparkContext(), name + ", table " + table.name());
            ParquetTables.write(cells.flatMap(cell -> rows.of(cell, table)), table, place);
          });
    }
    SideBySide.run(writes);
    store.commitWave(wave, null);
  }

  private Path staged(int wave) {
    return store.stagedWave(ResultStore.TRAINED, wave);
  }
}
