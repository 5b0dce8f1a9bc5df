package dev.polysweep.experiment.monosemantic;

import dev.polysweep.engine.Engine;
import dev.polysweep.engine.Engines;
import dev.polysweep.engine.sae.SaeBatches;
import dev.polysweep.experiment.CellRun;
import dev.polysweep.experiment.Experiment;
import dev.polysweep.experiment.InvalidSettingException;
import dev.polysweep.experiment.monosemantic.MonosemanticConfig.Architecture;
import dev.polysweep.experiment.monosemantic.MonosemanticConfig.Source;
import dev.polysweep.math.Matrix;
import dev.polysweep.table.Column;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sparse autoencoders on activations (Sharkey et al. 2022; Bricken et al. 2023). On synthetic
 * activations with known features, the experiment measures whether the dictionary finds the
 * features; on a transformer's activations, how much of their variance it explains with how few
 * active latents.
 */
public final class MonosemanticExperiment implements Experiment<MonosemanticConfig> {

  @Override
  public void run(Engine engine, List<CellRun<MonosemanticConfig>> pack) {
    Map<List<Object>, List<CellRun<MonosemanticConfig>>> groups = new LinkedHashMap<>();
    for (CellRun<MonosemanticConfig> cell : pack) {
      List<Object> data =
          Arrays.asList(
              cell.seed(),
              cell.config().data(),
              cell.config().sae().batch(),
              cell.config().sae().evaluation(),
              cell.config().sae().leaveOneOut());
      groups.computeIfAbsent(data, key -> new ArrayList<>()).add(cell);
    }
    groups.values().forEach(cells -> train(engine, cells));
  }

  /** Trains cells that use the same activations, which are drawn only once. */
  private static void train(Engine engine, List<CellRun<MonosemanticConfig>> cells) {
    long start = System.nanoTime();
    MonosemanticConfig config = cells.get(0).config();
    long seed = cells.get(0).seed();
    Activations activations =
        config.data().source() == Source.ACTIVATIONS
            ? new StoredActivations(config, seed)
            : new SyntheticActivations(config, seed);
    SaeBatches batches = activations.batches();
    long common = System.nanoTime() - start;
    List<MonosemanticCell> training = new ArrayList<>();
    try {
      for (CellRun<MonosemanticConfig> cell : cells) {
        training.add(new MonosemanticCell(engine, cell, activations));
      }
      List<MonosemanticCell> handed = training.stream().filter(cell -> !cell.streams()).toList();
      int steps = handed.stream().mapToInt(MonosemanticCell::steps).max().orElse(0);
      int first = 1 + handed.stream().mapToInt(MonosemanticCell::taken).min().orElse(0);
      for (int step = first; step <= steps; step++) {
        start = System.nanoTime();
        Matrix batch = batches.samples(step, 0, batches.size());
        common += System.nanoTime() - start;
        for (MonosemanticCell cell : handed) {
          cell.step(step, batch);
        }
      }
      training.stream().filter(MonosemanticCell::streams).forEach(MonosemanticCell::stream);
      for (MonosemanticCell cell : training) {
        cell.finish();
        cell.run().spent(common / cells.size());
      }
    } finally {
      training.forEach(MonosemanticCell::close);
    }
  }

  @Override
  public String name() {
    return "monosemantic";
  }

  @Override
  public String summary() {
    return "sparse autoencoders, on activations with known features or on those of a transformer";
  }

  @Override
  public MonosemanticConfig defaults() {
    return MonosemanticConfig.DEFAULTS;
  }

  @Override
  public Map<String, MonosemanticConfig> presets() {
    return MonosemanticPresets.all();
  }

  @Override
  public void check(MonosemanticConfig config) {
    DataSettings data = config.data();
    boolean stored = data.source() == Source.ACTIVATIONS;
    if (stored != (data.path() != null)) {
      throw new InvalidSettingException(
          "data.path",
          stored
              ? "missing; source activations needs the folder of a store"
              : data.path() + " is for source activations");
    }
    if (data.magnitudeMax() < data.magnitudeMin() || data.magnitudeMax() == 0) {
      throw new InvalidSettingException(
          "data.magnitude_max",
          data.magnitudeMax() + " must be above 0 and not below magnitude_min");
    }
    try {
      MonosemanticData.check(data);
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException(
          data.source() == Source.FOREST ? "data.forest" : "data.active_mean", e.getMessage());
    }
    try {
      config.sae().architecture().of(config.sae()).requireFits(config.dSae());
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException(culprit(config, e.getMessage()), e.getMessage());
    }
    checkWeights(config.sae());
    Double wished = config.sae().targetL0();
    if (wished != null && wished > config.dSae()) {
      String number = BigDecimal.valueOf(wished).stripTrailingZeros().toPlainString();
      throw new InvalidSettingException(
          "sae.target_l0", number + " active latents are wished, and there are " + config.dSae());
    }
    if (config.dSae() > 1 << 20) {
      throw new InvalidSettingException(
          "sae.expansion", config.dSae() + " latents are more than 1048576");
    }
  }

