package dev.polysweep.spark.run;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.serializer.DeserializationStream;
import org.apache.spark.serializer.SerializationStream;
import org.apache.spark.serializer.SerializerInstance;
import org.apache.spark.util.TaskCompletionListener;
import scala.reflect.ClassTag;

/**
 * Files of staged cells in Spark's own serialisation, one file for each pack. These files live for
 * seconds and are read by the application that wrote them. They are neither Parquet nor written by
 * an output format of Hadoop, to save time: for Parquet, Spark would plan, generate code and sort;
 * with an output format, Spark would send about a thousand settings of Hadoop, compressed anew,
 * with every pack.
 */
final class StagedFiles {

  private static final String UNFINISHED = "_temporary";
  private static final ClassTag<StagedCell> CELL = ClassTag.apply(StagedCell.class);

  /** Marks the end of a file; it is written after the last cell. */
  private static final StagedCell END = null;

  private StagedFiles() {}

  /**
   * Writes one file for each partition. Evaluating {@code cells} is what trains them. A file gets
   * its final name when it is complete, so a task that is tried twice does no harm.
   */
  static void write(JavaRDD<StagedCell> cells, Path folder) throws IOException {
    String place = folder.toString();
    cells.foreachPartition(partition -> write(partition, new Path(place)));
    folder.getFileSystem(configuration()).delete(new Path(folder, UNFINISHED), true);
  }

  private static void write(Iterator<StagedCell> cells, Path folder) throws IOException {
    TaskContext task = TaskContext.get();
    String name = String.format(Locale.ROOT, "part-%05d", task.partitionId());
    Path unfinished = new Path(new Path(folder, UNFINISHED), name + "." + task.taskAttemptId());
    FileSystem files = folder.getFileSystem(configuration());
    try (SerializationStream out =
        serializer().serializeStream(new BufferedOutputStream(files.create(unfinished)))) {
      while (cells.hasNext()) {
        out.writeObject(cells.next(), CELL);
      }
      out.writeObject(END, CELL);
    }
    Path finished = new Path(folder, name);
    if (!files.rename(unfinished, finished) && !files.exists(finished)) {
      throw new IOException("cannot move " + unfinished + " to " + finished);
    }
  }

  /**
   * Reads cells back in the order of the files. This method opens the files itself, because Spark's
   * own reader takes some characters of a path for patterns.
   *
   * @param files paths of the files, in order
   * @param partitions number of partitions of the result
   */
  static JavaRDD<StagedCell> read(JavaSparkContext context, List<String> files, int partitions) {
    return context.parallelize(files, partitions).flatMap(StagedFiles::read);
  }

  private static Iterator<StagedCell> read(String file) throws IOException {
    Path path = new Path(file);
    DeserializationStream in =
        serializer()
            .deserializeStream(
                new BufferedInputStream(path.getFileSystem(configuration()).open(path)));
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) task -> in.close());
    // Spark's own iterator would take the end of a torn file for the end of the cells.
    return Stream.generate(() -> in.readObject(CELL)).takeWhile(cell -> cell != END).iterator();
  }

  private static SerializerInstance serializer() {
    // A user may have configured a serializer for data that cannot serialise records.
    return SparkEnv.get().closureSerializer().newInstance();
  }

  private static Configuration configuration() {
    return SparkHadoopUtil.get().conf();
  }
}
