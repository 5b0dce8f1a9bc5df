package dev.polysweep.spark.store;

import dev.polysweep.table.Column;
import dev.polysweep.table.TableSchema;
import dev.polysweep.table.row.ArrayRow;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.types.StructType;
import scala.Function1;
import scala.collection.JavaConverters;

/** Converts table schemas and row records into Spark's schemas and rows, and back. */
public final class SparkRows {

  private static final ClassValue<Method[]> ACCESSORS =
      new ClassValue<>() {
        @Override
        protected Method[] computeValue(Class<?> type) {
          return Arrays.stream(type.getRecordComponents())
              .map(RecordComponent::getAccessor)
              .toArray(Method[]::new);
        }
      };

  private static final ClassValue<Constructor<?>> CONSTRUCTORS =
      new ClassValue<>() {
        @Override
        protected Constructor<?> computeValue(Class<?> type) {
          Class<?>[] types =
              Arrays.stream(type.getRecordComponents())
                  .map(RecordComponent::getType)
                  .toArray(Class<?>[]::new);
          try {
            return type.getDeclaredConstructor(types);
          } catch (NoSuchMethodException e) {
            throw new IllegalStateException(type + " is no record", e);
          }
        }
      };

  private SparkRows() {}

  /** A table's columns as a Spark schema. All are nullable, as in any Parquet that Spark reads. */
  public static StructType schema(TableSchema table) {
    return schema(table.columns());
  }

  /** Columns as a Spark schema; all are nullable. */
  public static StructType schema(List<Column> columns) {
    StructType schema = new StructType();
    for (Column column : columns) {
      schema = schema.add(column.name(), StoredType.of(column.type()).dataType(), true);
    }
    return schema;
  }

  /**
   * The rows of a dataset. Spark's own {@code javaRDD} gives the same rows, but it generates a
   * program to convert them, for which it starts Scala's reflection.
   */
  public static JavaRDD<Row> rdd(Dataset<Row> data) {
    StructType schema = data.schema();
    return data.queryExecution()
        .toRdd()
        .toJavaRDD()
        .mapPartitions(
            rows -> {
              Function1<Object, Object> converter =
                  CatalystTypeConverters.createToScalaConverter(schema);
              return JavaConverters.asJavaIterator(
                  JavaConverters.asScalaIterator(rows).map(row -> (Row) converter.apply(row)));
            });
  }

  /** The rows of a small dataset, in order, in the memory of the driver. */
  public static List<Row> collect(Dataset<Row> data) {
    return rdd(data).collect();
  }

  /** Converts a record to a row of its components, in order. */
  public static Row of(Record row) {
    Method[] accessors = ACCESSORS.get(row.getClass());
    Object[] values = new Object[accessors.length];
    try {
      for (int i = 0; i < values.length; i++) {
        values[i] = accessors[i].invoke(row);
      }
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("cannot read " + row.getClass().getName(), e);
    }
    return RowFactory.create(values);
  }

  /**
   * Creates the record that a table is defined by.
   *
   * @param values the values of the record's components, in order
   * @throws IllegalStateException if the values do not fit the record class
   */
  static <R extends Record> R record(Object[] values, Class<R> type) {
    try {
      return type.cast(CONSTRUCTORS.get(type).newInstance(values));
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      throw new IllegalStateException(type + " is not the record of this row", e);
    }
  }

  /** Converts a row with the columns of {@code arrays}, in order, to a record. */
  public static ArrayRow array(Row row) {
    List<Float> boxed = row.getList(6);
    float[] data = new float[boxed.size()];
    for (int i = 0; i < data.length; i++) {
      data[i] = boxed.get(i);
    }
    return new ArrayRow(
        row.getString(0),
        row.getString(1),
        row.getLong(2),
        row.getString(3),
        row.getInt(4),
        row.getInt(5),
        data);
  }
}
