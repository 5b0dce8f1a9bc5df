package dev.polysweep.spark.dl4j;

import dev.polysweep.engine.Engines;
import dev.polysweep.engine.sae.L1;
import dev.polysweep.engine.sae.SaeBatches;
import dev.polysweep.engine.sae.SaeCodes;
import dev.polysweep.engine.sae.SaeLoss;
import dev.polysweep.engine.sae.SaeParameters;
import dev.polysweep.engine.sae.SaePlan;
import dev.polysweep.engine.sae.StreamedSaeSession;
import dev.polysweep.engine.sae.TrainedEncoder;
import dev.polysweep.engine.sae.TrainedSae;
import dev.polysweep.math.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;

/**
 * A training session of one autoencoder that all executors train together. Each batch is cut into
 * equal parts, one for each worker; every few steps the parameters and Adam's moments are averaged
 * over the workers. Evaluation runs in the driver, on the best engine for its CPU.
 */
final class SparkSaeSession implements StreamedSaeSession {

  private final JavaSparkContext spark;
  private final SaePlan plan;
  private final int threads;
  private final int workers;
  private final int averageEvery;
  private final MultiLayerNetwork network;
  private int steps;
  private TrainedEncoder evaluation;
  private TrainedSae trained;

  SparkSaeSession(
      JavaSparkContext spark, SaePlan plan, int threads, int workers, int averageEvery) {
    this.spark = spark;
    this.plan = plan;
    this.threads = threads;
    this.workers = workers;
    this.averageEvery = averageEvery;
    network = SaeNetwork.of(plan, workers);
  }

  @Override
  public int steps() {
    return steps;
  }

  @Override
  public SaeLoss steps(SaeBatches batches, int from, int to) {
    if (batches.size() < workers) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "sae.batch: %d samples are too few for %d tasks",
              batches.size(),
              workers));
    }
    List<String> paths = new ArrayList<>();
    for (int step = from; step <= to; step++) {
      paths.addAll(BatchLoader.paths(step, batches.size(), workers));
    }
    int part = (batches.size() + workers - 1) / workers;
    ParameterAveragingTrainingMaster master =
        new ParameterAveragingTrainingMaster.Builder(workers, part)
            .batchSizePerWorker(part)
            .averagingFrequency(Math.min(averageEvery, to - from + 1))
            .workerPrefetchNumBatches(0)
            .saveUpdater(true)
            .rddTrainingApproach(RDDTrainingApproach.Direct)
            .rngSeed(plan.seed() + from)
            .build();
    network.getLayerWiseConfigurations().setIterationCount(from - 1);
    new SparkDl4jMultiLayer(spark, network, master)
        .fitPaths(spark.parallelize(paths, workers), new BatchLoader(batches, plan.inputScale()));
    steps = to;
    forget();
    return loss(batches.samples(to, 0, batches.size()));
  }

  /** The loss of the current parameters on the samples x {@code [n, d_in]}. */
  private SaeLoss loss(Matrix x) {
    SaeCodes codes = encode(x);
    Matrix out = decode(codes);
    double square = 0;
    for (int i = 0; i < x.data().length; i++) {
      double error = plan.inputScale() * (x.data()[i] - out.data()[i]);
      square += error * error;
    }
    double active = 0;
    for (float a : codes.value()) {
      active += a;
    }
    double coefficient = plan.architecture() instanceof L1 l1 ? l1.coefficient() : 0;
    return new SaeLoss(
        square / x.rows(),
        coefficient * active / x.rows(),
        0,
        0,
        (double) codes.entries() / x.rows(),
        0,
        0);
  }

  @Override
  public SaeCodes encode(Matrix x) {
    if (evaluation == null) {
      trained = plan.architecture().trained(parameters());
      evaluation = trained.encoder(Engines.saeTrainer(Engines.AUTO), threads);
    }
    return evaluation.encode(x);
  }

  @Override
  public Matrix decode(SaeCodes codes) {
    if (trained == null) {
      trained = plan.architecture().trained(parameters());
    }
    return trained.decode(codes);
  }

  @Override
  public SaeParameters parameters() {
    return SaeNetwork.parameters(network).foldInputScale(plan.inputScale());
  }

  private void forget() {
    if (evaluation != null) {
      evaluation.close();
    }
    evaluation = null;
    trained = null;
  }

  @Override
  public void close() {
    forget();
    network.close();
  }
}
