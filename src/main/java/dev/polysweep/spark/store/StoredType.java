package dev.polysweep.spark.store;

import dev.polysweep.table.Type;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * The types that Spark and Parquet have for a column of a table. The files have the same types as
 * files that Spark itself writes.
 *
 * @param spark Spark's type of a value or, for a list, of an element
 * @param parquet Parquet's primitive type of a value or an element
 * @param meaning Parquet's annotation of what the primitive stands for, or null if it is a plain
 *     number or plain bytes
 * @param list whether the column holds lists
 */
record StoredType(
    DataType spark, PrimitiveTypeName parquet, LogicalTypeAnnotation meaning, boolean list) {

  static StoredType of(Type type) {
    LogicalTypeAnnotation text = LogicalTypeAnnotation.stringType();
    LogicalTypeAnnotation micros = LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS);
    return switch (type) {
      case BOOLEAN -> value(DataTypes.BooleanType, PrimitiveTypeName.BOOLEAN, null);
      case INT -> value(DataTypes.IntegerType, PrimitiveTypeName.INT32, null);
      case LONG -> value(DataTypes.LongType, PrimitiveTypeName.INT64, null);
      case DOUBLE -> value(DataTypes.DoubleType, PrimitiveTypeName.DOUBLE, null);
      case BYTES -> value(DataTypes.BinaryType, PrimitiveTypeName.BINARY, null);
      case STRING -> value(DataTypes.StringType, PrimitiveTypeName.BINARY, text);
      case TIMESTAMP -> value(DataTypes.TimestampType, PrimitiveTypeName.INT64, micros);
      case FLOATS -> list(DataTypes.FloatType, PrimitiveTypeName.FLOAT, null);
      case INTS -> list(DataTypes.IntegerType, PrimitiveTypeName.INT32, null);
      case STRINGS -> list(DataTypes.StringType, PrimitiveTypeName.BINARY, text);
    };
  }

  private static StoredType value(
      DataType spark, PrimitiveTypeName parquet, LogicalTypeAnnotation meaning) {
    return new StoredType(spark, parquet, meaning, false);
  }

  private static StoredType list(
      DataType spark, PrimitiveTypeName parquet, LogicalTypeAnnotation meaning) {
    return new StoredType(spark, parquet, meaning, true);
  }

  /** Spark's type of the column. A list holds no nulls. */
  DataType dataType() {
    return list ? DataTypes.createArrayType(spark, false) : spark;
  }

  /** Parquet's type of a column of this name. The value may be null, elements of a list may not. */
  org.apache.parquet.schema.Type field(String name) {
    return list
        ? Types.optionalList().requiredElement(parquet).as(meaning).named(name)
        : Types.optional(parquet).as(meaning).named(name);
  }
}
