package dev.polysweep.cli;

import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Result tables as DuckDB reads them: a reader of Parquet that knows nothing of Spark. */
final class Duck implements AutoCloseable {

  private static final Pattern PLACE = Pattern.compile("\\{([a-z_]+)}");

  /** Columns that may differ between two runs of a sweep. */
  private static final Set<String> VOLATILE = Set.of("wall_ms", "wave", "host", "finished_at");

  private final Connection connection;
  private final Path results;

  /** Opens the tables of a results folder. */
  Duck(Path results) throws SQLException {
    this.results = results;
    connection = DriverManager.getConnection("jdbc:duckdb:");
    query("set threads = 2");
    query("set timezone = 'UTC'");
  }

  /** All tables: folders with Parquet files, or with a folder of them for each wave. */
  List<String> tables() {
    String[] names = results.toFile().list();
    return Arrays.stream(names == null ? new String[0] : names)
        .filter(name -> byWave(name) || holds(name, ".*\\.parquet"))
        .sorted()
        .toList();
  }

  private boolean byWave(String table) {
    return holds(table, "wave=\\d+");
  }

  private boolean holds(String table, String pattern) {
    String[] names = results.resolve(table).toFile().list();
    return names != null
        && !table.startsWith("_")
        && Arrays.stream(names).anyMatch(name -> name.matches(pattern));
  }

  /** Where a table is read from, for use in SQL. */
  String table(String name) {
    boolean byWave = byWave(name);
    String files = results.resolve(name) + (byWave ? "/*/*.parquet" : "/*.parquet");
    return String.format(
        Locale.ROOT,
        "read_parquet('%s', union_by_name = true%s)",
        files.replace("'", "''"),
        byWave ? ", hive_partitioning = true" : "");
  }

  /** Runs SQL, in which {@code {cells}} and the like stand for tables; rows as lists. */
  List<List<Object>> query(String sql) throws SQLException {
    String resolved =
        PLACE.matcher(sql).replaceAll(m -> Matcher.quoteReplacement(table(m.group(1))));
    List<List<Object>> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      if (statement.execute(resolved)) {
        ResultSet set = statement.getResultSet();
        int columns = set.getMetaData().getColumnCount();
        while (set.next()) {
          List<Object> row = new ArrayList<>();
          for (int i = 1; i <= columns; i++) {
            row.add(set.getObject(i));
          }
          rows.add(Collections.unmodifiableList(row));
        }
      }
    }
    return rows;
  }

  /** The one number that a query gives. */
  long number(String sql) throws SQLException {
    return ((Number) query(sql).get(0).get(0)).longValue();
  }

  /** Columns of a table with DuckDB's names of their types, in order. */
  Map<String, String> schema(String table) throws SQLException {
    Map<String, String> columns = new LinkedHashMap<>();
    query("describe select * from {" + table + "}")
        .forEach(row -> columns.put((String) row.get(0), (String) row.get(1)));
    return columns;
  }

  /**
   * Every row of a table as text, sorted, without the columns that may differ; numbers are written
   * so that other bits are other text.
   */
  List<String> content(String table) throws SQLException {
    List<String> columns =
        schema(table).keySet().stream().filter(name -> !VOLATILE.contains(name)).toList();
    String list = String.join(", ", columns.stream().map(name -> '"' + name + '"').toList());
    List<String> rows = new ArrayList<>();
    for (List<Object> row : query("select " + list + " from {" + table + "}")) {
      rows.add(row.stream().map(Duck::text).toList().toString());
    }
    Collections.sort(rows);
    return rows;
  }

  /** {@link #content} of every table. */
  Map<String, List<String>> contents() throws SQLException {
    Map<String, List<String>> contents = new LinkedHashMap<>();
    for (String table : tables()) {
      contents.put(table, content(table));
    }
    return contents;
  }

  private static String text(Object value) {
    try {
      return value instanceof Array array
          ? Arrays.toString((Object[]) array.getArray())
          : String.valueOf(value);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
