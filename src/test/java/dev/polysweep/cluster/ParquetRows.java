package dev.polysweep.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.schema.Type;

/** Rows of a table of a results folder as text, by Parquet's own reader. */
final class ParquetRows {

  /** What may differ between runs of the same cell. */
  private static final Set<String> MAY_DIFFER = Set.of("wall_ms", "wave", "host", "finished_at");

  private ParquetRows() {}

  /** The rows without what may differ, sorted. */
  static List<String> content(Path results, String table) throws IOException {
    List<String> rows = new ArrayList<>();
    try (Stream<Path> files = Files.walk(results.resolve(table))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".parquet")).toList()) {
        try (ParquetReader<Group> reader =
            ParquetReader.builder(
                    new GroupReadSupport(), new org.apache.hadoop.fs.Path(file.toUri()))
                .build()) {
          for (Group row = reader.read(); row != null; row = reader.read()) {
            rows.add(text(row));
          }
        }
      }
    }
    rows.sort(null);
    return rows;
  }

  private static String text(Group row) {
    StringBuilder text = new StringBuilder();
    for (Type field : row.getType().getFields()) {
      if (!MAY_DIFFER.contains(field.getName())) {
        text.append(field.getName()).append(": ").append(values(row, field)).append("; ");
      }
    }
    return text.toString();
  }

  /** Java prints floats and doubles so that different ones differ in print. */
  private static String values(Group row, Type field) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < row.getFieldRepetitionCount(field.getName()); i++) {
      values.add(
          field.isPrimitive()
              ? row.getValueToString(row.getType().getFieldIndex(field.getName()), i)
              : row.getGroup(field.getName(), i).toString());
    }
    return values.toString();
  }
}
