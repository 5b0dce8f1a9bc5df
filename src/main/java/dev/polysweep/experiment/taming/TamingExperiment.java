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
import dev.polysweep.experiment.MacsNull;
import dev.polysweep.math.Matrix;
import dev.polysweep.metric.ExplainedVariance;
import dev.polysweep.metric.MeanSquaredError;
import dev.polysweep.metric.SparsityW4;
import dev.polysweep.metric.Standardize;
import dev.polysweep.metric.dictionary.DeadFeatures;
import dev.polysweep.metric.dictionary.L0;
import dev.polysweep.metric.dictionary.L0Count;
import dev.polysweep.metric.dictionary.Macs;
import dev.polysweep.metric.geometry.CosineOverlap;
import dev.polysweep.metric.geometry.Interference;
import dev.polysweep.metric.statistic.NullDistribution;
import dev.polysweep.table.Column;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Incidental polysemanticity and how to tame it: a small over-capacity network learns correlated
 * sparse features, a sparse autoencoder decomposes the activations of its last hidden layer, and
 * the overlap of the autoencoder's feature directions is measured. Four factors are varied:
 * initialisation, noise, regulariser, activation function.
 */
public final class TamingExperiment implements Experiment<TamingConfig> {

  private static final String MLP = "mlp";
  private static final String SAE = "sae";

  /** Computes the metrics of models after a logged epoch of a phase. */
  private interface Observer {
    List<Map<String, Double>> observe(Engine engine, Models models);
  }

  @Override
  public void run(Engine engine, List<CellRun<TamingConfig>> pack) {
    List<List<Object>> keys =
        pack.stream().map(run -> List.<Object>of(run.config().data(), run.seed())).toList();
    List<List<Object>> distinct = keys.stream().distinct().toList();
    List<TamingData> drawn =
        engine.map(
            distinct.size(),
            i ->
                TamingData.draw(
                    (TamingConfig.Data) distinct.get(i).get(0), (long) distinct.get(i).get(1)));
    Map<List<Object>, TamingData> dataOf = new HashMap<>();
    for (int i = 0; i < distinct.size(); i++) {
      dataOf.put(distinct.get(i), drawn.get(i));
    }
    List<TamingWork> works = new ArrayList<>();
    for (int i = 0; i < pack.size(); i++) {
      works.add(new TamingWork(pack.get(i), dataOf.get(keys.get(i))));
    }
    for (CellRun<TamingConfig> run : pack) {
      engine.meanwhile(() -> prepareNull(run.config(), run.seed()));
    }
    List<TamingWork> trained = trainMlps(engine, works);
    trainSaes(engine, trained);
  }

  private static List<TamingWork> trainMlps(Engine engine, List<TamingWork> works) {
    List<TrainingPlan> plans =
        engine.map(
            works.size(),
            i -> TamingPlans.mlp(works.get(i).config, works.get(i).data, works.get(i).run.seed()));
    try (TrainingSession session = engine.open(plans)) {
      int epochs = works.get(0).config.mlp().epochs();
      train(engine, session, works, MLP, epochs, TamingExperiment::observeMlps);
      Models trained = Models.live(session, works);
      measureMlps(engine, trained);
      return trained.works;
    }
  }

  private static void trainSaes(Engine engine, List<TamingWork> works) {
    if (works.isEmpty()) {
      return;
    }
    List<TrainingPlan> plans =
        engine.map(
            works.size(),
            i -> TamingPlans.sae(works.get(i).config, works.get(i).acts, works.get(i).run.seed()));
    try (TrainingSession session = engine.open(plans)) {
      int epochs = works.get(0).config.sae().epochs();
      train(engine, session, works, SAE, epochs, TamingExperiment::observeSaes);
      measureSaes(engine, Models.live(session, works));
    }
  }

