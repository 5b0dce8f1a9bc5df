package dev.polysweep.spark.store;

import dev.polysweep.table.Type;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * What a column's type is in Spark and in Parquet files, the same as when Spark itself writes them.
 *
 * @param spark type of a value, or of an element of a list
 * @param parquet how Parquet stores it
 * @param meaning what Parquet's primitive stands for, or null for the number or bytes themselves
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

  /** The column's type in Spark; lists hold no nulls. */
  DataType dataType() {
    return list ? DataTypes.createArrayType(spark, false) : spark;
  }

  /** The column in a Parquet file; its values may be null, elements of lists may not. */
  org.apache.parquet.schema.Type field(String name) {
    return list
        ? Types.optionalList().requiredElement(parquet).as(meaning).named(name)
        : Types.optional(parquet).as(meaning).named(name);
  }
}
