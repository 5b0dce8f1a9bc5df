package dev.polysweep.report.page;

import dev.polysweep.table.Column;
import dev.polysweep.table.TableSchema;
import java.util.List;

/** Writes the documentation of result tables as Markdown, from the definitions of the tables. */
public final class TableDocs {

  private static final String READING =
      """
      Each table is a folder of Parquet files. `cells`, `epochs` and `arrays` hold a folder for each
      wave of the run (`wave=000000`, …; readers of Hive partitions show it as a column `wave`); a wave
      is complete when `cells/wave=…/_SUCCESS` is there, which is an empty file. `arrays` and `epochs` join `cells` on
      `cell_id`. Undefined values are null. Times are in UTC, to the microsecond.

      With DuckDB: `select * from read_parquet('cells/*/*.parquet', hive_partitioning = true)`; with
      pandas: `pandas.read_parquet('cells')`; with Polars: `polars.scan_parquet('cells')`; with Spark:
      `spark.read.parquet('cells')`.
      """;

  private TableDocs() {}

  /**
   * Returns the documentation of a sweep's tables, with a section for each table.
   *
   * @param sweep name of the sweep
   * @param tables definitions of the tables
   */
  static String markdown(String sweep, List<TableSchema> tables) {
    return markdown(sweep, READING, tables);
  }

  /**
   * Returns the documentation of tables, with a section for each table.
   *
   * @param of name of the sweep or analysis that wrote the tables
   * @param reading how the tables are read, as Markdown
   * @param tables definitions of the tables
   */
  public static String markdown(String of, String reading, List<TableSchema> tables) {
    StringBuilder out = new StringBuilder("# Tables of ").append(text(of)).append("\n\n");
    out.append(reading);
    for (TableSchema table : tables) {
      out.append("\n## ").append(table.name()).append("\n\nA row is ").append(text(table.row()));
      out.append(".\n\n| column | type | unit | meaning | formula |\n|---|---|---|---|---|\n");
      for (Column column : table.columns()) {
        row(
            out,
            code(column.name()),
            column.type().words(),
            text(column.unit()),
            text(column.meaning()),
            code(column.formula()));
      }
    }
    return out.toString();
  }

  private static void row(StringBuilder out, String... cells) {
    for (String cell : cells) {
      out.append("| ").append(cell.isEmpty() ? "" : cell + " ");
    }
    out.append("|\n");
  }

  /** Escapes a text so that Markdown shows every character of it literally, also inside tables. */
  private static String text(String text) {
    return text.replaceAll("([\\\\`*_\\[\\]|<>&#])", "\\\\$1");
  }

  private static String code(String text) {
    return text.isEmpty() ? "" : "`" + text.replace('`', '\'').replace("|", "\\|") + "`";
  }
}