  /**
   * Trains a phase from one logged epoch to the next and records a row for each cell that has not
   * diverged.
   */
  private static void train(
      Engine engine,
      TrainingSession session,
      List<TamingWork> works,
      String phase,
      int epochs,
      Observer observer) {
    for (int epoch : works.get(0).run.loggedEpochs(epochs)) {
      session.train(epoch - session.step());
      for (int i = 0; i < works.size(); i++) {
        CellRun<TamingConfig> run = works.get(i).run;
        if (!session.live(i) && run.divergence() == null) {
          run.diverged("the loss of phase " + phase + " was not finite by epoch " + epoch);
        }
      }
      Models live = Models.live(session, works);
      List<Map<String, Double>> observed = observer.observe(engine, live);
      for (int k = 0; k < live.size(); k++) {
        double loss = session.loss(live.indices.get(k));
        live.works.get(k).run.epoch(phase, epoch, loss, observed.get(k));
      }
    }
    for (int i = 0; i < works.size(); i++) {
      works.get(i).run.spent(session.nanos(i));
    }
  }

  /**
   * Models of a session and the work on each.
   *
   * @param indices the models' numbers in the session
   */
  record Models(TrainingSession session, List<Integer> indices, List<TamingWork> works) {

    /** The models that have not diverged. */
    static Models live(TrainingSession session, List<TamingWork> works) {
      List<Integer> live = IntStream.range(0, works.size()).filter(session::live).boxed().toList();
      return new Models(session, live, live.stream().map(works::get).toList());
    }

    int size() {
      return works.size();
    }

    /** The outputs of a layer of each model. */
    List<Matrix> forward(Function<TamingWork, Matrix> x, int layer) {
      return session.forward(indices, works.stream().map(x).toList(), layer);
    }

    /** The decoder of each model. */
    List<Matrix> decoders() {
      return indices.stream().map(i -> decoder(session.parameters(i))).toList();
    }
  }

  private static List<Map<String, Double>> observeMlps(Engine engine, Models models) {
    if (models.size() == 0) {
      return List.of();
    }
    int lastHidden = models.works.get(0).lastHidden;
    List<Matrix> hidden = models.forward(w -> w.data.x(), lastHidden);
    List<Matrix> predictions = models.forward(w -> w.data.valX(), lastHidden + 1);
    return engine.map(
        models.size(),
        i ->
            Map.of(
                VAL_MSE, MeanSquaredError.of(predictions.get(i), models.works.get(i).data.valY()),
                DEAD_FRACTION, DeadFeatures.fraction(hidden.get(i)),
                L0_SHARE, L0.of(hidden.get(i))));
  }

  private static List<Map<String, Double>> observeSaes(Engine engine, Models models) {
    if (models.size() == 0) {
      return List.of();
    }
    List<Matrix> features = models.forward(w -> w.acts, 0);
    List<Matrix> reconstructions = models.forward(w -> w.valActs, 1);
    List<Matrix> decoders = models.decoders();
    return engine.map(
        models.size(),
        i -> {
          TamingWork work = models.works.get(i);
          return Map.of(
              VAL_MSE, MeanSquaredError.of(reconstructions.get(i), work.valActs),
              DEAD_FRACTION, DeadFeatures.fraction(features.get(i)),
              L0_SHARE, L0.of(features.get(i)),
              MACS, Macs.of(decoders.get(i)),
              INTERFERENCE, Interference.of(decoders.get(i), work.data.importance()));
        });
  }

