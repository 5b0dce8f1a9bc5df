package dev.polysweep.spark.store;

import dev.polysweep.table.Column;
import dev.polysweep.table.TableSchema;
import dev.polysweep.table.Type;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.hadoop.api.InitContext;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;

/**
 * Reads the columns of a table from a Parquet file. Each row is an array of values in the order of
 * the table's columns. A value is null if it is null in the file, or if the file lacks the column.
 * A timestamp is an {@link Instant}, a list is an array.
 */
final class TableReadSupport extends ReadSupport<Object[]> {

  private final TableSchema table;

  TableReadSupport(TableSchema table) {
    this.table = table;
  }

  @Override
  public ReadContext init(InitContext context) {
    MessageType file = context.getFileSchema();
    return new ReadContext(
        new MessageType(
            file.getName(),
            table.columns().stream()
                .map(Column::name)
                .filter(file::containsField)
                .map(file::getType)
                .toList()));
  }

  @Override
  public RecordMaterializer<Object[]> prepareForRead(
      Configuration hadoop, Map<String, String> keys, MessageType file, ReadContext context) {
    return new Rows(context.getRequestedSchema());
  }

  private final class Rows extends RecordMaterializer<Object[]> {
    private final Converter[] converters;
    private Object[] row;

    Rows(MessageType schema) {
      converters = new Converter[schema.getFieldCount()];
      for (int field = 0; field < converters.length; field++) {
        String name = schema.getFieldName(field);
        int column = table.columns().stream().map(Column::name).toList().indexOf(name);
        converters[field] = converter(column, table.columns().get(column).type());
      }
    }

    private Converter converter(int column, Type type) {
      return switch (type) {
        case FLOATS, INTS, STRINGS -> new ListColumn(column, type);
        default -> new ScalarColumn(column, type);
      };
    }

    @Override
    public Object[] getCurrentRecord() {
      return row;
    }

    @Override
    public GroupConverter getRootConverter() {
      return new GroupConverter() {
        @Override
        public Converter getConverter(int field) {
          return converters[field];
        }

        @Override
        public void start() {
          row = new Object[table.columns().size()];
        }

        @Override
        public void end() {}
      };
    }

    /** Receives the values of a column that does not hold lists. */
    private final class ScalarColumn extends PrimitiveConverter {
      private final int column;
      private final Type type;
      private String[] dictionary; // of the part of the file that is being read

      ScalarColumn(int column, Type type) {
        this.column = column;
        this.type = type;
      }

      @Override
      public boolean hasDictionarySupport() {
        return type == Type.STRING;
      }

      /** Texts that a file holds once are made once, not for each row. */
      @Override
      public void setDictionary(Dictionary texts) {
        dictionary = new String[texts.getMaxId() + 1];
        for (int i = 0; i < dictionary.length; i++) {
          dictionary[i] = texts.decodeToBinary(i).toStringUsingUTF8();
        }
      }

      @Override
      public void addValueFromDictionary(int id) {
        row[column] = dictionary[id];
      }

      @Override
      public void addBinary(Binary value) {
        row[column] = type == Type.BYTES ? value.getBytes() : value.toStringUsingUTF8();
      }

      @Override
      public void addBoolean(boolean value) {
        row[column] = value;
      }

      @Override
      public void addDouble(double value) {
        row[column] = value;
      }

      @Override
      public void addInt(int value) {
        row[column] = value;
      }

      @Override
      public void addLong(long value) {
        row[column] =
            type == Type.TIMESTAMP
                ? (Object) Instant.EPOCH.plus(value, ChronoUnit.MICROS)
                : (Object) value;
      }
    }

    /**
     * Receives the elements of a column that holds lists. Parquet stores a list as a group that has
     * a repeated group with one field, the element.
     */
    private final class ListColumn extends GroupConverter {
      private final int column;
      private final Elements elements;

      ListColumn(int column, Type type) {
        this.column = column;
        elements = new Elements(type);
      }

      @Override
      public Converter getConverter(int field) {
        return new GroupConverter() {
          @Override
          public Converter getConverter(int inner) {
            return elements;
          }

          @Override
          public void start() {}

          @Override
          public void end() {}
        };
      }

      @Override
      public void start() {
        elements.size = 0;
      }

      @Override
      public void end() {
        row[column] = elements.array();
      }
    }
  }

  /** The elements of the list that is being read, in an array that grows as needed. */
  private static final class Elements extends PrimitiveConverter {
    private final Type type;
    private float[] floats = {};
    private int[] ints = {};
    private String[] texts = {};
    private int size;

    Elements(Type type) {
      this.type = type;
    }

    private static int larger(int length) {
      return Math.max(16, Math.multiplyExact(length, 2));
    }

    @Override
    public void addFloat(float value) {
      if (size == floats.length) {
        floats = Arrays.copyOf(floats, larger(size));
      }
      floats[size++] = value;
    }

    @Override
    public void addInt(int value) {
      if (size == ints.length) {
        ints = Arrays.copyOf(ints, larger(size));
      }
      ints[size++] = value;
    }

    @Override
    public void addBinary(Binary value) {
      if (size == texts.length) {
        texts = Arrays.copyOf(texts, larger(size));
      }
      texts[size++] = value.toStringUsingUTF8();
    }

    Object array() {
      return switch (type) {
        case FLOATS -> Arrays.copyOf(floats, size);
        case INTS -> Arrays.copyOf(ints, size);
        default -> Arrays.copyOf(texts, size);
      };
    }
  }
}
