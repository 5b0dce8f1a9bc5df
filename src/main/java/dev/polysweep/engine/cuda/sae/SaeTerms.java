package dev.polysweep.engine.cuda.sae;

import dev.polysweep.engine.cuda.gpu.DeviceMemory;
import dev.polysweep.engine.sae.AuxK;
import dev.polysweep.engine.sae.SaeArchitecture;
import dev.polysweep.engine.sae.SaeIteration;
import dev.polysweep.engine.sae.SaeSelection;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The terms of an autoencoder's gradients and what their records name: the rounds of the encoder,
 * the last first, then groups of dead latents. A second set of records of the rounds serves where
 * no backward pass follows.
 */
final class SaeTerms {

  private static final int WHOLE_Z = 0;
  private static final int CUT = 1;
  private static final int BY_MAGNITUDE = 2;

  private final DeviceMemory memory;
  private final SaeShape shape;
  private final AuxK auxK;
  private final int activation;
  private final int rounds;
  private final boolean summed;
  private final List<SaeTerm> terms = new ArrayList<>();
  private final DeviceMemory.Growing records;
  private final DeviceMemory.Growing inputs;
  private final DeviceMemory.Growing products;
  private final DeviceMemory.Growing peaks;
  private final DeviceMemory.Growing turned;
  private SaeTerm.Room room = new SaeTerm.Room(0, 0, 1);
  private int groups;
  private long level;

  SaeTerms(DeviceMemory memory, SaeShape shape, SaeArchitecture architecture) {
    this.memory = memory;
    this.shape = shape;
    auxK = architecture.aux();
    boolean cut = architecture.training() instanceof SaeSelection.AboveThreshold;
    activation = architecture.separatesMagnitudes() ? BY_MAGNITUDE : cut ? CUT : WHOLE_Z;
    SaeIteration iteration = architecture.iteration();
    rounds = iteration.rounds();
    summed = iteration.summed();
    for (int round = 0; round < rounds; round++) {
      terms.add(new SaeTerm(memory, shape, architecture.learnsThresholds(), false));
    }
    records = memory.new Growing();
    inputs = memory.new Growing();
    products = memory.new Growing();
    peaks = memory.new Growing();
    turned = memory.new Growing();
  }

  /**
   * Makes room for a forward pass.
   *
   * @param wanted what is needed at least
   * @param dead number of groups of dead latents
   * @param levelAt address of the level of each latent, or 0
   */
  void reserve(SaeTerm.Room wanted, int dead, long levelAt) {
    SaeTerm.Room more = room.with(wanted);
    boolean grows = !more.equals(room) || dead > groups;
    if (!grows && levelAt == level) {
      return;
    }
    level = levelAt;
    if (grows) {
      while (terms.size() < rounds + dead) {
        terms.add(new SaeTerm(memory, shape, false, auxK.signed()));
      }
      groups = Math.max(groups, dead);
      room = more;
      int k = Math.min(auxK.k(), shape.dSae());
      for (int t = 0; t < terms.size(); t++) {
        terms.get(t).reserve(t < rounds ? room : new SaeTerm.Room(room.rows(), Math.max(1, k), 1));
      }
      inputs.atLeast((rounds + (summed ? 1 : 0)) * shape.row(room.rows()));
      products.atLeast(rounds * shape.latents(room.rows()));
      peaks.atLeast(rounds * shape.peaks(room.rows()));
      turned.atLeast(shape.row(room.rows()));
      records.atLeast((long) (terms.size() + rounds) * SaeTerm.BYTES);
    }
    ByteBuffer to = DeviceMemory.buffer((terms.size() + rounds) * SaeTerm.BYTES);
    for (int t = 0; t < terms.size(); t++) {
      int round = t < rounds ? rounds - 1 - t : rounds - 1;
      long own = t == 0 ? level : 0;
      terms.get(t).put(to, input(round), z(round), true, t < rounds ? activation : WHOLE_Z, own);
    }
    for (int t = 0; t < rounds; t++) {
      terms
          .get(t)
          .put(to, input(rounds - 1 - t), z(rounds - 1 - t), false, activation, t == 0 ? level : 0);
    }
    memory.write(to.flip(), records.atLeast(0));
  }

  /** The number of rounds. */
  int rounds() {
    return rounds;
  }

  /** The term of a round. */
  SaeTerm round(int round) {
    return terms.get(rounds - 1 - round);
  }

  /** The term of the last round. */
  SaeTerm main() {
    return terms.get(0);
  }

  /** The term of a group of dead latents. */
  SaeTerm group(int group) {
    return terms.get(rounds + group);
  }

  /** The address of the records, and of that of the last round. */
  long records(boolean training) {
    return records.atLeast(0) + (training ? 0 : (long) terms.size() * SaeTerm.BYTES);
  }

  /** The address of a round's record. */
  long record(int round, boolean training) {
    return records(training) + (long) (rounds - 1 - round) * SaeTerm.BYTES;
  }

  /** The address of the record of a group of dead latents. */
  long groupRecord(int group) {
    return records(true) + (long) (rounds + group) * SaeTerm.BYTES;
  }

  /** What a round encodes, and after the last round what that leaves: {@code [rows][stride]}. */
  long input(int round) {
    return inputs.atLeast(0) + round * shape.row(room.rows());
  }

  /** The pre-activations of a round, {@code [rows][width]}. */
  long z(int round) {
    return products.atLeast(0) + round * shape.latents(room.rows());
  }

  /** The greatest of each eight pre-activations of a round, {@code [rows][width / 8]}. */
  long peaks(int round) {
    return peaks.atLeast(0) + round * shape.peaks(room.rows());
  }

  /** Room for the input of one round across, {@code [stride][rows]}. */
  long across() {
    return turned.atLeast(0);
  }

  /** The number of padded samples that there is room for. */
  int rows() {
    return room.rows();
  }
}
