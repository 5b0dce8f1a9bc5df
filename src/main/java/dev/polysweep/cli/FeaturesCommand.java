package dev.polysweep.cli;

import dev.polysweep.cli.option.SparkOptions;
import dev.polysweep.cli.output.ProgressLine;
import dev.polysweep.cli.output.Terminal;
import dev.polysweep.feature.ContextPlan;
import dev.polysweep.feature.Dictionary;
import dev.polysweep.job.JobListener;
import dev.polysweep.job.OutputFolder;
import dev.polysweep.job.RemoteFolder;
import dev.polysweep.job.serve.ServedFeatures;
import dev.polysweep.report.feature.FeatureReport;
import dev.polysweep.spark.Cluster;
import dev.polysweep.spark.feature.FeatureAnalysis;
import dev.polysweep.spark.feature.FeatureAnalysis.Subject;
import dev.polysweep.spark.store.OutputLock;
import dev.polysweep.sweep.result.Provenance;
import dev.polysweep.sweep.yaml.SweepException;
import dev.polysweep.table.row.ContextRow;
import dev.polysweep.table.row.DictionaryRow;
import dev.polysweep.table.row.ProbeRow;
import dev.polysweep.transformer.Models;
import dev.polysweep.transformer.OnnxGraph;
import dev.polysweep.transformer.Taps;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code polysweep features}: shows what the features of sparse autoencoders respond to. */
@Command(
    name = "features",
    subcommands = ServeCommand.class,
    mixinStandardHelpOptions = true,
    description =
        "Reads extracted activations in sparse autoencoders and in the neurons themselves: how often"
            + " each feature is active, on what, which planted language or role it answers to, and"
            + " what the model loses by the reconstruction. Give activations of documents that the"
            + " autoencoders were not trained on.")
final class FeaturesCommand implements Callable<Integer> {

  private static final String DONE = "features.html";

  /** Greatest number of contexts that a page holds; the table has all. */
  private static final int CONTEXTS = 40_000;

