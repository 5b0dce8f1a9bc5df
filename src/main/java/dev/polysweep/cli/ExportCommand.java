package dev.polysweep.cli;

import dev.polysweep.cli.option.JarsOption;
import dev.polysweep.cli.option.VerboseOption;
import dev.polysweep.data.file.SafetensorsWriter;
import dev.polysweep.engine.sae.SaeLensFolder;
import dev.polysweep.experiment.monosemantic.CellSae;
import dev.polysweep.experiment.monosemantic.MonosemanticConfig;
import dev.polysweep.experiment.network.CellNetwork;
import dev.polysweep.experiment.network.NetworkConfig;
import dev.polysweep.job.StoredCell;
import dev.polysweep.math.Matrix;
import dev.polysweep.sweep.yaml.SweepException;
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

/** {@code polysweep export}: writes a trained cell's matrices to a safetensors file. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description =
        "Writes the matrices of a trained cell as a .safetensors file, or its sparse autoencoder as"
            + " a folder in SAELens's layout. The weights of a cell of the experiment network are"
            + " named as torch.nn.Sequential names them.")
final class ExportCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "The results folder.")
  private Path folder;

  @Option(names = "--cell", paramLabel = "ID", required = true, description = "Which cell.")
  private String cell;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Where to; default: ID.safetensors, with --saelens a folder ID, in the current folder.")
  private Path out;

  @Option(
      names = "--saelens",
      description =
          "Write cfg.json and sae_weights.safetensors, which SAELens and polysweep features read.")
  private boolean saeLens;

  @Mixin private VerboseOption verbose;

  @Mixin private JarsOption jars;

  @Override
  public Integer call() throws Exception {
    try (JarsOption.InUse use = jars.use()) {
      return export();
    }
  }

  private int export() throws IOException {
    StoredCell stored = StoredCell.read(folder, cell);
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("experiment", stored.experiment());
    metadata.put("cell_id", stored.key().id());
    metadata.put("label", stored.key().label());
    metadata.put("seed", String.valueOf(stored.key().seed()));
    Path file = out != null ? out : Path.of(stored.key().id() + (saeLens ? "" : ".safetensors"));
    try {
      if (saeLens) {
        writeSae(file, stored, metadata);
      } else {
        writeArrays(file, stored, metadata);
      }
    } catch (IOException e) {
      throw new SweepException("--out: " + file + " cannot be written: " + e);
    }
    spec.commandLine().getOut().println(file.toAbsolutePath().normalize());
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }

  private static void writeArrays(Path file, StoredCell stored, Map<String, String> metadata)
      throws IOException {
    if (Files.isDirectory(file)) {
      throw new SweepException("--out: " + file + " is a folder; name a file");
    }
    if (stored.settings() instanceof NetworkConfig config) {
      writeNetwork(file, config, stored.arrays(), metadata);
    } else {
      SafetensorsWriter.write(file, stored.arrays(), metadata);
    }
  }

  private static void writeNetwork(
      Path file, NetworkConfig config, Map<String, Matrix> arrays, Map<String, String> metadata)
      throws IOException {
    Map<String, Matrix> parameters;
    try {
      parameters = CellNetwork.parameters(config, arrays);
    } catch (IllegalArgumentException e) {
      throw new SweepException("--cell: " + e.getMessage());
    }
    metadata.put("module", CellNetwork.python(config));
    SafetensorsWriter.write(file, parameters, CellNetwork.vectors(parameters), metadata);
  }

  private static void writeSae(Path folder, StoredCell stored, Map<String, String> metadata)
      throws IOException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new SweepException("--out: " + folder + " is a file; name a folder");
    }
    MonosemanticConfig config = sae(stored.settings());
    if (config == null) {
      throw new SweepException("--saelens: not the cell of a sparse autoencoder of this sweep");
    }
    SaeLensFolder.write(folder, CellSae.of(config, stored.arrays()), new LinkedHashMap<>(metadata));
  }

  /** The settings of the autoencoder of a cell, or null if it has none. */
  private static MonosemanticConfig sae(Record settings) {
    if (settings instanceof NetworkConfig network) {
      return CellNetwork.sae(network);
    }
    return settings instanceof MonosemanticConfig config ? config : null;
  }
}
