package dev.polysweep.cli;

import dev.polysweep.cli.output.Breakdown;
import dev.polysweep.cli.output.StandardOutput;
import dev.polysweep.engine.EngineUnavailableException;
import dev.polysweep.spark.run.TooManyFailuresException;
import dev.polysweep.spark.store.OutputInUseException;
import dev.polysweep.sweep.yaml.Nearest;
import dev.polysweep.sweep.yaml.SweepException;
import dev.polysweep.transformer.TransformerException;
import dev.polysweep.transformer.UnknownTapException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * The command {@code polysweep}. Its exit codes are: 0 for success, 1 if a cell failed or the
 * command broke off, 2 if the input was refused, 130 if the user interrupted it.
 */
@Command(
    name = "polysweep",
    description =
        "Sweeps of toy experiments on superposition and polysemanticity, on Apache Spark.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done (diverged cells are data; a line counts them)",
      "1:some cell failed, or the run broke",
      "2:refused: bad input, changed recipe, output in use",
      "130:interrupted"
    },
    synopsisSubcommandLabel = "COMMAND")
public final class Polysweep {

  static final int INTERRUPTED = 130;

  private static final List<Class<?>> COMMANDS =
      List.of(
          InitCommand.class,
          RunCommand.class,
          AggregateCommand.class,
          ReportCommand.class,
          CompareCommand.class,
          AgreeCommand.class,
          LedgerCommand.class,
          AnalyzeCommand.class,
          ExportCommand.class,
          PsiCommand.class,
          CorpusCommand.class,
          ExtractCommand.class,
          ShuffleCommand.class,
          FeaturesCommand.class,
          BenchCommand.class,
          ExperimentsCommand.class,
          SchemaCommand.class);

  private Polysweep() {}

  /** Runs a command and exits. */
  public static void main(String[] args) {
    System.exit(execute(args));
  }

  private static int execute(String... args) {
    Quiet.install();
    StandardOutput output = StandardOutput.install();
    CommandLine line = commandLine(args);
    line.setOut(StandardOutput.writer(System.out)).setErr(StandardOutput.writer(System.err));
    int code = line.execute(args);
    line.getOut().flush();
    Optional<String> failure = output.failure();
    failure.ifPresent(
        why -> line.getErr().println("polysweep: standard output cannot be written: " + why));
    return failure.isPresent() && code == ExitCode.OK ? ExitCode.SOFTWARE : code;
  }

  /**
   * The command with its error handling. Reading the options of all commands takes longer than many
   * a command runs, so only the one that is called is read.
   *
   * @param args the arguments it will be given; where they do not begin with the name of a command,
   *     it knows all commands
   */
  public static CommandLine commandLine(String... args) {
    CommandLine line = new CommandLine(new Polysweep());
    List<Class<?>> called =
        COMMANDS.stream()
            .filter(command -> args.length > 0 && name(command).equals(args[0]))
            .toList();
    (called.isEmpty() ? COMMANDS : called).forEach(line::addSubcommand);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler(
        (e, rejected) ->
            refuse(
                e.getCommandLine(),
                oneLine(
                    Breakdown.lettersLacking(e).orElseGet(() -> e.getMessage() + "; see --help"))));
    line.setExecutionExceptionHandler((e, command, parsed) -> failed(e, command));
    line.setExecutionStrategy(Polysweep::runLast);
    return line;
  }

  private static String name(Class<?> command) {
    return command.getAnnotation(Command.class).name();
  }

  /** Runs the command. An {@link Error}, too, is reported in one line. */
  private static int runLast(ParseResult parsed) {
    try {
      return new RunLast().execute(parsed);
    } catch (Error e) {
      List<CommandLine> commands = parsed.asCommandLineList();
      return failed(e, commands.get(commands.size() - 1));
    }
  }

  private static int failed(Throwable e, CommandLine command) {
    if (e instanceof SweepException
        || e instanceof EngineUnavailableException
        || e instanceof OutputInUseException) {
      return refuse(command, oneLine(e.getMessage()));
    }
    if (e instanceof UnknownTapException unknown) {
      return refuse(
          command,
          "--tap: "
              + unknown.getMessage()
              + Nearest.hint(unknown.tap(), unknown.names())
              + "; --list-taps shows what there is");
    }
    if (e instanceof TransformerException) {
      return refuse(command, e.getMessage());
    }
    Optional<String> letters = Breakdown.lettersLacking(e);
    if (letters.isPresent()) {
      return refuse(command, oneLine(letters.get()));
    }
    if (e instanceof CancellationException) {
      return INTERRUPTED;
    }
    command
        .getErr()
        .println(
            "polysweep: "
                + oneLine(
                    e instanceof TooManyFailuresException ? e.getMessage() : Breakdown.of(e)));
    if (command.getCommandSpec().findOption("--verbose") != null
        && Boolean.TRUE.equals(command.getCommandSpec().findOption("--verbose").getValue())) {
      e.printStackTrace(command.getErr());
    }
    return ExitCode.SOFTWARE;
  }

  private static int refuse(CommandLine command, String message) {
    PrintWriter err = command.getErr();
    err.println("polysweep: " + message);
    err.flush();
    return ExitCode.USAGE;
  }

  private static String oneLine(String message) {
    return message == null
        ? ""
        : message.strip().replaceAll("\\s*\\R\\s*", "; ").replaceAll("\\p{Cntrl}", "�");
  }
}
