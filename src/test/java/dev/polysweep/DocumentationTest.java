package dev.polysweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.cli.Polysweep;
import dev.polysweep.experiment.Experiment;
import dev.polysweep.spark.aggregate.Aggregator;
import dev.polysweep.sweep.Experiments;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.sweep.file.Overrides;
import dev.polysweep.sweep.file.SweepFile;
import dev.polysweep.sweep.result.SweepTables;
import dev.polysweep.table.Column;
import dev.polysweep.table.TableSchema;
import dev.polysweep.table.Type;
import dev.polysweep.table.row.ArrayRow;
import dev.polysweep.table.row.ContextRow;
import dev.polysweep.table.row.DictionaryRow;
import dev.polysweep.table.row.FeatureRow;
import dev.polysweep.table.row.LabelRow;
import dev.polysweep.table.row.ProbeRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * The pages of the documentation against what they speak of: links, sweep files, commands, tables,
 * layers.
 */
class DocumentationTest {

  private static final Path PAGES = Path.of("src/site/markdown");
  private static final Path SOURCES = Path.of("src/main/java/dev/polysweep");
  private static final Path SWEEPS = Path.of("sweeps");

  /** Options of other programs that the pages name in a sentence. */
  private static final Set<String> OTHERS =
      Set.of(
          "--jars",
          "--properties-file",
          "--files",
          "--class",
          "--deploy-mode",
          "--add-modules",
          "--add-opens");

  /** A file of results, which is no sweep of the project's. */
  private static final String RESOLVED = "sweep.yaml";

  static List<MarkdownPage> pages() throws IOException {
    List<Path> files =
        new ArrayList<>(List.of(Path.of("README.md"), Path.of("notebooks-out/README.md")));
    try (Stream<Path> site = Files.list(PAGES)) {
      site.filter(file -> file.toString().endsWith(".md")).sorted().forEach(files::add);
    }
    List<MarkdownPage> pages = new ArrayList<>();
    for (Path file : files) {
      pages.add(MarkdownPage.read(file));
    }
    return pages;
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkLeadsSomewhere(MarkdownPage page) throws IOException {
    for (MarkdownPage.Link link : page.links()) {
      if (link.leavesTheProject()) {
        continue;
      }
      Path target = page.resolve(link);
      String message = page.file() + ": " + link.target();
      assertFalse(target.startsWith("..") || target.isAbsolute(), message + " leaves the project");
      assertTrue(Files.exists(target), message + " is not there");
      if (link.anchor() != null) {
        Set<String> anchors = MarkdownPage.read(target).anchors();
        assertTrue(anchors.contains(link.anchor()), message + ": there are only " + anchors);
      }
      assertFalse(link.image() && link.words().isBlank(), message + " has no words in its stead");
    }
  }

  @Test
  void everyPageIsReachedFromTheReadme() throws IOException {
    Set<Path> reached = new LinkedHashSet<>();
    Deque<Path> next = new ArrayDeque<>(List.of(Path.of("README.md")));
    while (!next.isEmpty()) {
      Path file = next.pop();
      if (reached.add(file)) {
        MarkdownPage page = MarkdownPage.read(file);
        page.links().stream()
            .filter(link -> !link.leavesTheProject() && link.path().endsWith(".md"))
            .map(page::resolve)
            .filter(Files::exists)
            .forEach(next::add);
      }
    }
    for (MarkdownPage page : pages()) {
      assertTrue(
          reached.contains(page.file()) || !page.file().startsWith(PAGES),
          page.file() + " is reached by no link from README.md");
    }
  }

  @Test
  void theReadmeCanBeReadAtOnce() throws IOException {
    assertTrue(Files.readAllLines(Path.of("README.md")).size() <= 200);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everySweepFileNamedIsThere(MarkdownPage page) throws IOException {
    Pattern yaml = Pattern.compile("(?<![\\w/-])(?:sweeps/)?([a-z][\\w-]*\\.yaml)");
    Set<String> linked =
        page.links().stream()
            .map(link -> String.valueOf(page.resolve(link).getFileName()))
            .collect(Collectors.toSet());
    for (MatchResult named :
        yaml.matcher(Files.readString(page.file())).results().collect(Collectors.toList())) {
      String name = named.group(1);
      assertTrue(
          name.equals(RESOLVED)
              || linked.contains(name)
              || Files.exists(SWEEPS.resolve(name))
              || Files.exists(Path.of("conf", name))
              || Files.exists(Path.of("src", "example", name)),
          page.file() + ": there is no " + named.group());
    }
  }

  @Test
  void everySweepIsListedWithItsNumberOfCells() throws IOException {
    Matcher rows =
        Pattern.compile(
                "^\\| \\[`([\\w-]+\\.yaml)`]\\(\\S+\\) \\|.*\\| ([\\d ]+) \\|$", Pattern.MULTILINE)
            .matcher(MarkdownPage.read(PAGES.resolve("experiments.md")).text());
    Map<String, Long> listed = new LinkedHashMap<>();
    while (rows.find()) {
      listed.put(rows.group(1), Long.valueOf(rows.group(2).replace(" ", "")));
    }
    Set<String> there = new TreeSet<>();
    try (Stream<Path> files = Files.list(SWEEPS)) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".yaml"))
          .forEach(there::add);
    }
    assertEquals(there, new TreeSet<>(listed.keySet()));
    listed.forEach(
        (name, cells) ->
            assertEquals(SweepFile.load(SWEEPS.resolve(name), Overrides.NONE).size(), cells, name));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everySweepFileShownLoads(MarkdownPage page, @TempDir Path folder) throws IOException {
    for (String yaml : page.blocks("yaml")) {
      if (yaml.contains("experiment:")) {
        Path file = Files.writeString(folder.resolve("shown.yaml"), yaml);
        assertTrue(SweepFile.load(file, Overrides.NONE).size() > 0, page.file().toString());
      }
    }
  }

