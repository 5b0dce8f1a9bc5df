package dev.polysweep.cli;

import dev.polysweep.cli.option.JarsOption;
import dev.polysweep.sweep.Experiments;
import dev.polysweep.sweep.file.JsonSchema;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code polysweep schema}: prints the JSON Schema of sweep files. */
@Command(
    name = "schema",
    mixinStandardHelpOptions = true,
    description =
        "Prints the JSON Schema of sweep files, by which editors complete and check them: the"
            + " settings of all experiments there are.")
final class SchemaCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private JarsOption jars;

  @Override
  public Integer call() throws Exception {
    try (JarsOption.InUse use = jars.use()) {
      PrintWriter out = spec.commandLine().getOut();
      out.print(JsonSchema.of(Experiments.installed()));
      out.flush();
      return ExitCode.OK;
    }
  }
}
