package dev.polysweep.experiment.network;

import dev.polysweep.engine.net.LayerParameters;
import dev.polysweep.math.Matrix;
import dev.polysweep.metric.LinearProbes;
import dev.polysweep.metric.MutualInformation;
import dev.polysweep.metric.MutualInformationMatrix;
import dev.polysweep.metric.NeuronFeatures;
import dev.polysweep.metric.geometry.FeatureGeometry;
import dev.polysweep.metric.geometry.FeatureOverlaps;
import dev.polysweep.metric.psi.ConceptInputs;
import dev.polysweep.metric.psi.Psi;
import dev.polysweep.metric.psi.PsiNull;
import dev.polysweep.metric.psi.PsiProbe;
import dev.polysweep.metric.psi.PsiScorer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * One layer of a network at one moment of its training, as metrics see it. What several metrics
 * need is computed once.
 */
final class View {

  /** The most samples that probes, correlations and comparisons are computed on. */
  static final int SOME = 4096;

  private static final double OVERLAP = 0.1;

  private final Moment moment;
  private final NetworkCell cell;
  private final int model;
  private final int layer;
  private final boolean rows;
  private final NetworkConfig config;
  private final Samples samples;
  private View twin;
  private Matrix weights;
  private FeatureGeometry geometry;
  private Matrix some;
  private NeuronFeatures responses;
  private LinearProbes probes;
  private Psi psi;

  /**
   * @param moment what is known of the cell's networks
   * @param model index of the network in the session
   * @param layer number of the layer
   * @param rows whether the rows of its weights are features, and not the columns
   */
  View(Moment moment, NetworkCell cell, int model, int layer, boolean rows) {
    this.moment = moment;
    this.cell = cell;
    this.model = model;
    this.layer = layer;
    this.rows = rows;
    config = cell.config;
    samples = cell.samples;
  }

  /** Asks for what a metric is computed from. */
  void ask(Metric metric) {
    if (metric.on() != Metric.On.UNITS) {
      moment.ask(model);
      return;
    }
    askOutputs(samples.probe());
    if (metric.ofConcepts()) {
      askOutputs(cell.concepts.shown());
    }
    if (metric == Metric.CKA) {
      twin().askOutputs(samples.probe());
    }
  }

  private void askOutputs(Matrix x) {
    moment.ask(model, x, layer, Widths.of(config).get(layer + 1));
  }

  /** The same layer of the network's twin, which is the next model of the session. */
  View twin() {
    if (twin == null) {
      twin = new View(moment, cell, model + 1, layer, rows);
    }
    return twin;
  }

  /** All weight matrices of the network, a tied one once. */
  List<Matrix> allWeights() {
    return moment.parameters(model).stream()
        .map(LayerParameters::weight)
        .filter(Objects::nonNull)
        .toList();
  }

  /** The weights of the layer with features in columns, {@code [dimensions, features]}. */
  Matrix weights() {
    if (weights == null) {
      Matrix w = weights(config, moment.parameters(model)).get(layer);
      weights = rows ? w.transpose() : w;
    }
    return weights;
  }

  /** The weights of every layer, {@code [outputs, inputs]}, those of a tied layer included. */
  static List<Matrix> weights(NetworkConfig config, List<LayerParameters> parameters) {
    List<Matrix> weights = new ArrayList<>();
    for (int l = 0; l < parameters.size(); l++) {
      Matrix own = parameters.get(l).weight();
      int tiedTo = NetworkPlans.layers(config).get(l).tiedTo();
      weights.add(own == null ? parameters.get(tiedTo).weight().transpose() : own);
    }
    return weights;
  }

  FeatureGeometry geometry() {
    if (geometry == null) {
      geometry = FeatureGeometry.of(weights());
    }
    return geometry;
  }

  FeatureOverlaps overlaps() {
    return FeatureOverlaps.of(weights(), OVERLAP);
  }

  /** The importances of the outputs, all 1 if the loss has none. */
  float[] importance() {
    int outputs = samples.valY().cols();
    float[] given = NetworkPlans.importance(config.loss(), outputs);
    if (given == null) {
      given = new float[outputs];
      Arrays.fill(given, 1);
    }
    return given;
  }

  /** The activations of the layer on all samples, {@code [samples, units]}. */
  Matrix activations() {
    return moment.outputs(model, samples.probe(), layer);
  }

  /** The activations on the first samples, at most {@value #SOME}. */
  Matrix some() {
    if (some == null) {
      some = first(activations());
    }
    return some;
  }

  private static Matrix first(Matrix all) {
    return all.rows() <= SOME ? all : all.rows(0, SOME);
  }

  /** The inputs of the same samples. */
  private Matrix inputs() {
    return first(samples.probe());
  }

  /** The inputs that show one column at a time, made from the same samples. */
  static ConceptInputs concepts(Samples samples) {
    return ConceptInputs.of(first(samples.probe()));
  }

  NeuronFeatures responses() {
    if (responses == null) {
      responses = NeuronFeatures.of(some(), inputs());
    }
    return responses;
  }

  LinearProbes probes() {
    if (probes == null) {
      probes = LinearProbes.of(some(), inputs());
    }
    return probes;
  }

  /** The largest mutual information of a unit with an input column, mean over units, in nats. */
  double mutualInformation() {
    double[][] all = MutualInformationMatrix.of(some(), inputs(), MutualInformation.BINS);
    return Arrays.stream(all)
        .mapToDouble(unit -> Arrays.stream(unit).max().orElse(Double.NaN))
        .average()
        .orElse(Double.NaN);
  }

  /** The polysemanticity index of the units themselves: each is its own direction. */
  Psi psi() {
    if (psi == null) {
      PsiProbe probe =
          new PsiProbe(
              inputs(),
              some(),
              moment.outputs(model, cell.concepts.shown(), layer),
              cell.concepts.concepts());
      int units = some().cols();
      Matrix identity = new Matrix(units, units);
      for (int u = 0; u < units; u++) {
        identity.set(u, u, 1);
      }
      psi =
          Psi.measurable(probe)
              ? psi(new PsiScorer(probe), identity)
              : Psi.undefined(Psi.Undefined.NO_VARIANCE);
    }
    return psi;
  }

  private Psi psi(PsiScorer scorer, Matrix identity) {
    PsiNull chance = PsiNull.of(scorer, identity.rows(), cell.run.seed(), PsiNull.DRAWS);
    return Psi.of(scorer, identity, null, cell.run.seed(), chance);
  }
}