  /** The setting that an architecture refuses. */
  private static String culprit(MonosemanticConfig config, String message) {
    Double first = config.sae().kStart();
    return message.startsWith("widths")
        ? "sae.nesting.widths"
        : first != null && first > config.dSae() ? "sae.k_start" : "sae.k";
  }

  private static void checkWeights(SaeSettings sae) {
    boolean pursuit = sae.architecture() == Architecture.MATCHING_PURSUIT;
    try {
      sae.weights().constraints(pursuit);
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException(
          "sae.weights.frozen",
          e.getMessage() + (pursuit ? "; those of matching_pursuit always are tied" : ""));
    }
    boolean coefficient =
        switch (sae.architecture()) {
          case L1, JUMPRELU, PROLU, GATED, P_ANNEAL -> true;
          default -> false;
        };
    if (sae.targetL0() != null && !coefficient) {
      throw new InvalidSettingException(
          "sae.target_l0",
          "this architecture has no coefficient to steer; its number of active latents is k");
    }
  }

  @Override
  public MonosemanticConfig fixed(MonosemanticConfig config) {
    return config.data().source() == Source.ACTIVATIONS ? StoredActivations.fixed(config) : config;
  }

  @Override
  public void checkDistributed(MonosemanticConfig config) {
    SaeSettings sae = config.sae();
    if (sae.architecture() != Architecture.TOPK && sae.architecture() != Architecture.L1) {
      throw new InvalidSettingException(
          "sae.architecture", "executors train only topk and l1 together");
    }
    if (sae.architecture() == Architecture.TOPK && sae.auxK() > 0) {
      throw new InvalidSettingException(
          "sae.aux_k", "executors train together without an auxiliary loss: set it to 0");
    }
    if (sae.architecture() == Architecture.L1 && sae.coefficientWarmup() > 0) {
      throw new InvalidSettingException(
          "sae.coefficient_warmup", "executors train together with one coefficient: set it to 0");
    }
    if (!sae.weights().equals(MonosemanticConfig.DEFAULTS.sae().weights())) {
      throw new InvalidSettingException(
          "sae.weights", "executors train together with decoder rows of norm 1 and nothing else");
    }
    if (sae.targetL0() != null) {
      throw new InvalidSettingException(
          "sae.target_l0", "executors train together with one coefficient: leave it out");
    }
    if (sae.resampleEvery() > 0) {
      throw new InvalidSettingException(
          "sae.resample_every", "executors that train together do not resample: set it to 0");
    }
  }

  @Override
  public Optional<String> obstacle(Engine engine) {
    return Engines.saeObstacle(engine);
  }

  @Override
  public Object shape(MonosemanticConfig config) {
    DataSettings data = config.data();
    return Arrays.asList(
        data.source(),
        data.dIn(),
        data.nFeatures(),
        config.dSae(),
        config.sae().batch(),
        config.sae().steps());
  }

  /** Autoencoders train one after another, each with all that the device has. */
  @Override
  public boolean together() {
    return false;
  }

  @Override
  public double work(MonosemanticConfig config) {
    // The encoder's product, and the same amount again for the sparse operations, the data and the
    // update.
    return 4.0 * config.data().dIn() * config.dSae() * config.sae().batch() * config.sae().steps();
  }

  @Override
  public List<Column> cellMetrics() {
    return MonosemanticMetrics.CELL;
  }

  @Override
  public List<String> headline() {
    return List.of(
        MonosemanticMetrics.MMCS,
        MonosemanticMetrics.F1,
        MonosemanticMetrics.MCC,
        MonosemanticMetrics.EXPLAINED_VARIANCE,
        MonosemanticMetrics.L0,
        MonosemanticMetrics.DEAD);
  }

  @Override
  public List<Column> epochMetrics() {
    return MonosemanticMetrics.EPOCH;
  }

  @Override
  public List<NullMetric> nullMetrics(MonosemanticConfig config) {
    return List.of();
  }

  @Override
  public List<Phase> phases(MonosemanticConfig config) {
    return List.of(new Phase(MonosemanticCell.PHASE, config.sae().steps()));
  }
}
