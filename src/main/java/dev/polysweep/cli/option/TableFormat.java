package dev.polysweep.cli.option;

import dev.polysweep.cli.output.Conclusion;
import dev.polysweep.cli.output.ResultCsv;
import dev.polysweep.cli.output.ResultJson;
import dev.polysweep.job.JobResult;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/**
 * The options by which a command prints its final table for programs. Then nothing else is printed
 * on stdout, and what a person reads while waiting goes to stderr.
 */
public final class TableFormat {

  @ArgGroup private Form form;

  private static final class Form {
    @Option(
        names = "--json",
        description = "Print the final table, all metrics and the findings as JSON.")
    private boolean json;

    @Option(
        names = "--csv",
        description = "Print the final table as comma-separated values, a configuration a row.")
    private boolean csv;
  }

  /** Whether the table is for a program. */
  public boolean forPrograms() {
    return form != null;
  }

  /** The writer for what a person reads while a command runs. */
  public PrintWriter news(CommandSpec spec) {
    return forPrograms() ? spec.commandLine().getErr() : spec.commandLine().getOut();
  }

  /** Prints the results in the form that was asked for. */
  public void print(JobResult result, PrintWriter out) throws IOException {
    if (form == null) {
      Conclusion.print(result, out);
    } else {
      out.print(form.json ? ResultJson.of(result) : ResultCsv.of(result));
      out.flush();
    }
  }
}