  static void measureMlps(Engine engine, Models models) {
    if (models.size() == 0) {
      return;
    }
    int last = models.works.get(0).lastHidden + 1;
    List<Matrix> acts = models.forward(w -> w.data.x(), last - 1);
    List<Matrix> valActs = models.forward(w -> w.data.valX(), last - 1);
    List<Matrix> outputs = models.forward(w -> w.data.x(), last);
    List<Matrix> valOutputs = models.forward(w -> w.data.valX(), last);
    List<List<LayerParameters>> parameters =
        models.indices.stream().map(models.session::parameters).toList();
    for (int i = 0; i < models.size(); i++) {
      TamingWork work = models.works.get(i);
      work.psi =
          work.config.psi() ? new TamingPsi(models.session, models.indices.get(i), work) : null;
    }
    engine.map(
        models.size(),
        i -> {
          TamingWork work = models.works.get(i);
          CellRun<TamingConfig> run = work.run;
          work.acts = acts.get(i);
          work.valActs = valActs.get(i);
          run.metric("train_mse", MeanSquaredError.of(outputs.get(i), work.data.y()));
          run.metric(VAL_MSE, MeanSquaredError.of(valOutputs.get(i), work.data.valY()));
          run.metric(
              "sparsity_w4",
              SparsityW4.of(parameters.get(i).stream().map(LayerParameters::weight).toList()));
          run.metric("dead_neurons", DeadFeatures.count(work.acts));
          return work;
        });
  }

  static void measureSaes(Engine engine, Models models) {
    if (models.size() == 0) {
      return;
    }
    List<Matrix> standardised =
        engine.map(models.size(), i -> Standardize.of(models.works.get(i).acts));
    List<LayerParameters> encoders =
        models.indices.stream().map(i -> models.session.parameters(i).get(0)).toList();
    List<Matrix> decoders = models.decoders();
    List<Matrix> codes = models.session.forward(models.indices, standardised, 0);
    List<Matrix> rebuilt = models.session.forward(models.indices, standardised, 1);
    List<Matrix> features = models.forward(w -> w.acts, 0);
    List<Matrix> reconstructions = models.forward(w -> w.acts, 1);
    engine.map(
        models.size(),
        i -> {
          TamingWork work = models.works.get(i);
          CellRun<TamingConfig> run = work.run;
          Matrix decoder = decoders.get(i);
          measureDecoder(run, decoder, work);
          if (work.psi != null) {
            work.psi.measure(encoders.get(i), run);
          }
          run.metric(L0_SHARE, L0.of(codes.get(i)));
          run.metric("sae_mse", MeanSquaredError.of(rebuilt.get(i), standardised.get(i)));
          run.metric("explained_variance", ExplainedVariance.of(work.acts, reconstructions.get(i)));
          run.metric("l0_count", L0Count.of(features.get(i)));
          run.metric("dead_features", DeadFeatures.count(features.get(i)));
          run.array("cosine", CosineOverlap.of(decoder));
          run.array("w_dec", decoder.transpose());
          return work;
        });
  }

  private static void prepareNull(TamingConfig config, long seed) {
    MacsNull settings = config.nullModel();
    settings.method().prepare(config.mlp().hidden(), config.sae().dSae(), seed, settings.draws());
  }

  private static void measureDecoder(CellRun<TamingConfig> run, Matrix decoder, TamingWork work) {
    double macs = Macs.of(decoder);
    run.metric(INTERFERENCE, Interference.of(decoder, work.data.importance()));
    run.metric("interference_unweighted", Interference.of(decoder));
    run.metric(MACS, macs);
    MacsNull settings = work.config.nullModel();
    NullDistribution chance = settings.method().macs(decoder, run.seed(), settings.draws());
    run.metric("macs_null_mean", chance.mean());
    run.metric("macs_null_sd", chance.sd());
    run.metric("macs_z", chance.z(macs));
    run.metric("macs_p_less", chance.pLess(macs));
    run.metric("macs_p_more", chance.pMore(macs));
    run.metric("calibrated_macs", chance.calibrated(macs));
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
        sae.tied(),
        sae.activation());
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
    MacsNull settings = config.nullModel();
    return List.of(
        new NullMetric(
            MACS, settings.method().name().toLowerCase(java.util.Locale.ROOT), settings.draws()));
  }

  @Override
  public List<Phase> phases(TamingConfig config) {
    return List.of(new Phase(MLP, config.mlp().epochs()), new Phase(SAE, config.sae().epochs()));
  }
}
