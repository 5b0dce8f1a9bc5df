package dev.polysweep.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polysweep.cli.option.JarsOption;
import dev.polysweep.cli.option.VerboseOption;
import dev.polysweep.cli.output.Terminal;
import dev.polysweep.job.Comparer;
import dev.polysweep.job.OutputFolder;
import dev.polysweep.job.Results;
import dev.polysweep.report.compare.Comparison;
import dev.polysweep.report.compare.ComparisonPage;
import dev.polysweep.report.compare.ComparisonText;
import dev.polysweep.report.terminal.Colours;
import dev.polysweep.table.TableSchema;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code polysweep compare}: sets two results folders side by side. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description =
        "Compares two results of one experiment: the settings and origins that differ, and the"
            + " metrics of cells with the same settings and seed, with paired intervals of B − A.")
final class CompareCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "DIR_A", description = "Results, which are subtracted.")
  private String first;

  @Parameters(index = "1", paramLabel = "DIR_B", description = "Results to compare with them.")
  private String second;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Write the comparison as a page, compare.html with its figures.")
  private Path out;

  @Mixin private VerboseOption verbose;

  @Mixin private JarsOption jars;

  @Override
  public Integer call() throws Exception {
    try (JarsOption.InUse use = jars.use()) {
      Path folder = out == null ? null : OutputFolder.check(out);
      Comparison comparison = Comparer.of(Results.in(first), Results.in(second));
      PrintWriter show = spec.commandLine().getOut();
      show.print(
          json
              ? json(comparison)
              : ComparisonText.of(
                  comparison,
                  Terminal.width(),
                  Terminal.shows('─'),
                  new Colours(Terminal.coloured())));
      if (folder != null) {
        Path page = new ComparisonPage(comparison).write(folder);
        if (!json) {
          show.println();
          show.println("page  " + page);
        }
      }
      show.flush();
      return ExitCode.OK;
    }
  }

  private static String json(Comparison comparison) throws IOException {
    return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(plain(comparison))
        + "\n";
  }

  /** A value as JSON has it: records as objects with names in snake_case, NaN as null. */
  private static Object plain(Object value) {
    if (value instanceof Record record) {
      Map<String, Object> object = new LinkedHashMap<>();
      for (RecordComponent component : record.getClass().getRecordComponents()) {
        try {
          object.put(
              TableSchema.snakeCase(component.getName()),
              plain(component.getAccessor().invoke(record)));
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException("cannot read " + record.getClass().getName(), e);
        }
      }
      return object;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(CompareCommand::plain).toList();
    }
    return value instanceof Double number && !Double.isFinite(number) ? null : value;
  }
}
