package dev.polysweep.spark.dl4j;

import dev.polysweep.engine.Engine;
import dev.polysweep.engine.net.TrainingPlan;
import dev.polysweep.engine.net.TrainingSession;
import dev.polysweep.engine.sae.SaePlan;
import dev.polysweep.engine.sae.SaeSession;
import dev.polysweep.engine.sae.SaeTrainer;
import dev.polysweep.engine.sae.StreamedSaeSession;
import dev.polysweep.engine.sae.TrainedEncoder;
import dev.polysweep.engine.sae.TrainedSae;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Trains one autoencoder on all executors. It lives in the driver and is made for a run, not found
 * by name: there are no executors to hand it to an executor.
 */
public final class SparkSaeEngine implements Engine {

  /** What the column {@code engine} says. */
  public static final String NAME = "dl4j-spark";

  private final JavaSparkContext spark;
  private final int workers;
  private final int averageEvery;

  /**
   * @param workers tasks that train at a time
   * @param averageEvery steps between averagings
   */
  public SparkSaeEngine(JavaSparkContext spark, int workers, int averageEvery) {
    this.spark = spark;
    this.workers = workers;
    this.averageEvery = averageEvery;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int priority() {
    return Integer.MIN_VALUE;
  }

  /** Whether Deeplearning4j is there, as lib/nd4j of the distribution holds it. */
  @Override
  public Optional<String> unavailable() {
    try {
      Class.forName(
          "org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer",
          false,
          Thread.currentThread().getContextClassLoader());
      return Optional.empty();
    } catch (ClassNotFoundException e) {
      return Optional.of(
          "--distributed needs Deeplearning4j: add lib/nd4j/* to the class path, with spark-submit"
              + " by --jars 'lib/app/*,lib/nd4j/*'");
    }
  }

  @Override
  public TrainingSession open(List<TrainingPlan> plans) {
    throw new UnsupportedOperationException(
        "only sparse autoencoders are trained over several executors; leave out --distributed");
  }

  @Override
  public Optional<SaeTrainer> saeTrainer() {
    return Optional.of(new Trainer());
  }

  private final class Trainer implements SaeTrainer {
    @Override
    public SaeSession open(SaePlan plan, int threads) {
      throw new UnsupportedOperationException(
          "executors that train together read their batches themselves");
    }

    @Override
    public TrainedEncoder encoder(TrainedSae sae, int threads) {
      throw new UnsupportedOperationException(
          "executors only train together; a trained autoencoder encodes where it is used");
    }

    @Override
    public Optional<StreamedSaeSession> openStreamed(SaePlan plan, int threads) {
      return Optional.of(new SparkSaeSession(spark, plan, threads, workers, averageEvery));
    }
  }
}
