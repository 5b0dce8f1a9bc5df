package dev.polysweep.cli;

import dev.polysweep.cli.option.SparkOptions;
import dev.polysweep.cli.output.ProgressLine;
import dev.polysweep.cli.output.Terminal;
import dev.polysweep.job.JobListener;
import dev.polysweep.job.OutputFolder;
import dev.polysweep.job.RemoteFolder;
import dev.polysweep.report.page.TableDocs;
import dev.polysweep.spark.Cluster;
import dev.polysweep.spark.activation.Extraction;
import dev.polysweep.spark.activation.ExtractionRunner;
import dev.polysweep.spark.activation.TextSource;
import dev.polysweep.spark.store.OutputLock;
import dev.polysweep.sweep.yaml.SweepException;
import dev.polysweep.table.ActivationTable;
import dev.polysweep.table.row.DocumentRow;
import dev.polysweep.transformer.Models;
import dev.polysweep.transformer.OnnxGraph;
import dev.polysweep.transformer.Taps;
import dev.polysweep.transformer.Tokenizer;
import dev.polysweep.transformer.TokenizerFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code polysweep extract}: extracts the activations of a transformer while it reads text. */
@Command(
    name = "extract",
    mixinStandardHelpOptions = true,
    description =
        "Runs a transformer in ONNX over text and writes an inner activation of every token as"
            + " Parquet. The same command again goes on where it stopped.")
final class ExtractCommand implements Callable<Integer> {

  private static final int CONTEXT = 128;
  private static final long WAVE = 1 << 20; // tokens

  private static final String READING =
      """
      `activations` holds a folder for each wave (`wave=000000`, …); a wave is complete when its `_SUCCESS` is there.
      `documents` joins on `document`. `manifest.json` says what was extracted.

      With DuckDB: `select * from read_parquet('activations/*/*.parquet')`; with pandas:
      `pandas.read_parquet('activations')`; with Polars: `polars.scan_parquet('activations')`; with Spark: `spark.read.parquet('activations')`.
      """;

