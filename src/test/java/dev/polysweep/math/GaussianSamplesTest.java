package dev.polysweep.math;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GaussianSamplesTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 192})
  void hasTheBitsOfEachSampleAlone(int count) {
    int samples = 37;
    float[][] together = new float[count][samples];
    float[] alone = new float[count];
    GaussianSamples gaussians = new GaussianSamples(samples);
    for (long seed : new long[] {0, -1, 1L << 40}) {
      for (int first : new int[] {0, 1000}) {
        gaussians.draw(seed, StreamId.NULL, 3, first, together);
        for (int s = 0; s < samples; s++) {
          new RandomStream(seed, StreamId.NULL, 3, first + s).nextGaussians(alone);
          for (int i = 0; i < count; i++) {
            assertEquals(
                Float.floatToRawIntBits(alone[i]), Float.floatToRawIntBits(together[i][s]));
          }
        }
      }
    }
  }
}
