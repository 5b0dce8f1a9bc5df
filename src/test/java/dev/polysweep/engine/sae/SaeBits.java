package dev.polysweep.engine.sae;

import dev.polysweep.engine.Engines;
import dev.polysweep.math.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The bits of short runs of every architecture; a program too, so that a JVM with another vector
 * length can say what it gets.
 */
final class SaeBits {

  private SaeBits() {}

  public static void main(String[] args) {
    System.out.println(of(1));
  }

  /** A checksum of losses, parameters and codes. */
  static String of(int threads) {
    StringBuilder bits = new StringBuilder();
    List<SaeArchitecture> all = new ArrayList<>(SaePlans.architectures());
    all.add(new Gated(0.05, 3));
    all.add(new ProLu(0.05, 3, ProLu.Gradient.STRAIGHT_THROUGH));
    all.add(new PAnneal(0.05, 3, 0.4, 1, 6, 3));
    Matryoshka nested =
        new Matryoshka(
            new BatchTopK(4, new AuxK(3, 0.5, true), 0.2),
            List.of(0.2, 0.5),
            Matryoshka.Widths.DRAWN,
            0.7,
            true,
            true,
            true);
    all.add(nested);
    all.add(new Lista(nested, 1, 0.3, 0.1));
    all.add(new MatchingPursuit(3));
    for (SaeArchitecture architecture : all) {
      boolean pursuit = architecture.iteration().summed();
      SaeConstraints how =
          new SaeConstraints(
              SaeConstraints.Decoder.UNIT, pursuit, SaeConstraints.Frozen.NONE, -1, 0.1, 1);
      SaePlan base = SaePlans.plan(pursuit ? new TopK(1, AuxK.NONE) : architecture, 100, 150);
      SaePlan plan =
          new SaePlan(
              base.initial(),
              architecture,
              base.optimizer(),
              new SaeResampling(3, 6, 0.2),
              2,
              base.inputScale(),
              5,
              how,
              null);
      try (SaeSession session = Engines.saeTrainer("simd").open(plan, threads)) {
        CRC32 crc = new CRC32();
        for (int step = 0; step < 8; step++) {
          SaeLoss loss = session.step(SaePlans.batch(203, 100, step));
          add(crc, (float) loss.total());
          add(crc, loss.resampled());
        }
        SaeParameters parameters = session.parameters();
        add(crc, parameters.wEnc().data());
        add(crc, parameters.wDec().data());
        add(crc, parameters.bEnc());
        add(crc, parameters.bDec());
        Matrix x = SaePlans.batch(101, 100, 50);
        add(crc, session.encode(x).dense().data());
        add(crc, session.reconstruct(x).data());
        bits.append(Long.toHexString(crc.getValue())).append(' ');
      }
    }
    return bits.toString().trim();
  }

  private static void add(CRC32 crc, float... values) {
    for (float value : values) {
      int word = Float.floatToRawIntBits(value);
      for (int shift = 0; shift < 32; shift += 8) {
        crc.update(word >>> shift);
      }
    }
  }
}