  /** The formats in which activations are stored. */
  enum Dtype {
    FLOAT32,
    FLOAT16
  }

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "SOURCE",
      arity = "0..*",
      description = "Text files, folders or patterns; with --column Parquet ones.")
  private List<String> sources;

  @Option(
      names = "--model",
      paramLabel = "FILE.onnx",
      required = true,
      description =
          "The model, or the name of a built-in one: bytes-1l, bytes-4l, or either"
              + " with -random.")
  private String model;

  @Option(
      names = "--tap",
      paramLabel = "NODE",
      description = "The node, or its tensor, whose output is written.")
  private String tap;

  @Option(names = "--list-taps", description = "Show what can be tapped, and extract nothing.")
  private boolean listTaps;

  @Option(
      names = "--tokenizer",
      paramLabel = "FILE|bytes",
      defaultValue = TokenizerFile.BYTES,
      description = "A Hugging Face tokenizer.json, or ${DEFAULT-VALUE}, the default.")
  private String tokenizer;

  @Option(
      names = "--column",
      paramLabel = "NAME",
      description = "The source is Parquet, and its documents are this column's.")
  private String column;

  @Option(
      names = "--files",
      description = "A document is a whole text file; otherwise a line of one.")
  private boolean files;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Where to. On a cluster, a folder that driver and executors share: a mounted one, or hdfs://… or s3a://…")
  private String out;

  @Option(
      names = "--context",
      paramLabel = "N",
      description =
          "Tokens that the model sees at a time, at most; default: what its file says, else "
              + CONTEXT
              + ".")
  private Integer context;

  @Option(
      names = "--cut",
      description =
          "Leave out what a document has beyond the context; otherwise it is run in several"
              + " windows, each of which knows nothing of those before it.")
  private boolean cut;

  @Option(
      names = "--dtype",
      paramLabel = "float32|float16",
      defaultValue = "float32",
      description = "How numbers are kept; default: ${DEFAULT-VALUE}.")
  private Dtype dtype;

  @Option(
      names = "--wave",
      paramLabel = "N",
      description = "Tokens of a wave, the part of a run that a crash can lose; default: 1048576.")
  private Long wave;

  @Mixin private SparkOptions options;

  @Override
  public Integer call() throws Exception {
    OnnxGraph graph = Models.read(model);
    if (listTaps) {
      return list(graph);
    }
    require(tap != null, "--tap: name a node; --list-taps shows what there is");
    require(sources != null, "SOURCE: name the text that the model is to read");
    require(out != null, "--out: name a folder");
    require(wave == null || wave >= 1, "--wave: " + wave + " is too small; at least 1");
    require(context == null || context >= 1, "--context: " + context + " is too small; at least 1");
    require(column == null || !files, "--files is for text files, and --column for Parquet");
    Extraction extraction = extraction(graph);
    boolean remote = RemoteFolder.is(out);
    Path folder = remote ? null : OutputFolder.check(RemoteFolder.local(out));
    ProgressLine progress =
        new ProgressLine(spec.commandLine().getOut(), Terminal.interactive(), "tokens");
    try (Interruption interruption = new Interruption(spec.commandLine().getErr(), progress::end)) {
      Run run = new Run(graph, extraction, progress, interruption);
      try {
        if (remote) {
          return extract(out, run);
        }
        try (OutputLock lock = OutputFolder.lock(folder)) {
          return extract(folder.toUri().toString(), run);
        }
      } catch (Exception e) {
        progress.end();
        throw interruption.happened() ? new CancellationException("interrupted") : e;
      }
    }
  }

  private Extraction extraction(OnnxGraph graph) {
    String tensor = graph.tensor(tap);
    int width = Taps.width(graph, tensor);
    int most = graph.context().orElse(CONTEXT);
    int length = context == null ? most : context;
    Taps.requireContext(graph, tensor, length);
    TokenizerFile file = TokenizerFile.read(tokenizer);
    try (Tokenizer opened = file.open()) {
      graph
          .vocabulary()
          .ifPresent(known -> file.requireFits(opened.vocabulary(), graph.name(), known));
    }
    PrintWriter show = spec.commandLine().getOut();
    show.printf(
        Locale.ROOT, "%s, %s: %,d numbers a token, context %,d%n", model, tensor, width, length);
    show.flush();
    return new Extraction(
        model,
        graph.hash(),
        graph.inputs(),
        tensor,
        width,
        file,
        length,
        cut,
        dtype == Dtype.FLOAT16,
        wave == null ? WAVE : wave);
  }

  /** An extraction with what surrounds it. */
  private record Run(
      OnnxGraph graph, Extraction extraction, ProgressLine progress, Interruption interruption) {}

  private int extract(String uri, Run run) throws IOException {
    PrintWriter show = spec.commandLine().getOut();
    Extraction extraction = run.extraction();
    run.progress().phase(JobListener.Phase.STARTING.words());
    try (Cluster cluster = Cluster.open("polysweep extract", options.master())) {
      ExtractionRunner runner =
          cluster
              .extraction(uri, extraction, new TextSource(sources, column, files))
              .withProgress(run.progress());
      run.progress().phase("extracting");
      run.interruption()
          .stops(
              () -> {
                runner.cancel();
                return true;
              });
      ExtractionRunner.Outcome outcome;
      try {
        outcome = runner.run(run.graph().tapped(List.of(extraction.tensor())));
      } finally {
        run.interruption().stops(null);
        run.progress().end();
      }
      runner.write(
          "tables.md",
          TableDocs.markdown(
              "the extraction",
              READING,
              List.of(ActivationTable.of(extraction.half()), DocumentRow.SCHEMA)));
      print(show, outcome, extraction);
    }
    show.println("activations lie in " + out);
    show.flush();
    return ExitCode.OK;
  }

  private static void print(
      PrintWriter show, ExtractionRunner.Outcome outcome, Extraction extraction) {
    show.printf(Locale.ROOT, "%,d documents, %,d tokens%n", outcome.documents(), outcome.tokens());
    outcome
        .skipped()
        .forEach(
            (why, count) ->
                show.printf(
                    Locale.ROOT,
                    "skipped %,d %s: %s %s%s%n",
                    count,
                    why,
                    count == 1 ? "document" : "documents",
                    String.join(
                        ", ", outcome.named().get(why).stream().map(String::valueOf).toList()),
                    count > outcome.named().get(why).size() ? ", …" : ""));
    if (outcome.longer() > 0) {
      show.printf(
          Locale.ROOT,
          "%,d documents are longer than the context: %s%n",
          outcome.longer(),
          extraction.cut()
              ? String.format(Locale.ROOT, "%,d tokens left out", outcome.leftOut())
              : "run in windows");
    }
    if (outcome.now() > 0) {
      show.printf(
          Locale.ROOT,
          "extracted %,d tokens in %.1f s, %,.0f tokens/s%n",
          outcome.now(),
          outcome.seconds(),
          outcome.now() / outcome.seconds());
    }
  }

  private int list(OnnxGraph graph) {
    PrintWriter show = spec.commandLine().getOut();
    List<Taps.Tap> taps = Taps.list(graph);
    if (taps.isEmpty()) {
      throw new SweepException(
          "--list-taps: " + model + " has no floats [batch, position, width] inside");
    }
    for (Taps.Tap found : taps) {
      show.printf(
          Locale.ROOT,
          "%-60s %-20s [batch, position, %d]%n",
          found.tensor(),
          found.operator(),
          found.width());
    }
    show.flush();
    return ExitCode.OK;
  }

  private void require(boolean fine, String problem) {
    if (!fine) {
      throw new ParameterException(spec.commandLine(), problem);
    }
  }
}
