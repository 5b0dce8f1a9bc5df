package dev.polysweep.experiment.monosemantic;

import dev.polysweep.data.SparseSamples;
import dev.polysweep.data.SyntheticDictionary;
import dev.polysweep.engine.Engine;
import dev.polysweep.experiment.CellRun;
import dev.polysweep.experiment.Experiment;
import dev.polysweep.experiment.InvalidSettingException;
import dev.polysweep.experiment.monosemantic.MonosemanticConfig.Data;
import dev.polysweep.math.Matrix;
import dev.polysweep.table.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sparse autoencoders on activations with known features (Sharkey et al. 2022; Bricken et al.
 * 2023): does a dictionary find the features that the activations were made of?
 */
public final class MonosemanticExperiment implements Experiment<MonosemanticConfig> {

  /** The batch that metrics are measured on; training counts from 0. */
  private static final int EVALUATION = -1;

  @Override
  public void run(Engine engine, List<CellRun<MonosemanticConfig>> pack) {
    Map<List<Object>, List<CellRun<MonosemanticConfig>>> groups = new LinkedHashMap<>();
    for (CellRun<MonosemanticConfig> cell : pack) {
      List<Object> data = List.of(cell.seed(), cell.config().data(), cell.config().sae().batch());
      groups.computeIfAbsent(data, key -> new ArrayList<>()).add(cell);
    }
    groups.values().forEach(cells -> train(engine, cells));
  }

  /** Trains cells on the same activations, which are drawn once. */
  private static void train(Engine engine, List<CellRun<MonosemanticConfig>> cells) {
    long start = System.nanoTime();
    MonosemanticConfig config = cells.get(0).config();
    SyntheticDictionary truth = MonosemanticData.truth(config.data(), cells.get(0).seed());
    SparseSamples evaluation = truth.samples(EVALUATION, config.data().evalSamples());
    long common = System.nanoTime() - start;
    List<MonosemanticCell> training = new ArrayList<>();
    try {
      for (CellRun<MonosemanticConfig> cell : cells) {
        training.add(new MonosemanticCell(engine, cell, evaluation));
      }
      int steps = training.stream().mapToInt(MonosemanticCell::steps).max().orElse(0);
      for (int step = 1; step <= steps; step++) {
        start = System.nanoTime();
        Matrix batch = truth.samples(step - 1, config.sae().batch()).x();
        common += System.nanoTime() - start;
        for (MonosemanticCell cell : training) {
          cell.step(step, batch);
        }
      }
      for (MonosemanticCell cell : training) {
        cell.finish(truth.features());
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
    return "sparse autoencoders on activations with known features: are they found?";
  }

  @Override
  public MonosemanticConfig defaults() {
    return MonosemanticConfig.DEFAULTS;
  }

  @Override
  public void check(MonosemanticConfig config) {
    Data data = config.data();
    if (data.magnitudeMax() < data.magnitudeMin() || data.magnitudeMax() == 0) {
      throw new InvalidSettingException(
          "data.magnitude_max",
          data.magnitudeMax() + " must be above 0 and not below magnitude_min");
    }
    try {
      MonosemanticData.firing(data, 0);
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException("data.active_mean", e.getMessage());
    }
    if (config.dSae() > 1 << 20) {
      throw new InvalidSettingException(
          "sae.expansion", config.dSae() + " latents are more than 1048576");
    }
  }

  @Override
  public Object shape(MonosemanticConfig config) {
    Data data = config.data();
    return Arrays.asList(
        data.source(),
        data.dIn(),
        data.nFeatures(),
        config.dSae(),
        config.sae().batch(),
        config.sae().steps());
  }

  @Override
  public double work(MonosemanticConfig config) {
    // The encoder's product, and as much again for what is sparse, the data and the update.
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
