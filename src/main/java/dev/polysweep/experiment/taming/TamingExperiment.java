package dev.polysweep.experiment.taming;

import static dev.polysweep.experiment.taming.TamingMetrics.DEAD_FRACTION;
import static dev.polysweep.experiment.taming.TamingMetrics.INTERFERENCE;
import static dev.polysweep.experiment.taming.TamingMetrics.L0_SHARE;
import static dev.polysweep.experiment.taming.TamingMetrics.MACS;
import static dev.polysweep.experiment.taming.TamingMetrics.VAL_MSE;

import dev.polysweep.engine.Engine;
import dev.polysweep.engine.net.LayerParameters;
import dev.polysweep.engine.net.TrainingPlan;
import dev.polysweep.engine.net.TrainingSession;
import dev.polysweep.experiment.CellRun;
import dev.polysweep.experiment.Experiment;
import dev.polysweep.experiment.InvalidSettingException;
import dev.polysweep.math.Matrix;
import dev.polysweep.metric.CosineOverlap;
import dev.polysweep.metric.DeadFeatures;
import dev.polysweep.metric.ExplainedVariance;
import dev.polysweep.metric.Interference;
import dev.polysweep.metric.L0;
import dev.polysweep.metric.L0Count;
import dev.polysweep.metric.Macs;
import dev.polysweep.metric.MeanSquaredError;
import dev.polysweep.metric.SparsityW4;
import dev.polysweep.metric.Standardize;
import dev.polysweep.metric.statistic.NullDistribution;
import dev.polysweep.table.Column;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Incidental polysemanticity and how to tame it: a small over-capacity network learns correlated
 * sparse features, a sparse autoencoder decomposes the activations of its last hidden layer, and
 * the overlap of the autoencoder's feature directions is measured. Four factors are varied:
 * initialisation, noise, regulariser, activation function.
 */
public final class TamingExperiment implements Experiment<TamingConfig> {

  private static final String MLP = "mlp";
  private static final String SAE = "sae";

  /** Computes the metrics of model {@code i} after a logged epoch of a phase. */
  private interface Observer {
    Map<String, Double> observe(TrainingSession session, int i, TamingWork work);
  }

  @Override
  public void run(Engine engine, List<CellRun<TamingConfig>> pack) {
    Map<Object, TamingData> dataOfSeed = new HashMap<>();
    List<TamingWork> works = new ArrayList<>();
    for (CellRun<TamingConfig> run : pack) {
      TamingConfig.Data settings = run.config().data();
      TamingData data =
          dataOfSeed.computeIfAbsent(
              List.of(settings, run.seed()), key -> TamingData.draw(settings, run.seed()));
      works.add(new TamingWork(run, data));
    }
    List<TamingWork> trained = trainMlps(engine, works);
    trainSaes(engine, trained);
  }

  private static List<TamingWork> trainMlps(Engine engine, List<TamingWork> works) {
    List<TrainingPlan> plans =
        works.stream().map(w -> TamingPlans.mlp(w.config, w.data, w.run.seed())).toList();
    try (TrainingSession session = engine.open(plans)) {
      train(session, works, MLP, works.get(0).config.mlp().epochs(), TamingExperiment::observeMlp);
      List<TamingWork> trained = new ArrayList<>();
      for (int i = 0; i < works.size(); i++) {
        TamingWork work = works.get(i);
        work.run.spent(session.nanos(i));
        if (session.live(i)) {
          measureMlp(session, i, work);
          trained.add(work);
        }
      }
      return trained;
    }
  }

  private static void trainSaes(Engine engine, List<TamingWork> works) {
    if (works.isEmpty()) {
      return;
    }
    List<TrainingPlan> plans =
        works.stream().map(w -> TamingPlans.sae(w.config, w.acts, w.run.seed())).toList();
    try (TrainingSession session = engine.open(plans)) {
      train(session, works, SAE, works.get(0).config.sae().epochs(), TamingExperiment::observeSae);
      for (int i = 0; i < works.size(); i++) {
        works.get(i).run.spent(session.nanos(i));
        if (session.live(i)) {
          measureSae(session, i, works.get(i));
        }
      }
    }
  }

  /**
   * Trains a phase from one logged epoch to the next and records a row for each cell that has not
   * diverged.
   */
  private static void train(
      TrainingSession session,
      List<TamingWork> works,
      String phase,
      int epochs,
      Observer observer) {
    for (int epoch : works.get(0).run.loggedEpochs(epochs)) {
      session.train(epoch - session.step());
      for (int i = 0; i < works.size(); i++) {
        CellRun<TamingConfig> run = works.get(i).run;
        if (session.live(i)) {
          run.epoch(phase, epoch, session.loss(i), observer.observe(session, i, works.get(i)));
        } else if (run.divergence() == null) {
          run.diverged("the loss of phase " + phase + " was not finite by epoch " + epoch);
        }
      }
    }
  }

  private static Map<String, Double> observeMlp(TrainingSession session, int i, TamingWork work) {
    Matrix hidden = session.forward(i, work.data.x(), work.lastHidden);
    Matrix prediction = session.forward(i, work.data.valX(), work.lastHidden + 1);
    return Map.of(
        VAL_MSE, MeanSquaredError.of(prediction, work.data.valY()),
        DEAD_FRACTION, DeadFeatures.fraction(hidden),
        L0_SHARE, L0.of(hidden));
  }

