package dev.polysweep.engine.cuda.net;

import dev.polysweep.engine.net.OptimizerSpec;
import dev.polysweep.engine.net.TrainingPlan;
import dev.polysweep.math.BiasCorrection;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The step sizes of the steps of one launch, {@code StepSize[rows][steps]} of {@code
 * src/main/cuda/cell.cuh}, computed in double precision. Blocks of parameters with the same
 * optimiser and the same number of steps taken share a row.
 */
final class StepSizes {

  private static final int BYTES = 4 * Float.BYTES;

  private record Key(OptimizerSpec optimizer, int total, int taken) {}

  private final Map<Key, Integer> rows = new LinkedHashMap<>();
  private final int first;
  private final int count;

  /** No step sizes yet, for {@code count} steps from step {@code first} on. */
  StepSizes(int first, int count) {
    this.first = first;
    this.count = count;
  }

  /**
   * The place of a block's step sizes in the table.
   *
   * @param bias whether the block is a bias
   * @param taken number of steps that the block has taken before
   */
  int place(TrainingPlan plan, boolean bias, int taken) {
    OptimizerSpec optimizer = bias ? plan.optimizer().ofBiases() : plan.optimizer();
    boolean counts = optimizer.kind() != OptimizerSpec.Kind.SGD;
    Key key = new Key(optimizer, plan.steps(), counts ? taken : 0);
    return rows.computeIfAbsent(key, k -> rows.size() * count);
  }

  /** Bytes of the table. */
  int bytes() {
    return Math.multiplyExact(rows.size(), count * BYTES);
  }

  /** Writes the table. */
  void put(ByteBuffer to) {
    for (Key key : rows.keySet()) {
      OptimizerSpec spec = key.optimizer();
      for (int i = 0; i < count; i++) {
        double rate = spec.rate(first + i, key.total());
        BiasCorrection correction =
            BiasCorrection.of(rate, spec.beta1(), spec.beta2(), key.taken() + i + 1);
        to.putFloat(correction.stepSize()).putFloat(correction.root());
        to.putFloat((float) -rate).putFloat((float) (1 - rate * spec.weightDecay()));
      }
    }
  }
}
