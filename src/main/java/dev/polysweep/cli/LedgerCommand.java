package dev.polysweep.cli;

import dev.polysweep.cli.option.GpuOption;
import dev.polysweep.cli.option.JarsOption;
import dev.polysweep.cli.option.SparkOptions;
import dev.polysweep.cli.output.RunNews;
import dev.polysweep.cli.output.Terminal;
import dev.polysweep.engine.Engines;
import dev.polysweep.job.Ledger;
import dev.polysweep.job.OutputFolder;
import dev.polysweep.report.law.LedgerPage;
import dev.polysweep.report.page.ConfigurationTable;
import dev.polysweep.report.terminal.Colours;
import dev.polysweep.report.terminal.TerminalTable;
import dev.polysweep.sweep.yaml.SweepException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code polysweep ledger}: measures the laws of the literature. */
@Command(
    name = "ledger",
    mixinStandardHelpOptions = true,
    description =
        "Runs sweeps that laws of the literature bear on, and says of each law what it predicts, what"
            + " was measured, and whether it holds. The same command again goes on where it stopped.")
final class LedgerCommand implements Callable<Integer> {

  private static final Path LAWS = Path.of("sweeps", "laws");

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "SWEEP.yaml",
      arity = "0..*",
      description =
          "Sweep files; default: those in sweeps/laws, here or where Polysweep is installed.")
  private List<Path> files = List.of();

  @Option(names = "--quick", description = "A tenth of each sweep's seeds, three at least.")
  private boolean quick;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "notebooks-out/ledger",
      description = "Folder of the ledger; default: ${DEFAULT-VALUE}.")
  private Path out;

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      defaultValue = Engines.AUTO,
      description = "Engine: ${DEFAULT-VALUE} takes the best that works.")
  private String engine;

  @Mixin private SparkOptions options;

  @Mixin private GpuOption gpu;

  @Mixin private JarsOption jars;

  @Override
  public Integer call() throws Exception {
    try (JarsOption.InUse use = jars.use();
        GpuOption.InUse device = gpu.use(options.master())) {
      PrintWriter show = spec.commandLine().getOut();
      RunNews news = new RunNews(show, spec.commandLine().getErr());
      Ledger ledger =
          new Ledger(files.isEmpty() ? laws() : files, OutputFolder.check(out))
              .engine(engine)
              .master(options.master())
              .listener(news)
              .turns(
                  (sweep, number, of) -> {
                    news.end();
                    show.printf(
                        Locale.ROOT,
                        "%d of %d: %s, %,d cells%n",
                        number,
                        of,
                        sweep.name(),
                        sweep.size());
                    show.flush();
                  });
      Ledger.Result result = run(quick ? ledger.quick() : ledger, news);
      print(result, show);
      return ExitCode.OK;
    }
  }

  private static List<Path> laws() throws IOException {
    Path folder = Files.isDirectory(LAWS) ? LAWS : installed();
    if (!Files.isDirectory(folder)) {
      throw new SweepException(
          LAWS + ": there is no such folder here; name sweep files, or go to Polysweep's folder");
    }
    try (Stream<Path> found = Files.list(folder)) {
      return found.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  /** The laws that came with Polysweep, if {@code bin/polysweep} says where it is. */
  private static Path installed() {
    String home = System.getProperty("polysweep.home");
    return home == null ? LAWS : Path.of(home).resolve(LAWS);
  }

  private Ledger.Result run(Ledger ledger, RunNews news) throws Exception {
    try (Interruption interruption = new Interruption(spec.commandLine().getErr(), news::end)) {
      interruption.stops(ledger::cancel);
      try {
        return ledger.run();
      } catch (Exception e) {
        throw interruption.happened() ? new CancellationException("interrupted") : e;
      } finally {
        news.end();
      }
    }
  }

  private static void print(Ledger.Result result, PrintWriter show) {
    List<List<String>> rows =
        result.rows().stream()
            .map(
                row ->
                    List.of(
                        row.measure(),
                        LedgerPage.predicted(row),
                        LedgerPage.measured(row),
                        row.verdict(),
                        String.valueOf(row.seeds())))
            .toList();
    show.println();
    show.print(
        TerminalTable.of(
            new ConfigurationTable(
                List.of("measured", "predicted", "mean over seeds", "verdict", "seeds"), rows),
            Terminal.width(),
            Terminal.shows('─'),
            new Colours(Terminal.coloured())));
    show.printf(Locale.ROOT, "%n%s%npage  %s%n", LedgerPage.summary(result.rows()), result.page());
    show.flush();
  }
}
