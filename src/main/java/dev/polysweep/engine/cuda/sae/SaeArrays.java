package dev.polysweep.engine.cuda.sae;

import dev.polysweep.engine.cuda.gpu.DeviceMemory;
import dev.polysweep.engine.sae.SaeArchitecture;
import dev.polysweep.engine.sae.SaeConstraints;
import dev.polysweep.engine.sae.SaeConstraints.Decoder;
import dev.polysweep.engine.sae.SaeOptimizer;
import dev.polysweep.engine.sae.SaePlan;
import java.nio.ByteBuffer;

/**
 * What lies on the device of a sparse autoencoder whatever the batch: the record {@code Sae} of
 * {@code src/main/cuda/autoencoder.cuh} and the arrays that it names.
 */
final class SaeArrays {

  /** Bytes of the record. */
  static final int BYTES = 384;

  private static final int FIRST_STEPS = 1024;

  private final DeviceMemory memory;
  private final SaePlan plan;
  private final long startDec;
  private final long bDecGrad;
  private final long kept;
  private final long squares;
  private final long dead;
  private final DeviceMemory.Growing corrections;
  private int corrected = -1;

  final SaeShape shape;
  final SaeWeights weights;
  final SaeWeights first;
  final SaeWeights second;

  /** Encoder rows, directions and biases as the forward pass uses them. */
  final long viewEnc;

  final long directions;
  final long viewBias;

  /** Norms of decoder rows, or 0. */
  final long norm;

  /** {@link #viewEnc} transposed, {@code [stride][width]}. */
  final long across;

  /** Thresholds, or scales and shifts of magnitudes; 0 without. */
  final long threshold;

  final long taken;
  final long silent;
  final long frequency;

  /** Σ of u·uᵀ of the decoder's unit rows, {@code [stride][stride]}, or 0 without a penalty. */
  final long gram;

  /** Number of the first step with a loss that is not finite. */
  final long bad;

  private final long biasGrad;
  private final long zGrad;
  private final long thetaGrad;

  /** Where the record is. */
  final long record;

  SaeArrays(DeviceMemory memory, SaePlan plan) {
    this.memory = memory;
    this.plan = plan;
    SaeArchitecture architecture = plan.architecture();
    SaeConstraints constraints = plan.constraints();
    shape = new SaeShape(plan.dIn(), plan.dSae());
    weights = new SaeWeights(memory, shape, architecture);
    first = new SaeWeights(memory, shape, architecture);
    second = new SaeWeights(memory, shape, architecture);
    long latents = (long) shape.dSae() * Float.BYTES;
    boolean rescaled = constraints.decoder() == Decoder.RESCALED;
    boolean clips = constraints.clip() > 0;
    startDec = constraints.leastCosine() > -1 ? memory.allocate(shape.latentRows()) : 0;
    viewEnc = rescaled ? memory.allocate(shape.latentRows()) : weights.enc;
    directions = rescaled ? memory.allocate(shape.latentRows()) : weights.dec;
    viewBias = rescaled ? memory.allocate((long) shape.width() * Float.BYTES) : weights.bEnc;
    norm = rescaled ? memory.allocate(latents) : 0;
    across = memory.allocate(Math.multiplyExact((long) shape.stride(), shape.latents(1)));
    long thetas = weights.thetas * latents;
    threshold = thetas == 0 ? 0 : memory.allocate(thetas);
    biasGrad = memory.allocate(latents);
    zGrad = architecture.separatesMagnitudes() ? memory.allocate(latents) : biasGrad;
    thetaGrad = thetas == 0 ? 0 : memory.allocate(thetas);
    bDecGrad = memory.allocate(shape.row(1));
    kept = clips ? memory.allocate(2 * shape.latentRows()) : 0;
    squares = clips ? memory.allocate(2 * latents) : 0;
    taken = memory.allocate(latents + Integer.BYTES);
    silent = memory.allocate(latents);
    frequency = memory.allocate(2 * latents);
    dead = memory.allocate(latents + 2 * Integer.BYTES);
    bad = dead + latents + Integer.BYTES;
    long square = shape.stride() * shape.row(1);
    gram = constraints.orthogonality() > 0 ? memory.allocate(square) : 0;
    if (gram != 0) {
      memory.clear(gram, square);
    }
    corrections = memory.new Growing();
    first.clear();
    second.clear();
    memory.clear(taken, latents + Integer.BYTES);
    memory.clear(silent, latents);
    memory.clear(frequency, 2 * latents);
    memory.clear(dead, latents + 2 * Integer.BYTES);
    weights.set(plan.initial(), false);
    if (rescaled) {
      memory.clear(viewBias, (long) shape.width() * Float.BYTES);
    }
    record = memory.allocate(BYTES);
    correct(1);
  }

