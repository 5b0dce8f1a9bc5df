package dev.polysweep.spark.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.spark.SparkFixture;
import dev.polysweep.table.Column;
import dev.polysweep.table.TableSchema;
import dev.polysweep.table.Type;
import java.nio.file.Files;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetTablesTest {

  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00.123456789Z");

  /** A column of each type, named after it. */
  private static final TableSchema ALL = table(Type.values());

  private static final Object[] FULL = {
    "naïve", true, 7, 1L << 40, 0.1, NOON, floats(), new int[] {1, -2}, texts(), new byte[] {0, -1}
  };

  private final SparkSession spark = SparkFixture.spark();
  private final JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
  private final Configuration hadoop = spark.sparkContext().hadoopConfiguration();
  @TempDir java.nio.file.Path folder;

  private static float[] floats() {
    return new float[] {1.5f, Float.NaN, -0f};
  }

  private static String[] texts() {
    return new String[] {"", "二"};
  }

  private static TableSchema table(Type... types) {
    List<Column> columns = new ArrayList<>();
    for (Type type : types) {
      columns.add(new Column(type.name().toLowerCase(Locale.ROOT), type, "", "a column", ""));
    }
    return new TableSchema("all", "a row", columns);
  }

  private Path place() {
    return new Path(folder.resolve("a [table]").toUri());
  }

  private JavaRDD<Row> rows(int partitions, Object[]... rows) {
    return context.parallelize(Arrays.stream(rows).map(RowFactory::create).toList(), partitions);
  }

  private ParquetMetadata footer(Path file) throws Exception {
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(file, hadoop))) {
      return reader.getFooter();
    }
  }

  private List<Path> parts(Path place) throws Exception {
    return FolderFiles.parts(place.getFileSystem(hadoop), place).stream().map(Path::new).toList();
  }

  @Test
  void sparkReadsWhatWasWritten() throws Exception {
    Object[] empty = new Object[FULL.length];
    Object[] none = FULL.clone();
    none[4] = Double.NaN;
    none[6] = new float[0];
    none[8] = new String[0];
    ParquetTables.write(rows(2, FULL, empty, none), ALL, place());
    List<Row> read =
        ResultReader.literally(spark)
            .parquet(place().toString())
            .orderBy("int", "double")
            .collectAsList();
    assertEquals(3, read.size());
    for (int i = 0; i < FULL.length; i++) {
      assertTrue(read.get(0).isNullAt(i));
    }
    Row full = read.get(1);
    for (int i = 0; i < 5; i++) {
      assertEquals(FULL[i], full.get(i));
    }
    assertEquals(Timestamp.from(Instant.parse("2026-11-21T12:00:00.123456Z")), full.get(5));
    assertEquals(List.of(1.5f, Float.NaN, -0f), full.getList(6));
    assertEquals(List.of(1, -2), full.getList(7));
    assertEquals(List.of(texts()), full.getList(8));
    assertArrayEquals(new byte[] {0, -1}, (byte[]) full.get(9));
    Row last = read.get(2);
    assertTrue(Double.isNaN(last.getDouble(4)));
    assertEquals(List.of(), last.getList(6));
    assertEquals(List.of(), last.getList(8));
  }

  @Test
  void filesAreAsSparkWritesThem() throws Exception {
    ParquetTables.write(rows(1, FULL), ALL, place());
    Object[] sparks = FULL.clone();
    sparks[5] = Timestamp.from(NOON);
    Path other = new Path(folder.resolve("spark").toUri());
    spark.createDataFrame(rows(1, sparks), SparkRows.schema(ALL)).write().parquet(other.toString());
    ParquetMetadata ours = footer(parts(place()).get(0));
    assertEquals(
        footer(parts(other).get(0)).getFileMetaData().getSchema(),
        ours.getFileMetaData().getSchema());
    assertEquals(CompressionCodecName.ZSTD, ours.getBlocks().get(0).getColumns().get(0).getCodec());
  }

  @Test
  void aFileAPartitionAndAtLeastOne() throws Exception {
    ParquetTables.write(rows(3, FULL, FULL, FULL), ALL, place());
    assertEquals(3, parts(place()).size());
    // In the place of what was there.
    ParquetTables.write(context.emptyRDD(), ALL, place());
    assertEquals(1, parts(place()).size());
    assertEquals(
        ParquetTables.message(ALL), footer(parts(place()).get(0)).getFileMetaData().getSchema());
    assertFalse(Files.exists(folder.resolve("a [table]/_temporary")));
    assertTrue(Files.exists(folder.resolve("a [table]/_SUCCESS")));
  }

  @Test
  void rowsAreReadInTheirOrder() throws Exception {
    TableSchema few = table(Type.STRING, Type.BOOLEAN, Type.INT, Type.LONG, Type.DOUBLE);
    List<Object[]> written = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      written.add(new Object[] {"row " + i, i % 2 == 0, i, (long) i, i == 7 ? null : i / 3.0});
    }
    ParquetTables.write(rows(12, written.toArray(Object[][]::new)), few, place());
    // A file of an older version may lack a column.
    TableSchema more =
        table(Type.STRING, Type.BOOLEAN, Type.INT, Type.LONG, Type.DOUBLE, Type.TIMESTAMP);
    List<Object[]> read;
    List<TableFile> files = new ResultStore(folder.toString(), hadoop).parquet(place());
    try (Stream<Object[]> rows = TableIterator.stream(more, files, hadoop)) {
      read = rows.toList();
    }
    assertEquals(100, read.size());
    for (int i = 0; i < 100; i++) {
      for (int column = 0; column < 5; column++) {
        assertEquals(written.get(i)[column], read.get(i)[column]);
      }
      assertNull(read.get(i)[5]);
    }
  }

  @Test
  void aValueOfAnUnknownTypeIsRefused() {
    TableSchema one = table(Type.STRING);
    Exception refused =
        assertThrows(
            Exception.class,
            () -> ParquetTables.write(rows(1, new Object[] {new java.util.Date()}), one, place()));
    StringBuilder words = new StringBuilder();
    for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
      words.append(cause.getMessage());
    }
    assertTrue(words.toString().contains("no column holds a java.util.Date"), words.toString());
    assertFalse(Files.exists(folder.resolve("a [table]/_SUCCESS")));
  }
}
