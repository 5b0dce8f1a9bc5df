package dev.polysweep.spark.feature;

import static org.apache.spark.sql.functions.col;

import dev.polysweep.feature.ActivationMoments;
import dev.polysweep.feature.AnalysisDraws;
import dev.polysweep.feature.ContextPlan;
import dev.polysweep.feature.Dictionary;
import dev.polysweep.feature.DictionarySummary;
import dev.polysweep.feature.LabelSet;
import dev.polysweep.feature.LossSums;
import dev.polysweep.spark.feature.DictionaryJob.Found;
import dev.polysweep.spark.session.Failures;
import dev.polysweep.spark.session.JobNames;
import dev.polysweep.spark.store.ParquetTables;
import dev.polysweep.spark.store.ResultReader;
import dev.polysweep.spark.store.SparkRows;
import dev.polysweep.sweep.yaml.SweepException;
import dev.polysweep.table.TableSchema;
import dev.polysweep.table.row.ContextRow;
import dev.polysweep.table.row.DictionaryRow;
import dev.polysweep.table.row.DirectionRow;
import dev.polysweep.table.row.FeatureRow;
import dev.polysweep.table.row.LabelRow;
import dev.polysweep.table.row.ProbeRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * Analyses what the features of dictionaries respond to, over all extracted tokens, and makes the
 * tables {@code dictionaries}, {@code features}, {@code feature_labels}, {@code label_probes},
 * {@code directions} and {@code contexts}. Call {@link #add(Subject)} for each subject, and {@link
 * #write()} at the end.
 */
public final class FeatureAnalysis {

  private static final int TOP_TOKENS = 8;

  private final SparkSession spark;
  private final JavaSparkContext context;
  private final String folder;
  private final ContextPlan plan;
  private final AnalysisDraws draws;
  private final List<DictionaryRow> dictionaries = new ArrayList<>();
  private final List<FeatureRow> features = new ArrayList<>();
  private final List<LabelRow> labels = new ArrayList<>();
  private final List<ProbeRow> probes = new ArrayList<>();
  private Consumer<String> told = step -> {};
  private final List<DirectionRow> directions = new ArrayList<>();
  private boolean contextsWritten;

  /**
   * Creates an analysis.
   *
   * @param folder path or URI of the folder that the tables are written into
   * @param plan which contexts of each feature to keep
   * @param seed seed of the random choices of the analysis
   */
  public FeatureAnalysis(SparkSession spark, String folder, ContextPlan plan, long seed) {
    this.spark = spark;
    this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    this.folder = folder;
    this.plan = plan;
    this.draws = new AnalysisDraws(seed);
  }

  /**
   * Activations, and the dictionaries to encode them with.
   *
   * @param option option of the command line that names the activations, for messages
   * @param activations folder of an extraction
   * @param labels folder of the ground truth, or null
   * @param model content of the ONNX model that the activations were extracted from, or null to
   *     measure no losses
   * @param modelHash SHA-256 of that model
   * @param dictionaries dictionaries to encode the activations with
   * @param others further autoencoders with which those in {@code dictionaries} are compared to
   *     measure stability
   * @param control whether the activations are those of the control model
   */
  public record Subject(
      String option,
      String activations,
      String labels,
      byte[] model,
      String modelHash,
      List<Dictionary> dictionaries,
      List<Dictionary> others,
      boolean control) {}

  /** Sets the listener that is told, in words, of each step of the analysis. */
  public FeatureAnalysis withProgress(Consumer<String> listener) {
    told = listener;
    return this;
  }

  /**
   * The width of the activations of an extraction.
   *
   * @param option option of the command line that names the folder, for messages
   * @param activations folder of the extraction
   * @throws SweepException if there is no such extraction
   * @throws IOException if the folder cannot be read
   */
  public int width(String option, String activations) throws IOException {
    return ActivationSet.open(spark, option, activations).width();
  }

  /**
   * Checks that a subject's inputs exist and fit together.
   *
   * @throws SweepException if an input is missing, or inputs do not fit together
   * @throws IOException if inputs cannot be read
   */
  public void check(Subject subject) throws IOException {
    requireFit(subject, ActivationSet.open(spark, subject.option(), subject.activations()));
    if (subject.labels() != null) {
      TokenLabels.open(spark, subject.labels());
    }
  }

  /**
   * Analyses a subject, adds the results to the tables, and writes the contexts of its
   * dictionaries.
   *
   * @throws SweepException if inputs do not fit together
   * @throws IOException if inputs cannot be read, or a Spark job fails
   */
  public void add(Subject subject) throws IOException {
    try {
      ActivationSet activations =
          ActivationSet.open(spark, subject.option(), subject.activations());
      requireFit(subject, activations);
      TokenLabels truth =
          subject.labels() == null ? null : TokenLabels.open(spark, subject.labels());
      say("mean of the activations");
      ActivationMoments moments = moments(activations);
      LossSums losses = null;
      List<Dictionary> saes =
          subject.dictionaries().stream().filter(dictionary -> !dictionary.isNeurons()).toList();
      if (subject.model() != null) {
        say("losses of " + activations.model());
        losses = SpliceJob.run(context, activations, subject.model(), moments.mean(), saes);
      }
      if (truth != null) {
        say("probes for the labels of " + activations.model());
        probes.addAll(new ProbeJob(context, activations, truth, draws).run(subject.control()));
      }
      for (Dictionary dictionary : subject.dictionaries()) {
        add(subject, dictionary, activations, truth, moments, losses, saes.indexOf(dictionary));
      }
    } catch (Exception e) { // Spark throws checked exceptions undeclared
      throw Failures.forUsers(e);
    }
  }

  private void say(String step) {
    told.accept(step);
    JobNames.set(spark.sparkContext(), "features: " + step);
  }

  private static void requireFit(Subject subject, ActivationSet activations) {
    List<Dictionary> all = new ArrayList<>(subject.dictionaries());
    all.addAll(subject.others());
    for (Dictionary dictionary : all) {
      if (dictionary.width() != activations.width()) {
        throw new SweepException(
            String.format(
                Locale.ROOT,
                "%s is for activations of %d numbers, those of %s %s have %d",
                dictionary.name(),
                dictionary.width(),
                subject.option(),
                activations.folder(),
                activations.width()));
      }
    }
    if (subject.model() != null && !activations.modelHash().equals(subject.modelHash())) {
      throw new SweepException(
          String.format(
              Locale.ROOT,
              "the model is not the one that the activations of %s %s are of (%s)",
              subject.option(),
              activations.folder(),
              activations.model()));
    }
  }

  private ActivationMoments moments(ActivationSet activations) {
    int width = activations.width();
    return activations
        .tokens()
        .mapPartitions(
            tokens -> {
              ActivationMoments moments = new ActivationMoments(width);
              tokens.forEachRemaining(token -> moments.add(CodeTask.activation(token)));
              return List.of(moments).iterator();
            })
        .treeReduce(ActivationMoments::add);
  }

  private void add(
      Subject subject,
      Dictionary dictionary,
      ActivationSet activations,
      TokenLabels truth,
      ActivationMoments moments,
      LossSums losses,
      int variant)
      throws IOException {
    say("features of " + dictionary.name());
    LabelSet set = truth == null ? LabelSet.NONE : truth.set();
    try (DictionaryJob job = new DictionaryJob(context, dictionary, activations, truth, draws)) {
      Map<Integer, Found> alive = job.alive(TOP_TOKENS);
      List<FeatureRow> rows = FeatureRows.of(dictionary, subject, alive, job.corpus(), set);
      List<LabelRow> best = truth == null ? List.of() : FeatureRows.labels(dictionary, job, set);
      DictionarySummary summary =
          new DictionarySummary(
              dictionary, subject.control(), job.corpus(), rows, best, draws.seed());
      dictionaries.add(summary.row(moments.totalVariation(), losses, variant));
      features.addAll(rows);
      labels.addAll(best);
      say("directions of " + dictionary.name());
      directions.addAll(new Directions(activations, subject.model()).of(dictionary, rows));
      say("contexts of " + dictionary.name());
      write(job.contexts(plan, alive));
    }
  }

  private void write(JavaRDD<ContextRow> contexts) {
    spark
        .createDataFrame(contexts.map(SparkRows::of), SparkRows.schema(ContextRow.SCHEMA))
        .repartition(1)
        .sortWithinPartitions(col("feature"), col("kind").desc(), col("interval"), col("rank"))
        .write()
        .mode(contextsWritten ? SaveMode.Append : SaveMode.Overwrite)
        .parquet(folder + "/" + ContextRow.SCHEMA.name());
    contextsWritten = true;
  }

  /** Writes the tables, but {@code contexts}, which {@link #add} has written. */
  public void write() throws IOException {
    say("writing");
    write(DictionaryRow.SCHEMA, dictionaries);
    write(FeatureRow.SCHEMA, features);
    write(LabelRow.SCHEMA, labels);
    write(ProbeRow.SCHEMA, probes);
    write(DirectionRow.SCHEMA, directions);
  }

  private void write(TableSchema table, List<? extends Record> records) throws IOException {
    List<Row> rows = records.stream().map(SparkRows::of).toList();
    ParquetTables.write(context.parallelize(rows, 1), table, new Path(folder, table.name()));
  }

  /** The rows of {@code dictionaries}, in the order of the analysis. */
  public List<DictionaryRow> dictionaries() {
    return dictionaries;
  }

  /** The rows of {@code features}. */
  public List<FeatureRow> features() {
    return features;
  }

  /** The rows of {@code feature_labels}. */
  public List<LabelRow> labels() {
    return labels;
  }

  /** The rows of {@code label_probes}; none without ground truth. */
  public List<ProbeRow> probes() {
    return probes;
  }

  /** The rows of {@code directions}. */
  public List<DirectionRow> directions() {
    return directions;
  }

  /**
   * Reads the contexts that were written.
   *
   * @param top number of strongest contexts to read for each feature
   * @param perInterval number of contexts to read for each feature and interval of activation
   */
  public List<ContextRow> contexts(int top, int perInterval) {
    Map<String, String> texts = new HashMap<>(); // a text for all tokens that have it
    return ResultReader.literally(spark)
        .parquet(folder + "/" + ContextRow.SCHEMA.name())
        .where(
            col("rank")
                .lt(top)
                .and(col("kind").equalTo(ContextRow.TOP))
                .or(col("rank").lt(perInterval).and(col("kind").equalTo(ContextRow.INTERVAL))))
        .sort(
            col("dictionary"),
            col("feature"),
            col("kind").desc(),
            col("interval").desc(),
            col("rank"))
        .collectAsList()
        .stream()
        .map(row -> context(row, texts))
        .toList();
  }

  private static ContextRow context(Row row, Map<String, String> texts) {
    List<String> tokens = row.getList(9);
    List<Float> boxed = row.getList(10);
    float[] activations = new float[boxed.size()];
    for (int i = 0; i < activations.length; i++) {
      activations[i] = boxed.get(i);
    }
    return new ContextRow(
        row.getString(0),
        row.getInt(1),
        row.getString(2),
        row.isNullAt(3) ? null : row.getInt(3),
        row.getInt(4),
        row.getLong(5),
        row.getInt(6),
        row.getDouble(7),
        row.getInt(8),
        tokens.stream()
            .map(token -> texts.computeIfAbsent(token, text -> text))
            .toArray(String[]::new),
        activations);
  }
}