  private static CommandLine polysweep() {
    return Polysweep.commandLine();
  }

  /** What follows the program's name, or its jar, in a line for a shell; null in other lines. */
  private static List<String> arguments(String line) {
    Matcher call =
        Pattern.compile("^(?:\\S*/)?polysweep +(.*)$|^.*lib/polysweep\\.jar +(.*)$").matcher(line);
    if (!call.matches()) {
      return null;
    }
    String words = call.group(1) != null ? call.group(1) : call.group(2);
    return Arrays.stream(words.replaceFirst("\\s#.*", "").strip().split("\\s+")).toList();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyCommandShownIsUnderstood(MarkdownPage page) {
    for (String line : page.lines("sh")) {
      List<String> arguments = arguments(line);
      if (arguments != null) {
        try {
          polysweep().parseArgs(arguments.toArray(String[]::new));
        } catch (CommandLine.ParameterException e) {
          throw new AssertionError(page.file() + ": " + line + ": " + e.getMessage(), e);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyCommandAndOptionNamedIsThere(MarkdownPage page) {
    Map<String, CommandLine> commands = polysweep().getSubcommands();
    Set<String> options = new TreeSet<>(OTHERS);
    commands.values().forEach(c -> options.addAll(c.getCommandSpec().optionsMap().keySet()));
    for (String code : page.inlineCode()) {
      String message = page.file() + ": `" + code + "`";
      Set<String> known = options;
      if (code.startsWith("polysweep ")) {
        String name = code.split(" ")[1];
        if (name.startsWith("--")) {
          known = polysweep().getCommandSpec().optionsMap().keySet();
        } else {
          assertNotNull(commands.get(name), message + ": there are " + commands.keySet());
          known = commands.get(name).getCommandSpec().optionsMap().keySet();
        }
      } else if (!code.startsWith("--")) {
        continue;
      }
      for (MatchResult option :
          Pattern.compile("(?<=^| )--[a-z-]+").matcher(code).results().toList()) {
        assertTrue(known.contains(option.group()), message + ": no option " + option.group());
      }
    }
  }

  /** Every table that SQL and Python on the pages may read. */
  private static Map<String, TableSchema> tables() {
    Sweep sweep = SweepFile.load(SWEEPS.resolve("taming.yaml"), Overrides.NONE);
    Experiment<?> experiment = Experiments.installed().named(sweep.experiment());
    List<TableSchema> all =
        new ArrayList<>(
            List.of(
                SweepTables.cells(sweep, experiment),
                SweepTables.epochs(experiment),
                ArrayRow.SCHEMA,
                DictionaryRow.SCHEMA,
                FeatureRow.SCHEMA,
                LabelRow.SCHEMA,
                ProbeRow.SCHEMA,
                ContextRow.SCHEMA));
    all.addAll(Aggregator.TABLES);
    return all.stream().collect(Collectors.toMap(TableSchema::name, table -> table));
  }

  private static String duckType(Type type) {
    return switch (type) {
      case STRING -> "VARCHAR";
      case BOOLEAN -> "BOOLEAN";
      case INT -> "INTEGER";
      case LONG -> "BIGINT";
      case DOUBLE -> "DOUBLE";
      case TIMESTAMP -> "TIMESTAMP WITH TIME ZONE";
      case FLOATS -> "FLOAT[]";
      case INTS -> "INTEGER[]";
      case STRINGS -> "VARCHAR[]";
      case BYTES -> "BLOB";
    };
  }

  /** DuckDB runs the SQL on empty tables that have the columns of their definitions. */
  @ParameterizedTest
  @MethodSource("pages")
  void sqlNamesTablesAndColumnsThatAreThere(MarkdownPage page) throws SQLException {
    Pattern files =
        Pattern.compile("(?:read_parquet\\()?'[^']*?([a-z_]+)/(?:\\*/)?\\*\\.parquet'[^)\\n]*\\)?");
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      for (TableSchema table : tables().values()) {
        String columns =
            table.columns().stream()
                .map(column -> '"' + column.name() + "\" " + duckType(column.type()))
                .collect(Collectors.joining(", "));
        statement.execute("create table " + table.name() + "(" + columns + ")");
      }
      for (String sql : page.blocks("sql")) {
        try {
          statement.execute(files.matcher(sql).replaceAll("$1"));
        } catch (SQLException e) {
          throw new AssertionError(page.file() + ": " + sql + e.getMessage(), e);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void pythonNamesTablesAndColumnsThatAreThere(MarkdownPage page) {
    Pattern read = Pattern.compile("(\\w+) = pd\\.read_parquet\\(\"\\S*?([a-z_]+)\"\\)");
    for (String python : page.blocks("python")) {
      for (MatchResult table : read.matcher(python).results().toList()) {
        TableSchema schema = tables().get(table.group(2));
        assertNotNull(schema, page.file() + ": " + table.group());
        Set<String> columns =
            schema.columns().stream().map(Column::name).collect(Collectors.toSet());
        Pattern uses = Pattern.compile("\\b" + table.group(1) + "[.\\[].*");
        Pattern quoted = Pattern.compile("\"([a-z0-9_]+)\"");
        uses.matcher(python)
            .results()
            .flatMap(use -> quoted.matcher(use.group()).results())
            .map(name -> name.group(1))
            .forEach(name -> assertTrue(columns.contains(name), page.file() + ": " + name));
      }
    }
  }

  @Test
  void theTableOfLayersIsThatOfTheImports() throws IOException {
    String section = MarkdownPage.read(PAGES.resolve("architecture.md")).section("The layers");
    Map<String, String> rows = new LinkedHashMap<>();
    Pattern.compile("^\\| `(\\w+)` \\|.*\\| (.*) \\|$", Pattern.MULTILINE)
        .matcher(section)
        .results()
        .forEach(row -> rows.put(row.group(1), row.group(2)));
    List<String> order = List.copyOf(rows.keySet());
    assertTrue(order.containsAll(folders(SOURCES)), order + " of " + folders(SOURCES));
    for (String layer : folders(SOURCES)) {
      Set<String> may = new TreeSet<>();
      if (rows.get(layer).equals("everything below")) {
        may.addAll(order.subList(order.indexOf(layer) + 1, order.size()));
      } else {
        Pattern.compile("`(\\w+)`")
            .matcher(rows.get(layer))
            .results()
            .forEach(name -> may.add(name.group(1)));
      }
      Set<String> imported = imports(SOURCES.resolve(layer));
      imported.remove(layer);
      assertTrue(may.containsAll(imported), layer + " imports " + imported + ", not only " + may);
    }
  }

  @Test
  void everyWingIsNamed() throws IOException {
    String section = MarkdownPage.read(PAGES.resolve("architecture.md")).section("The wings");
    for (String layer : folders(SOURCES)) {
      for (String wing : folders(SOURCES.resolve(layer))) {
        assertTrue(
            section.contains("`" + layer + "." + wing + "`") || section.contains("`" + wing + "`"),
            "architecture.md does not name the wing " + layer + "." + wing);
      }
    }
    Pattern.compile("^\\| `([\\w.]+)`", Pattern.MULTILINE)
        .matcher(section)
        .results()
        .map(row -> SOURCES.resolve(row.group(1).replace('.', '/')))
        .forEach(folder -> assertTrue(Files.isDirectory(folder), folder + " is not there"));
  }

  private static List<String> folders(Path folder) throws IOException {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside
          .filter(Files::isDirectory)
          .map(path -> path.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  private static Set<String> imports(Path folder) throws IOException {
    Pattern line =
        Pattern.compile("^import (?:static )?dev\\.polysweep\\.([a-z]\\w*)\\.", Pattern.MULTILINE);
    Set<String> found = new TreeSet<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        line.matcher(Files.readString(file)).results().forEach(m -> found.add(m.group(1)));
      }
    }
    return found;
  }
}
