package dev.polysweep.spark;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.io.SequenceFile;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Staged cells as Spark's object files: a file a pack. Measured against one nested Parquet table,
 * this takes about two thirds of the time, since nothing is planned, generated or sorted. They live
 * for seconds and are read by the process that wrote them.
 */
final class StagedFiles {

  private StagedFiles() {}

  /** Writes the cells; running this is what trains them. */
  static void write(JavaRDD<StagedCell> cells, Path folder) {
    cells.saveAsObjectFile(folder.toString());
  }

  /**
   * Reads cells back in the order of the files. Opens files itself, because Spark's own reader
   * takes characters of the path for patterns.
   *
   * @param files in order
   */
  static JavaRDD<StagedCell> read(JavaSparkContext context, List<String> files, int partitions) {
    return context.parallelize(files, partitions).flatMap(Cells::new);
  }

  /** The cells of one file, a batch in memory at a time. */
  private static final class Cells implements Iterator<StagedCell> {
    private final SequenceFile.Reader reader;
    private Iterator<StagedCell> batch = Collections.emptyIterator();

    Cells(String file) throws IOException {
      reader =
          new SequenceFile.Reader(
              SparkHadoopUtil.get().conf(), SequenceFile.Reader.file(new Path(file)));
      TaskContext.get().addTaskCompletionListener((TaskCompletionListener) task -> close());
    }

    @Override
    public boolean hasNext() {
      try {
        BytesWritable bytes = new BytesWritable();
        while (!batch.hasNext() && reader.next(NullWritable.get(), bytes)) {
          Object[] cells = (Object[]) new Stream(bytes.copyBytes()).readObject();
          batch = Arrays.stream(cells).map(StagedCell.class::cast).iterator();
        }
      } catch (IOException | ClassNotFoundException e) {
        throw new IllegalStateException("cannot read back staged cells: " + e.getMessage(), e);
      }
      return batch.hasNext();
    }

    @Override
    public StagedCell next() {
      hasNext();
      return batch.next();
    }

    private void close() {
      try {
        reader.close();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Finds classes where the task's code comes from. */
  private static final class Stream extends ObjectInputStream {
    Stream(byte[] bytes) throws IOException {
      super(new ByteArrayInputStream(bytes));
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass type)
        throws IOException, ClassNotFoundException {
      try {
        return Class.forName(type.getName(), false, Thread.currentThread().getContextClassLoader());
      } catch (ClassNotFoundException e) {
        return super.resolveClass(type); // primitives
      }
    }
  }
}
