package dev.polysweep.spark.store;

import dev.polysweep.table.TableSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetReader;

/**
 * Iterates over the rows of Parquet files, one file after another. Rows are read one at a time. An
 * error of reading is thrown as an {@link UncheckedIOException}.
 */
final class TableIterator implements Iterator<Object[]> {

  private final TableSchema table;
  private final Iterator<String> files;
  private final Configuration hadoop;
  private ParquetReader<Object[]> reader;
  private String file;
  private Object[] next;

  private TableIterator(TableSchema table, List<String> files, Configuration hadoop) {
    this.table = table;
    this.files = files.iterator();
    this.hadoop = hadoop;
  }

  /** The rows of the files as a stream, which the caller must close. */
  static Stream<Object[]> stream(TableSchema table, List<String> files, Configuration hadoop) {
    TableIterator rows = new TableIterator(table, files, hadoop);
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(
                rows, Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE),
            false)
        .onClose(rows::close);
  }

  @Override
  public boolean hasNext() {
    try {
      while (next == null) {
        if (reader == null) {
          if (!files.hasNext()) {
            return false;
          }
          file = files.next();
          reader =
              ParquetReader.builder(new TableReadSupport(table), new Path(file))
                  .withConf(hadoop)
                  .build();
        }
        next = reader.read();
        if (next == null) {
          close();
        }
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) { // as Parquet calls a file that is none, or is damaged
      throw new UncheckedIOException(new IOException(file + ": " + e.getMessage(), e));
    }
  }

  @Override
  public Object[] next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Object[] row = next;
    next = null;
    return row;
  }

  private void close() {
    try {
      if (reader != null) {
        reader.close();
        reader = null;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
