package dev.polysweep.spark.store;

import dev.polysweep.table.TableSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.filter2.predicate.Operators;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.io.api.Binary;

/**
 * Iterates over the rows of Parquet files, one file after another. Rows are read one at a time. An
 * error of reading is thrown as an {@link UncheckedIOException}.
 */
final class TableIterator implements Iterator<Object[]> {

  /** A character that comes after every hexadecimal digit. */
  private static final String AFTER_DIGITS = "g";

  private final TableSchema table;
  private final Iterator<TableFile> files;
  private final Configuration hadoop;
  private final FilterCompat.Filter filter;
  private ParquetReader<Object[]> reader;
  private TableFile file;
  private Object[] next;

  private TableIterator(
      TableSchema table, List<TableFile> files, Configuration hadoop, FilterCompat.Filter filter) {
    this.table = table;
    this.files = files.iterator();
    this.hadoop = hadoop;
    this.filter = filter;
  }

  /** The rows of the files as a stream, which the caller must close. */
  static Stream<Object[]> stream(TableSchema table, List<TableFile> files, Configuration hadoop) {
    return stream(table, files, hadoop, FilterCompat.NOOP);
  }

  /**
   * The rows whose column {@code cell_id} begins with a text, as a stream, which the caller must
   * close.
   *
   * @param cells beginning of the ids, in hexadecimal digits
   */
  static Stream<Object[]> stream(
      TableSchema table, List<TableFile> files, Configuration hadoop, String cells) {
    Operators.BinaryColumn id = FilterApi.binaryColumn("cell_id");
    FilterPredicate begins =
        FilterApi.and(
            FilterApi.gtEq(id, Binary.fromString(cells)),
            FilterApi.lt(id, Binary.fromString(cells + AFTER_DIGITS)));
    return stream(table, files, hadoop, FilterCompat.get(begins));
  }

  /**
   * The rows that have one of some texts in a column, as a stream, which the caller must close.
   *
   * @param column name of a column of texts
   */
  static Stream<Object[]> stream(
      TableSchema table,
      List<TableFile> files,
      Configuration hadoop,
      String column,
      Set<String> texts) {
    Set<Binary> values = texts.stream().map(Binary::fromString).collect(Collectors.toSet());
    FilterPredicate among = FilterApi.in(FilterApi.binaryColumn(column), values);
    return stream(table, files, hadoop, FilterCompat.get(among));
  }

  private static Stream<Object[]> stream(
      TableSchema table, List<TableFile> files, Configuration hadoop, FilterCompat.Filter filter) {
    TableIterator rows = new TableIterator(table, files, hadoop, filter);
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
          reader = new Builder(file).withFilter(filter).build();
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

  /**
   * With this configuration of Hadoop. Of a new one, as Parquet has without, the defaults would be
   * parsed again for each file, and that takes longer than a small table.
   */
  private final class Builder extends ParquetReader.Builder<Object[]> {
    Builder(TableFile file) {
      super(file);
      withConf(hadoop);
    }

    @Override
    protected ReadSupport<Object[]> getReadSupport() {
      return new TableReadSupport(table);
    }
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
