package dev.polysweep.cli;

import dev.polysweep.data.file.SafetensorsWriter;
import dev.polysweep.sweep.SweepException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code polysweep export}: a trained cell's matrices as a safetensors file. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = "Writes the matrices of a trained cell as a .safetensors file.")
final class ExportCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "The results folder.")
  private Path folder;

  @Option(names = "--cell", paramLabel = "ID", required = true, description = "Which cell.")
  private String cell;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to; default: ID.safetensors in the current folder.")
  private Path out;

  @Mixin private SparkOptions options;

  @Override
  public Integer call() throws Exception {
    StoredCell stored = StoredCell.read(folder, cell, options.master);
    Path file = out == null ? Path.of(stored.key().id() + ".safetensors") : out;
    if (Files.isDirectory(file)) {
      throw new SweepException("--out: " + file + " is a folder; name a file");
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("experiment", stored.experiment());
    metadata.put("cell_id", stored.key().id());
    metadata.put("label", stored.key().label());
    metadata.put("seed", String.valueOf(stored.key().seed()));
    try {
      SafetensorsWriter.write(file, stored.arrays(), metadata);
    } catch (IOException e) {
      throw new SweepException("--out: " + file + " cannot be written: " + e);
    }
    spec.commandLine().getOut().println(file.toAbsolutePath().normalize());
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }
}