  private static final int FEWEST_TOP = 4;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "SAE_DIR",
      arity = "0..*",
      description =
          "One or several folders in SAELens's layout. The page begins with the first; stability is measured with"
              + " others of as many features.")
  private List<Path> saes = List.of();

  @Option(
      names = "--activations",
      paramLabel = "DIR",
      description = "What polysweep extract left; must be given.")
  private String activations;

  @Option(
      names = "--labels",
      paramLabel = "DIR",
      description =
          "Ground truth of the same tokens: what polysweep corpus left, or Parquet with document,"
              + " position, language and perhaps role.")
  private String labels;

  @Option(
      names = "--model",
      paramLabel = "FILE.onnx",
      description =
          "The model that the activations are of, for the loss recovered, or the name of a built-in"
              + " one.")
  private String model;

  @Option(
      names = "--compare",
      paramLabel = "SAE_DIR",
      arity = "1..*",
      description = "More autoencoders, of other seeds, for the stability alone.")
  private List<Path> compare = List.of();

  @Option(
      names = "--control-activations",
      paramLabel = "DIR",
      description =
          "Activations of a control model on the same text, such as one of random weights.")
  private String controlActivations;

  @Option(
      names = "--control-sae",
      paramLabel = "SAE_DIR",
      description = "An autoencoder of the control's activations.")
  private Path controlSae;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Folder for tables, page and figures, which must be given; an earlier analysis there is"
              + " replaced.")
  private Path out;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "20",
      description = "Contexts of the largest activations of a feature; default: ${DEFAULT-VALUE}.")
  private int top;

  @Option(
      names = "--intervals",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "Intervals of a feature's activations that contexts are drawn from; default:"
              + " ${DEFAULT-VALUE}.")
  private int intervals;

  @Option(
      names = "--per-interval",
      paramLabel = "N",
      defaultValue = "5",
      description = "Contexts drawn from each; default: ${DEFAULT-VALUE}.")
  private int perInterval;

  @Option(
      names = "--window",
      paramLabel = "N",
      defaultValue = "60",
      description =
          "Tokens shown before a peak; a third of that after it. Default: ${DEFAULT-VALUE}, which"
              + " suits tokens of a byte; some 15 suit whole words.")
  private int window;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Seed of what is drawn; default: ${DEFAULT-VALUE}.")
  private long seed;

  @Mixin private SparkOptions options;

  @Override
  public Integer call() throws Exception {
    check();
    NamedSaes named = new NamedSaes();
    List<Dictionary> main = new ArrayList<>();
    Map<String, Path> served = new LinkedHashMap<>();
    for (Path sae : saes) {
      main.add(named.read(sae, ""));
      served.put(main.get(main.size() - 1).name(), sae);
    }
    List<Dictionary> others = new ArrayList<>();
    for (Path sae : compare) {
      others.add(named.read(sae, ""));
    }
    Dictionary control = controlSae == null ? null : named.read(controlSae, "control ");
    OnnxGraph graph = model == null ? null : Models.read(model);
    if (graph != null) {
      Taps.requireLogits(graph);
    }
    Path folder = OutputFolder.check(out);
    ProgressLine progress =
        new ProgressLine(spec.commandLine().getOut(), Terminal.interactive(), "features");
    try (OutputLock lock = OutputFolder.lock(folder)) {
      requireOurs(folder);
      progress.phase(JobListener.Phase.STARTING.words());
      try (Cluster cluster = Cluster.open("polysweep features", options.master())) {
        PrintWriter show = spec.commandLine().getOut();
        FeatureAnalysis analysis =
            cluster.features(folder.toUri().toString(), plan(), seed).withProgress(progress::phase);
        main.add(Dictionary.neurons("neurons", analysis.width("--activations", activations)));
        List<Subject> subjects = new ArrayList<>();
        subjects.add(
            new Subject(
                "--activations",
                activations,
                labels,
                graph == null ? null : graph.bytes(),
                graph == null ? null : graph.hash(),
                main,
                others,
                false));
        if (controlActivations != null) {
          subjects.add(control(analysis, control));
        }
        for (Subject subject : subjects) {
          analysis.check(subject);
        }
        Files.deleteIfExists(folder.resolve(DONE));
        for (Subject subject : subjects) {
          analysis.add(subject);
        }
        analysis.write();
        report(folder, analysis, cluster.version());
        if (!RemoteFolder.is(activations)) {
          Files.writeString(
              folder.resolve(ServedFeatures.ANALYSIS),
              ServedFeatures.analysis(RemoteFolder.local(activations), served));
        }
        progress.end();
        show(show, analysis.dictionaries());
        showProbes(show, analysis.probes());
        show.println("features lie in " + out);
        show.flush();
      }
    } finally {
      progress.end();
    }
    return ExitCode.OK;
  }

  /** Checks the options. Picocli would ask for required ones of {@code features serve} too. */
  private void check() {
    require(!saes.isEmpty(), "SAE_DIR: name the folder of an autoencoder; see --help");
    require(activations != null, "--activations: name what polysweep extract left; see --help");
    require(out != null, "--out: name a folder; see --help");
    require(top >= 1 && top <= 1000, "--top: " + top + " is not from 1 to 1000");
    require(
        intervals >= 1 && intervals <= 100, "--intervals: " + intervals + " is not from 1 to 100");
    require(
        perInterval >= 0 && perInterval <= 100,
        "--per-interval: " + perInterval + " is not from 0 to 100");
    require(window >= 0 && window <= 1000, "--window: " + window + " is not from 0 to 1000");
    require(
        controlSae == null || controlActivations != null,
        "--control-sae needs --control-activations");
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new SweepException(message);
    }
  }

  private static void requireOurs(Path folder) throws IOException {
    boolean ours = Files.exists(folder.resolve(DONE)) || Files.exists(folder.resolve("contexts"));
    try (var entries = Files.list(folder)) {
      require(
          ours || entries.allMatch(entry -> entry.getFileName().toString().equals(OutputLock.FILE)),
          "--out: " + folder + " holds something else; choose another folder");
    }
  }

  private ContextPlan plan() {
    return new ContextPlan(top, intervals, perInterval, window, window / 3);
  }

  private Subject control(FeatureAnalysis analysis, Dictionary sae) throws IOException {
    String option = "--control-activations";
    List<Dictionary> dictionaries = new ArrayList<>();
    if (sae != null) {
      dictionaries.add(sae);
    }
    int width = analysis.width(option, controlActivations);
    dictionaries.add(Dictionary.neurons("control neurons", width));
    return new Subject(
        option, controlActivations, labels, null, null, dictionaries, List.of(), true);
  }

  private void report(Path folder, FeatureAnalysis analysis, String spark) throws IOException {
    Map<String, String> inputs = new LinkedHashMap<>();
    inputs.put("autoencoders", words(saes));
    inputs.put("activations", activations);
    inputs.put("ground truth", String.valueOf(labels == null ? "none" : labels));
    inputs.put("model", model == null ? "none" : model);
    inputs.put("stability also with", compare.isEmpty() ? "none" : words(compare));
    inputs.put("control activations", controlActivations == null ? "none" : controlActivations);
    inputs.put("seed", Long.toString(seed));
    Provenance here = Provenance.now(spark, "simd");
    inputs.put("polysweep", here.version() + (here.commit() == null ? "" : " " + here.commit()));
    inputs.put("spark", here.spark());
    new FeatureReport(
            new FeatureReport.Input(
                analysis.dictionaries(),
                analysis.features(),
                analysis.labels(),
                analysis.probes(),
                analysis.directions(),
                contexts(analysis),
                intervals,
                inputs))
        .write(folder);
  }

  /** The contexts that the page shows: all, or of many features the first ones of each. */
  private List<ContextRow> contexts(FeatureAnalysis analysis) {
    long alive = analysis.features().stream().filter(row -> !row.dead()).count();
    double share =
        Math.min(1, CONTEXTS / (double) (Math.max(alive, 1) * (top + intervals * perInterval)));
    return analysis.contexts(
        Math.min(top, Math.max(FEWEST_TOP, (int) (share * top))), (int) (share * perInterval));
  }

  private static String words(List<Path> paths) {
    return String.join(", ", paths.stream().map(Path::toString).toList());
  }

  private static void show(PrintWriter show, List<DictionaryRow> rows) {
    show.printf(
        Locale.ROOT,
        "%n%-22s%9s%7s%8s%11s%11s%8s%12s%11s%10s%n",
        "dictionary",
        "features",
        "dead",
        "l0",
        "explained",
        "recovered",
        "purity",
        "pure ≥ 0.9",
        "languages",
        "or roles");
    for (DictionaryRow row : rows) {
      show.printf(
          Locale.ROOT,
          "%-22s%,9d%,7d%8.1f%11s%11s%8s%12s%11s%10s%n",
          row.dictionary(),
          row.features(),
          row.dead(),
          row.l0(),
          number(row.explainedVariance()),
          number(row.lossRecovered()),
          number(row.medianPurity()),
          number(row.pure()),
          count(row.languagesFound()),
          count(row.languagesOrRolesFound()));
    }
    show.println();
  }

  /** How well labels can be told by probes, beside the features above. */
  private static void showProbes(PrintWriter show, List<ProbeRow> rows) {
    Map<String, List<ProbeRow>> byProbe = new LinkedHashMap<>();
    for (ProbeRow row : rows) {
      String name = (row.control() ? "control " : "") + row.words();
      byProbe.computeIfAbsent(name, key -> new ArrayList<>()).add(row);
    }
    byProbe.forEach(
        (name, of) ->
            show.printf(
                Locale.ROOT, "%s: mean F1 of all labels %s%n", name, number(ProbeRow.meanF1(of))));
  }

  private static String count(Integer value) {
    return value == null ? "–" : value.toString();
  }

  private static String number(Double value) {
    return value == null ? "–" : String.format(Locale.ROOT, "%.4f", value);
  }
}
