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
 * Trains one autoencoder on all executors together. This engine lives in the driver and is created
 * for a run; executors do not look it up by name, because only the driver can start the Spark jobs
 * that it needs.
 */
public final class SparkSaeEngine implements Engine {

  /** The name of this engine in the column {@code engine} of the results. */
  public static final String NAME = "dl4j-spark";

  private final JavaSparkContext spark;
  private final int workers;
  private final int averageEvery;

  /**
   * Creates the engine for a running Spark.
   *
   * @param workers number of tasks that train at the same time
   * @param averageEvery number of training steps between two averagings of the workers' parameters
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

  /**
   * Says why this engine cannot run if Deeplearning4j is not on the class path; the distribution
   * has it in {@code lib/nd4j}.
   */
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
