package dev.polysweep.cli;

import dev.polysweep.cli.option.SparkOptions;
import dev.polysweep.data.text.Corpus;
import dev.polysweep.job.OutputFolder;
import dev.polysweep.report.page.TableDocs;
import dev.polysweep.spark.Cluster;
import dev.polysweep.spark.activation.CorpusWriter;
import dev.polysweep.spark.activation.SmallCorpus;
import dev.polysweep.spark.store.OutputLock;
import dev.polysweep.sweep.yaml.SweepException;
import dev.polysweep.table.row.CorpusByteRow;
import dev.polysweep.table.row.CorpusRow;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code polysweep corpus}: generates text whose concepts are known. */
@Command(
    name = "corpus",
    mixinStandardHelpOptions = true,
    description =
        "Writes documents mixed of several planted languages, as text and as Parquet, with the"
            + " language, the role and the surprisal of every byte.")
final class CorpusCommand implements Callable<Integer> {

  private static final String READING =
      """
      `text` holds the documents a line each, `documents` the same as Parquet, both in order; `bytes` has a
      row a byte. Position and document number are those that `polysweep extract` gives with `--tokenizer bytes`.
      """;

  /** With this {@code bin/polysweep} leaves out the logging that Spark cannot start without. */
  private static final String LOGGING = "log4j2.loggerContextFactory";

  @Spec private CommandSpec spec;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Folder to be made, of this machine or shared with the executors.")
  private Path out;

  @Option(
      names = "--documents",
      paramLabel = "N",
      defaultValue = "2000",
      description = "How many, of some 590 bytes each; default: ${DEFAULT-VALUE}.")
  private int documents;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Seed; the same one gives the same documents. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Mixin private SparkOptions options;

  @Override
  public Integer call() throws Exception {
    if (documents < 1 || documents > 100_000_000) {
      throw new SweepException("--documents: " + documents + " is not from 1 to 100000000");
    }
    if (!small()) {
      System.clearProperty(LOGGING);
    }
    Path folder = OutputFolder.check(out);
    PrintWriter show = spec.commandLine().getOut();
    try (OutputLock lock = OutputFolder.lock(folder)) {
      requireEmpty(folder);
      Corpus corpus = new Corpus(seed);
      List<CorpusWriter.Size> sizes = write(folder, corpus);
      Files.writeString(folder.resolve("corpus.json"), CorpusWriter.json(corpus, documents, sizes));
      Files.writeString(
          folder.resolve("tables.md"),
          TableDocs.markdown(
              "the corpus", READING, List.of(CorpusRow.SCHEMA, CorpusByteRow.SCHEMA)));
      show.printf(Locale.ROOT, "%-12s%14s%14s%n", "language", "bytes", "nats a byte");
      sizes.forEach(
          size ->
              show.printf(
                  Locale.ROOT, "%-12s%,14d%14.4f%n", size.language(), size.bytes(), size.nats()));
      show.printf(Locale.ROOT, "%,d documents lie in %s%n", documents, folder);
      show.flush();
    }
    return ExitCode.OK;
  }

  /** Whether the corpus is written without Spark. */
  private boolean small() {
    return documents <= SmallCorpus.MOST && Cluster.isLocal(options.master());
  }

  /** Writes the tables, and returns the sizes of the corpus and of its languages. */
  private List<CorpusWriter.Size> write(Path folder, Corpus corpus) throws IOException {
    if (small()) {
      return new SmallCorpus(folder, corpus, documents).write();
    }
    try (Cluster cluster = Cluster.open("polysweep corpus", options.master())) {
      return cluster.corpus(folder.toUri().toString(), corpus, documents).write();
    }
  }

  private static void requireEmpty(Path folder) throws IOException {
    try (var entries = Files.list(folder)) {
      if (entries.anyMatch(entry -> !entry.getFileName().toString().equals(OutputLock.FILE))) {
        throw new SweepException("--out: " + folder + " is not empty; choose another folder");
      }
    }
  }
}