  /** Remembers the decoder's rows as those that a least cosine is kept to. */
  void start(float[] rows) {
    if (startDec != 0) {
      memory.write(rows, startDec);
    }
  }

  /** The penalty on the cosines of the last step, with its coefficient. */
  double orthogonality() {
    if (gram == 0) {
      return 0;
    }
    float[] all = new float[shape.stride() * shape.stride()];
    memory.read(gram, all);
    double sum = -shape.dSae();
    for (float v : all) {
      sum += (double) v * v;
    }
    return plan.constraints().orthogonality() * sum / shape.dSae();
  }

  /** Makes sure that Adam's corrections reach as far as a number of steps. */
  void correct(int steps) {
    if (steps <= corrected) {
      return;
    }
    corrected = Math.max(FIRST_STEPS, 2 * steps);
    SaeOptimizer adam = plan.optimizer();
    double[] rest = new double[corrected + 1];
    float[] root = new float[corrected + 1];
    for (int t = 1; t <= corrected; t++) {
      rest[t] = 1 - StrictMath.pow(adam.beta1(), t);
      root[t] = (float) (1 / StrictMath.sqrt(1 - StrictMath.pow(adam.beta2(), t)));
    }
    long at = corrections.atLeast((long) rest.length * (Double.BYTES + Float.BYTES));
    memory.write(rest, at);
    memory.write(root, at + (long) rest.length * Double.BYTES);
    put(at, at + (long) rest.length * Double.BYTES);
  }

  private void put(long rest, long root) {
    ByteBuffer to = DeviceMemory.buffer(BYTES);
    weights.put(to);
    first.put(to);
    second.put(to);
    to.putLong(startDec).putLong(viewEnc).putLong(directions).putLong(viewBias).putLong(norm);
    to.putLong(across).putLong(threshold).putLong(biasGrad).putLong(zGrad).putLong(thetaGrad);
    to.putLong(bDecGrad).putLong(kept).putLong(squares).putLong(taken).putLong(silent);
    to.putLong(frequency).putLong(rest).putLong(root);
    long count = dead + (long) shape.dSae() * Integer.BYTES;
    to.putLong(dead).putLong(count).putLong(bad);
    to.putLong(gram).putDouble(plan.constraints().leastCosine());
    SaeOptimizer adam = plan.optimizer();
    to.putFloat((float) adam.beta1()).putFloat((float) adam.beta2());
    to.putFloat((float) (1 - adam.beta1())).putFloat((float) (1 - adam.beta2()));
    to.putFloat((float) adam.eps()).putFloat((float) plan.inputScale());
    to.putFloat((float) (4 * plan.constraints().orthogonality() / shape.dSae()));
    to.putInt(shape.dIn()).putInt(shape.dSae()).putInt(shape.stride()).putInt(shape.width());
    to.putInt(plan.constraints().decoder().ordinal()).putInt(plan.deadWindow());
    to.putInt(is(plan.constraints().tied())).putInt(is(plan.constraints().frozen().encoder()));
    to.putInt(is(plan.constraints().frozen().decoder()));
    to.putInt(is(plan.architecture().trainsBias() && !plan.constraints().frozen().encoder()));
    to.putInt(is(plan.architecture().logarithmicThresholds()));
    to.putInt(is(plan.architecture().separatesMagnitudes()));
    memory.write(to.flip(), record);
  }

  private static int is(boolean what) {
    return what ? 1 : 0;
  }
}
