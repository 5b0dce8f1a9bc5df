package dev.polysweep.spark.store;

import dev.polysweep.table.Column;
import dev.polysweep.table.TableSchema;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetOutputFormat;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.parquet.schema.Types;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * Writes tables as Parquet by Parquet's own output format. Spark SQL would write the same files,
 * but to convert rows it generates a program for each table and starts Scala's reflection, which
 * took three of the four seconds of a small sweep's commit.
 */
public final class ParquetTables {

  private static final String SCHEMA = "polysweep.parquet.schema";

  private ParquetTables() {}

  /**
   * Writes a table, one file for each partition and at least one, and replaces what is in the
   * folder.
   *
   * @param rows rows with the table's columns in order; a value may be null. A timestamp is an
   *     {@link Instant}, a list is an array.
   * @throws IOException if the folder cannot be written
   */
  public static void write(JavaRDD<Row> rows, TableSchema table, Path folder) throws IOException {
    Configuration hadoop = new Configuration(rows.context().hadoopConfiguration());
    hadoop.set(SCHEMA, message(table).toString());
    hadoop.set(ParquetOutputFormat.COMPRESSION, CompressionCodecName.ZSTD.name());
    folder.getFileSystem(hadoop).delete(folder, true);
    JavaRDD<Row> some = rows.getNumPartitions() == 0 ? rows.repartition(1) : rows;
    some.mapToPair(row -> new Tuple2<Void, Row>(null, row))
        .saveAsNewAPIHadoopFile(folder.toString(), Void.class, Row.class, Format.class, hadoop);
  }

  /**
   * Writes a table into one file, in this process and without Spark, and replaces what is in the
   * folder.
   *
   * @param rows rows as of {@link #write(JavaRDD, TableSchema, Path)}
   * @throws IOException if the folder cannot be written
   */
  public static void write(
      Stream<Row> rows, TableSchema table, Path folder, Configuration configuration)
      throws IOException {
    Configuration hadoop = new Configuration(configuration);
    hadoop.set(SCHEMA, message(table).toString());
    folder.getFileSystem(hadoop).delete(folder, true);
    try (ParquetWriter<Row> writer =
        new Builder(new Path(folder, "part-00000.zstd.parquet"))
            .withConf(hadoop)
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .build()) {
      for (Row row : (Iterable<Row>) rows::iterator) {
        writer.write(row);
      }
    }
  }

  private static final class Builder extends ParquetWriter.Builder<Row, Builder> {

    Builder(Path file) {
      super(file);
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<Row> getWriteSupport(Configuration hadoop) {
      return new Support();
    }
  }

  /** The Parquet schema of a table, with the types that Spark writes; every column is optional. */
  static MessageType message(TableSchema table) {
    Types.MessageTypeBuilder message = Types.buildMessage();
    for (Column column : table.columns()) {
      message.addField(StoredType.of(column.type()).field(column.name()));
    }
    return message.named("spark_schema");
  }

  /** The output format. It is public because Hadoop creates it by the name of its class. */
  public static final class Format extends ParquetOutputFormat<Row> {
    /** Constructor for Hadoop. */
    public Format() {
      super(new Support());
    }
  }

  private static final class Support extends WriteSupport<Row> {
    private MessageType message;
    private RecordConsumer out;

    @Override
    public WriteContext init(Configuration hadoop) {
      message = MessageTypeParser.parseMessageType(hadoop.get(SCHEMA));
      return new WriteContext(message, Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
      out = consumer;
    }

    @Override
    public void write(Row row) {
      out.startMessage();
      for (int i = 0; i < row.size(); i++) {
        if (!row.isNullAt(i)) {
          String name = message.getFieldName(i);
          out.startField(name, i);
          value(row.get(i));
          out.endField(name, i);
        }
      }
      out.endMessage();
    }

    private void value(Object value) {
      if (value instanceof String text) {
        out.addBinary(Binary.fromString(text));
      } else if (value instanceof Double number) {
        out.addDouble(number);
      } else if (value instanceof Long number) {
        out.addLong(number);
      } else if (value instanceof Integer number) {
        out.addInteger(number);
      } else if (value instanceof Boolean truth) {
        out.addBoolean(truth);
      } else if (value instanceof Instant time) {
        out.addLong(ChronoUnit.MICROS.between(Instant.EPOCH, time));
      } else if (value instanceof byte[] bytes) {
        out.addBinary(Binary.fromConstantByteArray(bytes));
      } else if (value instanceof float[] floats) {
        list(floats.length, i -> out.addFloat(floats[i]));
      } else if (value instanceof int[] ints) {
        list(ints.length, i -> out.addInteger(ints[i]));
      } else if (value instanceof String[] texts) {
        list(texts.length, i -> out.addBinary(Binary.fromString(texts[i])));
      } else {
        throw new IllegalArgumentException("no column holds a " + value.getClass().getName());
      }
    }

    private void list(int size, java.util.function.IntConsumer element) {
      out.startGroup();
      if (size > 0) {
        out.startField("list", 0);
        for (int i = 0; i < size; i++) {
          out.startGroup();
          out.startField("element", 0);
          element.accept(i);
          out.endField("element", 0);
          out.endGroup();
        }
        out.endField("list", 0);
      }
      out.endGroup();
    }
  }
}