  private static Map<String, Double> observeSae(TrainingSession session, int i, TamingWork work) {
    Matrix featureActs = session.forward(i, work.acts, 0);
    Matrix reconstruction = session.forward(i, work.valActs, 1);
    Matrix decoder = decoder(session.parameters(i));
    return Map.of(
        VAL_MSE, MeanSquaredError.of(reconstruction, work.valActs),
        DEAD_FRACTION, DeadFeatures.fraction(featureActs),
        L0_SHARE, L0.of(featureActs),
        MACS, Macs.of(decoder),
        INTERFERENCE, Interference.of(decoder, work.data.importance()));
  }

  static void measureMlp(TrainingSession session, int i, TamingWork work) {
    TamingData data = work.data;
    int last = work.lastHidden + 1;
    work.acts = session.forward(i, data.x(), work.lastHidden);
    work.valActs = session.forward(i, data.valX(), work.lastHidden);
    CellRun<TamingConfig> run = work.run;
    run.metric("train_mse", MeanSquaredError.of(session.forward(i, data.x(), last), data.y()));
    run.metric(VAL_MSE, MeanSquaredError.of(session.forward(i, data.valX(), last), data.valY()));
    run.metric(
        "sparsity_w4",
        SparsityW4.of(session.parameters(i).stream().map(LayerParameters::weight).toList()));
    run.metric("dead_neurons", DeadFeatures.count(work.acts));
  }

  static void measureSae(TrainingSession session, int i, TamingWork work) {
    CellRun<TamingConfig> run = work.run;
    Matrix decoder = decoder(session.parameters(i));
    double macs = Macs.of(decoder);
    run.metric(INTERFERENCE, Interference.of(decoder, work.data.importance()));
    run.metric("interference_unweighted", Interference.of(decoder));
    run.metric(MACS, macs);
    TamingConfig.Null settings = work.config.nullModel();
    NullDistribution chance = settings.method().macs(decoder, run.seed(), settings.draws());
    run.metric("macs_null_mean", chance.mean());
    run.metric("macs_null_sd", chance.sd());
    run.metric("macs_z", chance.z(macs));
    run.metric("macs_p_less", chance.pLess(macs));
    run.metric("macs_p_more", chance.pMore(macs));
    run.metric("calibrated_macs", chance.calibrated(macs));
    Matrix standardised = Standardize.of(work.acts);
    run.metric(L0_SHARE, L0.of(session.forward(i, standardised, 0)));
    run.metric("sae_mse", MeanSquaredError.of(session.forward(i, standardised, 1), standardised));
    Matrix featureActs = session.forward(i, work.acts, 0);
    run.metric(
        "explained_variance", ExplainedVariance.of(work.acts, session.forward(i, work.acts, 1)));
    run.metric("l0_count", L0Count.of(featureActs));
    run.metric("dead_features", DeadFeatures.count(featureActs));
    run.array("cosine", CosineOverlap.of(decoder));
    run.array("w_dec", decoder.transpose());
  }

  /**
   * The decoder's feature directions {@code [d_hidden, d_sae]}: those of the matrix shared with the
   * encoder, or those of the decoder's own matrix.
   */
  private static Matrix decoder(List<LayerParameters> sae) {
    Matrix own = sae.get(1).weight();
    return own == null ? sae.get(0).weight().transpose() : own;
  }

  @Override
  public String name() {
    return "taming";
  }

  @Override
  public String summary() {
    return "incidental polysemanticity of a small MLP under initialisation, noise, regulariser and activation";
  }

  @Override
  public TamingConfig defaults() {
    return TamingConfig.DEFAULTS;
  }

  @Override
  public void check(TamingConfig config) {
    if (config.data().training() < 1 || config.data().training() == config.data().samples()) {
      throw new InvalidSettingException(
          "data.validation_share",
          "leaves no training or no validation rows of " + config.data().samples());
    }
  }

  @Override
  public Object shape(TamingConfig config) {
    TamingConfig.Mlp mlp = config.mlp();
    TamingConfig.Sae sae = config.sae();
    return List.of(
        config.data().training(),
        mlp.layers(),
        mlp.hidden(),
        mlp.epochs(),
        sae.dSae(),
        sae.epochs(),
        sae.tied());
  }

  @Override
  public double work(TamingConfig config) {
    double hidden = config.mlp().hidden();
    double mlpWeights = 16 * hidden + (config.mlp().layers() - 2) * hidden * hidden;
    double saeWeights = 2 * hidden * config.sae().dSae();
    return config.data().training()
        * 6.0
        * (mlpWeights * config.mlp().epochs() + saeWeights * config.sae().epochs());
  }

  @Override
  public List<Column> cellMetrics() {
    return TamingMetrics.CELL;
  }

  @Override
  public List<String> headline() {
    return List.of(INTERFERENCE, MACS, VAL_MSE);
  }

  @Override
  public List<Column> epochMetrics() {
    return TamingMetrics.EPOCH;
  }

  @Override
  public List<NullMetric> nullMetrics(TamingConfig config) {
    TamingConfig.Null settings = config.nullModel();
    return List.of(
        new NullMetric(
            MACS, settings.method().name().toLowerCase(java.util.Locale.ROOT), settings.draws()));
  }

  @Override
  public List<Phase> phases(TamingConfig config) {
    return List.of(new Phase(MLP, config.mlp().epochs()), new Phase(SAE, config.sae().epochs()));
  }
}
