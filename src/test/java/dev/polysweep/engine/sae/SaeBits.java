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
    for (SaeArchitecture architecture : all) {
      SaePlan base = SaePlans.plan(architecture, 100, 150);
      SaePlan plan =
          new SaePlan(
              base.initial(),
              architecture,
              base.optimizer(),
              new SaeResampling(3, 6, 0.2),
              2,
              base.inputScale(),
              5);
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
