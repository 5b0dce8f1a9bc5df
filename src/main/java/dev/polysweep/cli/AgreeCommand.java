package dev.polysweep.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polysweep.cli.option.JarsOption;
import dev.polysweep.cli.option.SparkOptions;
import dev.polysweep.cli.output.Terminal;
import dev.polysweep.job.SweepJob;
import dev.polysweep.report.draw.Numbers;
import dev.polysweep.report.page.ConfigurationTable;
import dev.polysweep.report.terminal.Colours;
import dev.polysweep.report.terminal.TerminalTable;
import dev.polysweep.sweep.yaml.SweepException;
import dev.polysweep.table.TableSchema;
import dev.polysweep.table.row.AgreementRow;
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

/** {@code polysweep agree}: compares the dictionaries of all pairs of seeds. */
@Command(
    name = "agree",
    mixinStandardHelpOptions = true,
    description =
        "Compares the autoencoders of all pairs of seeds of each configuration: how alike their"
            + " decoders are, how many latents they share, and how often a latent that comes back is"
            + " a true feature. Makes the tables agreement, seed_pairs, returns and consensus.")
final class AgreeCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "The results folder.")
  private Path folder;

  @Option(names = "--json", description = "Print the table agreement as JSON.")
  private boolean json;

  @Mixin private SparkOptions options;

  @Mixin private JarsOption jars;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    try (JarsOption.InUse use = jars.use()) {
      List<AgreementRow> rows =
          SweepJob.in(folder).master(options.master()).jars(jars.files()).agree();
      if (rows.isEmpty()) {
        throw new SweepException(
            folder + ": no configuration has two cells with the matrices W_enc and W_dec");
      }
      if (json) {
        out.println(
            new ObjectMapper()
                .writerWithDefaultPrettyPrinter()
                .writeValueAsString(rows.stream().map(AgreeCommand::plain).toList()));
      } else {
        out.print(
            TerminalTable.of(
                table(rows),
                Terminal.width(),
                Terminal.shows('─'),
                new Colours(Terminal.coloured())));
      }
      out.flush();
      return ExitCode.OK;
    }
  }

  private static ConfigurationTable table(List<AgreementRow> rows) {
    return new ConfigurationTable(
        List.of(
            "configuration",
            "seeds",
            "mcc",
            "by chance",
            "shared at 0.7",
            "come back",
            "true of them",
            "true of others",
            "consensus",
            "true of it"),
        rows.stream()
            .map(
                row ->
                    List.of(
                        row.label(),
                        Long.toString(row.seeds()),
                        estimate(row.mcc(), row.mccCi95Low(), row.mccCi95High()),
                        number(row.nullMcc()),
                        estimate(row.shared(), row.sharedCi95Low(), row.sharedCi95High()),
                        number(row.returning()),
                        number(row.trueOfReturning()),
                        number(row.trueOfOthers()),
                        Long.toString(row.consensus()),
                        number(row.trueOfConsensus())))
            .toList());
  }

  private static String estimate(double mean, Double low, Double high) {
    return low == null ? number(mean) : Numbers.withInterval(mean, low, high);
  }

  private static String number(Double value) {
    return value == null || value.isNaN() ? "–" : Numbers.value(value);
  }

  private static Map<String, Object> plain(AgreementRow row) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (RecordComponent component : AgreementRow.class.getRecordComponents()) {
      try {
        Object value = component.getAccessor().invoke(row);
        boolean finite = !(value instanceof Double number) || Double.isFinite(number);
        object.put(TableSchema.snakeCase(component.getName()), finite ? value : null);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("cannot read " + AgreementRow.class.getName(), e);
      }
    }
    return object;
  }
}
