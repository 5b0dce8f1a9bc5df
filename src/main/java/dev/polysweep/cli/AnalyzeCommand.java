package dev.polysweep.cli;

import dev.polysweep.cli.option.JarsOption;
import dev.polysweep.cli.option.VerboseOption;
import dev.polysweep.cli.output.AnalysisJson;
import dev.polysweep.cli.output.Terminal;
import dev.polysweep.engine.sae.SaeLensFolder;
import dev.polysweep.job.StoredCell;
import dev.polysweep.job.analysis.WeightAnalyzer;
import dev.polysweep.job.analysis.Weights;
import dev.polysweep.report.terminal.WeightAnalysis;
import dev.polysweep.report.terminal.WeightAnalysis.Curve;
import dev.polysweep.report.terminal.WeightAnalysis.Probing;
import dev.polysweep.report.terminal.WeightReport;
import dev.polysweep.sweep.yaml.SweepException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code polysweep analyze}: analyses the geometry of a weight matrix. */
@Command(
    name = "analyze",
    mixinStandardHelpOptions = true,
    description =
        "Shows how the features of a weight matrix share its hidden space: norms, dimensionality,"
            + " interference, clusters. The matrix comes from a .safetensors or .npy file, from a"
            + " sparse autoencoder's folder in SAELens's layout, or from a trained cell of a results"
            + " folder.")
final class AnalyzeCommand implements Callable<Integer> {

  /** Whether the matrix's columns or its rows are the features. */
  enum Features {
    COLUMNS,
    ROWS
  }

  /** The options for activations and labels, which must be given together. */
  static final class Samples {
    @Option(
        names = "--activations",
        paramLabel = "FILE",
        required = true,
        description =
            "Matrix [samples, hidden units]; of several in FILE the one called activations.")
    private Path activations;

    @Option(
        names = "--labels",
        paramLabel = "FILE",
        required = true,
        description =
            "Matrix [samples, features] with each feature's value; of several in FILE the one"
                + " called labels.")
    private Path labels;
  }

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "WEIGHTS|DIR",
      description = "A file, an autoencoder's folder, or a results folder with --cell.")
  private Path source;

  @Option(names = "--cell", paramLabel = "ID", description = "Cell of the results folder.")
  private String cell;

  @Option(
      names = "--tensor",
      paramLabel = "NAME",
      description =
          "Which matrix, where there are several; of a cell by default W, its decoder or 0.weight.")
  private String tensor;

  @Option(
      names = "--features",
      paramLabel = "rows|columns",
      description =
          "What a feature is; default: columns, rows being hidden units; but rows of a cell's"
              + " decoder.")
  private Features features;

  @Option(
      names = "--threshold",
      paramLabel = "X",
      defaultValue = "0.5",
      description = "cos² above which features are in one cluster; default: ${DEFAULT-VALUE}.")
  private double threshold;

  @ArgGroup(exclusive = false)
  private Samples samples;

  @Option(
      names = "--compare",
      paramLabel = "FILE",
      description = "Another matrix of the same features: adds their linear CKA.")
  private Path other;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Option(names = "--ascii", description = "Draw with ASCII alone.")
  private boolean ascii;

  @Option(
      names = "--width",
      paramLabel = "N",
      description = "Columns of the terminal; default: $COLUMNS, else 120.")
  private Integer width;

  @Mixin private VerboseOption verbose;

  @Mixin private JarsOption jars;

  @Override
  public Integer call() throws Exception {
    try (JarsOption.InUse use = jars.use()) {
      return analyze();
    }
  }

  private int analyze() throws IOException {
    check();
    Weights weights;
    List<Curve> curves = List.of();
    if (cell != null) {
      StoredCell stored = StoredCell.read(source, cell);
      weights = stored.weights(tensor);
      curves = stored.curves();
    } else {
      weights = Weights.read(source, tensor, null);
    }
    int columns = width == null ? Terminal.width() : width;
    WeightAnalyzer analyzer = new WeightAnalyzer(oriented(weights), threshold, columns);
    Double cka = other == null ? null : analyzer.cka(oriented(Weights.read(other, tensor, null)));
    Probing probing =
        samples == null
            ? null
            : analyzer.probing(
                Weights.read(samples.activations, null, "activations"),
                Weights.read(samples.labels, null, "labels"));
    WeightAnalysis analysis = analyzer.analysis(cka, probing, curves);
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        json ? AnalysisJson.of(analysis) : WeightReport.of(analysis, columns, !ascii && unicode()));
    out.flush();
    return ExitCode.OK;
  }

  private void check() {
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new SweepException("--threshold: " + threshold + " is not from 0 to 1");
    }
    if (width != null && width < 1) {
      throw new SweepException("--width: " + width + " is not a number of columns");
    }
    if (cell == null && Files.isDirectory(source) && !SaeLensFolder.is(source)) {
      throw new SweepException(
          source + ": a folder; for a results folder name a cell: --cell ID, from table cells");
    }
    if (cell != null && !Files.isDirectory(source)) {
      throw new SweepException("--cell: " + source + " is not a results folder");
    }
  }

  private Weights oriented(Weights weights) {
    return weights.oriented(features == null ? null : features == Features.ROWS);
  }

  private static boolean unicode() {
    return Terminal.shows('█');
  }
}
