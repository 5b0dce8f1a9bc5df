package dev.polysweep.engine.cuda.net;

import dev.polysweep.data.TrainingData;
import dev.polysweep.engine.net.DenseLayer;
import dev.polysweep.engine.net.Noise;
import dev.polysweep.engine.net.NoiseDraws;
import dev.polysweep.engine.net.OptimizerSpec;
import dev.polysweep.engine.net.ParameterLayout;
import dev.polysweep.engine.net.TrainingPlan;
import dev.polysweep.math.PartialSums;
import java.nio.ByteBuffer;
import java.util.List;

/** Writes the records {@code Layer} and {@code Cell} of {@code src/main/cuda/cell.cuh}. */
final class CellRecords {

  /** Bytes of a record {@code Layer}. */
  static final int LAYER = 96;

  /** Bytes of a record {@code Cell}. */
  static final int CELL = 272;

  /**
   * The addresses of a cell's arrays.
   *
   * @param theta parameters
   * @param first first moments
   * @param second second moments
   * @param factors importances, then the factors of the error's derivative
   * @param layers records of the layers
   * @param work working memory, where it is not shared memory
   * @param sums partial sums, where they are not in the work
   * @param loss loss of the last step
   */
  record Addresses(
      long theta,
      long first,
      long second,
      long factors,
      long layers,
      long work,
      long sums,
      long loss) {}

  private CellRecords() {}

  /** Writes the layers of a plan. */
  static void putLayers(
      ByteBuffer to, TrainingPlan plan, ParameterLayout parameters, WorkLayout work) {
    List<DenseLayer> layers = plan.network().layers();
    for (int l = 0; l < layers.size(); l++) {
      DenseLayer layer = layers.get(l);
      ParameterLayout.Use use = parameters.use(l);
      double l1 = layer.l1Activation() == 0 ? 0 : layer.l1Coefficient(plan.data().samples());
      to.putDouble(l1).putFloat((float) l1);
      to.putFloat(layer.noise().kind() == Noise.Kind.NONE ? 0 : NoiseDraws.scale(layer.noise()));
      to.putInt(layer.noise().kind().ordinal());
      to.putInt(layer.inputs()).putInt(layer.outputs()).putInt(layer.activation().ordinal());
      to.putInt(layer.tie().ordinal()).putInt(layer.tiedTo());
      to.putInt(use.weights()).putInt(use.bias()).putInt(use.gradient());
      to.putInt(work.h[l]).putInt(work.noisy[l]).putInt(work.d[l]);
      to.putInt(work.slopes[l] ? 1 : 0);
      to.putInt(work.forward[l]).putInt(work.backward[l]);
      to.putInt(work.forwardTile[l]).putInt(work.backwardTile[l]).putInt(work.shift[l]);
      to.putInt(work.activity[l]).putInt(work.size[l]);
    }
  }

  /** The importances of a plan's outputs, then the factors by which ŷ − y becomes ∂L/∂ŷ. */
  static float[] factors(TrainingPlan plan) {
    int outputs = plan.network().outputs();
    double scale = plan.loss().scale(plan.data().samples(), outputs);
    float[] factors = new float[2 * outputs];
    for (int k = 0; k < outputs; k++) {
      float importance = plan.loss().importance(k);
      factors[k] = importance;
      factors[outputs + k] = (float) (2 * scale * importance);
    }
    return factors;
  }

  /** Writes a cell. */
  static void putCell(
      ByteBuffer to,
      TrainingPlan plan,
      ParameterLayout parameters,
      WorkLayout work,
      Addresses at,
      Batches.Place data) {
    int outputs = plan.network().outputs();
    OptimizerSpec optimizer = plan.optimizer();
    double l1 = plan.penalty().l1Weights();
    double l2 = plan.penalty().l2Parameters();
    long features = plan.data() instanceof TrainingData.SparseFeatures sparse ? sparse.seed() : 0;
    to.putLong(at.theta()).putLong(at.first()).putLong(at.second());
    to.putLong(data.x()).putLong(data.y());
    to.putLong(at.factors()).putLong(at.factors() + (long) outputs * Float.BYTES);
    to.putLong(at.layers()).putLong(at.work()).putLong(at.sums()).putLong(at.loss());
    to.putDouble(plan.loss().scale(plan.data().samples(), outputs));
    to.putDouble(l1).putDouble(l2).putDouble(optimizer.clipNorm());
    to.putFloat((float) l1).putFloat((float) (2 * l2));
    to.putFloat((float) optimizer.coupledDecay());
    to.putFloat((float) optimizer.ofBiases().coupledDecay());
    to.putFloat((float) optimizer.beta1()).putFloat((float) optimizer.beta2());
    to.putFloat((float) (1 - optimizer.beta1())).putFloat((float) (1 - optimizer.beta2()));
    to.putFloat((float) optimizer.eps());
    to.putFloat(plan.data() instanceof TrainingData.SparseFeatures s ? s.threshold() : 0);
    to.putInt((int) plan.seed()).putInt((int) (plan.seed() >>> 32));
    to.putInt((int) features).putInt((int) (features >>> 32));
    to.putInt(optimizer.kind().ordinal());
    to.putInt(data.kind().ordinal());
    to.putInt(plan.network().layers().size());
    to.putInt(plan.data().samples()).putInt(PartialSums.stride(plan.data().samples()));
    to.putInt(work.chunk);
    to.putInt(parameters.parameters()).putInt(parameters.gradients());
    to.putInt(work.errors).putInt(work.sampleSums).putInt(work.sumCount);
    to.putInt(work.norm).putInt(work.clipped);
    to.putInt(work.batch).putInt(work.residual).putInt(work.folded);
    to.putInt(work.packs).putInt(work.packsLength).putInt(work.partial).putInt(work.moments);
    to.putInt(work.own).putInt(data.inputStep()).putInt(data.targetStep());
    to.putInt(0); // the record ends where a number of eight bytes may follow
  }
}
