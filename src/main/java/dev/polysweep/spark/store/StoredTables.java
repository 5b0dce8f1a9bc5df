package dev.polysweep.spark.store;

import dev.polysweep.spark.session.LocalFiles;
import dev.polysweep.table.Column;
import dev.polysweep.table.TableRow;
import dev.polysweep.table.TableSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FsConstants;
import org.apache.hadoop.fs.Path;

/**
 * Reads the tables of a results folder row by row, without a running Spark. Of tables that are kept
 * by wave, only complete waves are read. Methods throw an {@link IOException} if the folder cannot
 * be read; streams throw an {@link java.io.UncheckedIOException}.
 */
public final class StoredTables {

  private final Configuration hadoop;
  private final ResultStore store;

  /**
   * Opens a results folder.
   *
   * @param folder path or URI of the folder
   * @throws IOException if the folder's file system cannot be reached
   * @throws dev.polysweep.sweep.yaml.SweepException if there is no such file system
   */
  public StoredTables(String folder) throws IOException {
    boolean local = ResultStore.isLocal(folder);
    hadoop = new Configuration(!local);
    store = local ? new ResultStore(folder, local(hadoop)) : new ResultStore(folder, hadoop);
  }

  /**
   * Opens a results folder with a configuration of Hadoop, such as that of a running Spark.
   *
   * @param folder path or URI of the folder
   * @throws IOException if the folder's file system cannot be reached
   * @throws dev.polysweep.sweep.yaml.SweepException if there is no such file system
   */
  public StoredTables(String folder, Configuration hadoop) throws IOException {
    this.hadoop = hadoop;
    store = new ResultStore(folder, hadoop);
  }

  /**
   * This machine's file system. Hadoop's own defaults, a thousand that take long to read, are left
   * out, since those of local files are in its code; and so is its register of file systems, which
   * loads them all and asks who the user is.
   */
  private static FileSystem local(Configuration hadoop) throws IOException {
    FileSystem files = new LocalFiles();
    files.initialize(FsConstants.LOCAL_FS_URI, hadoop);
    return files;
  }

  /** The folder whose tables these are. */
  public ResultStore store() {
    return store;
  }

  /** The content of a small text file of the folder, or null if there is no such file. */
  public String text(String name) throws IOException {
    return store.read(name);
  }

  /** Whether the folder has a table of this name. */
  public boolean has(TableSchema table) throws IOException {
    return store.has(table.name());
  }

  /**
   * Streams the rows of a table that is kept by wave, in the order of waves. The caller must close
   * the stream.
   */
  public Stream<TableRow> waves(TableSchema table) throws IOException {
    return stream(table, store.completePaths(table.name()))
        .map(values -> new TableRow(named(table, values)));
  }

  /**
   * Streams the rows of some cells from a table that is kept by wave, in the order of waves. Parts
   * of a file in which no such cell is are not read. The caller must close the stream.
   *
   * @param cells beginning of the cells' ids
   */
  public Stream<TableRow> waves(TableSchema table, String cells) throws IOException {
    return TableIterator.stream(table, files(store.completePaths(table.name())), hadoop, cells)
        .map(values -> new TableRow(named(table, values)));
  }

  /**
   * Streams the values of a table that is kept by wave, in the order of waves: an array for each
   * row, with a value for each of the table's columns in order. It is the quickest way to read many
   * rows. The caller must close the stream.
   */
  public Stream<Object[]> values(TableSchema table) throws IOException {
    return stream(table, store.completePaths(table.name()));
  }

  /**
   * Streams the values of those rows that have one of some texts in a column. Parts of a file in
   * which there is no such row are not read. The caller must close the stream.
   *
   * @param column name of a column of texts
   * @param texts the texts, at least one
   */
  public Stream<Object[]> values(TableSchema table, String column, Set<String> texts)
      throws IOException {
    List<TableFile> files = files(store.completePaths(table.name()));
    return TableIterator.stream(table, files, hadoop, column, texts);
  }

  /** Descriptions of the waves that are incomplete or damaged and are not read, one line each. */
  public List<String> incompleteWaves() throws IOException {
    return store.incompleteWaves();
  }

  /**
   * Streams the rows of a table that is kept by wave, as records, in the order of waves. The caller
   * must close the stream.
   *
   * @param type record class that the table is defined by
   */
  public <R extends Record> Stream<R> waves(TableSchema table, Class<R> type) throws IOException {
    return stream(table, store.completePaths(table.name()))
        .map(values -> SparkRows.record(values, type));
  }

  /**
   * Streams the rows of an aggregate table, as records, in the order in which they were written.
   * The caller must close the stream.
   *
   * @param type record class that the table is defined by
   */
  public <R extends Record> Stream<R> rows(TableSchema table, Class<R> type) throws IOException {
    return stream(table, store.table(table.name()).toString())
        .map(values -> SparkRows.record(values, type));
  }

  private Stream<Object[]> stream(TableSchema table, String... folders) throws IOException {
    return TableIterator.stream(table, files(folders), hadoop);
  }

  private List<TableFile> files(String... folders) throws IOException {
    List<TableFile> files = new ArrayList<>();
    for (String folder : folders) {
      files.addAll(store.parquet(new Path(folder)));
    }
    return files;
  }

  private static Map<String, Object> named(TableSchema table, Object[] values) {
    Map<String, Object> named = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      Column column = table.columns().get(i);
      named.put(column.name(), values[i]);
    }
    return named;
  }
}
