package dev.polysweep.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.polysweep.Fixtures;
import dev.polysweep.Safetensors;
import dev.polysweep.math.Matrix;
import dev.polysweep.metric.dictionary.L0;
import dev.polysweep.metric.dictionary.L0Count;
import dev.polysweep.metric.dictionary.Macs;
import dev.polysweep.metric.geometry.Interference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.apache.commons.math3.special.Erf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The taming experiment's metrics of networks that PyTorch trained, against those that it computed
 * itself.
 */
class TamingMetricsTest {

  /** Sums of 1e4 float32 terms in PyTorch, ours in double. */
  private static final double RELATIVE = 1e-5;

  static Stream<Safetensors> fixtures() {
    return Fixtures.bundled("taming").stream();
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void macs(Safetensors fixture) {
    assertMetric(fixture, "macs", Macs.of(fixture.tensor("final.sae.W")));
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void interference(Safetensors fixture) {
    Matrix decoder = fixture.tensor("final.sae.W");
    double actual = Interference.of(decoder, fixture.vector("importance"));
    assertMetric(fixture, "interference", actual);
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void sparsityW4(Safetensors fixture) {
    List<Matrix> weights = new ArrayList<>();
    for (int layer = 0; layer < fixture.number("layers"); layer++) {
      weights.add(fixture.tensor("final.W" + layer));
    }
    assertMetric(fixture, "sparsity_w4", SparsityW4.of(weights));
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void meanSquaredError(Safetensors fixture) {
    for (String part : List.of("train", "val")) {
      Matrix prediction = mlp(fixture, fixture.tensor(part + "_x"));
      double actual = MeanSquaredError.of(prediction, fixture.tensor(part + "_y"));
      assertMetric(fixture, part + "_mse", actual);
    }
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void sparseAutoencoder(Safetensors fixture) {
    Matrix decoder = fixture.tensor("final.sae.W");
    Matrix z = Standardize.of(fixture.tensor("acts"));
    DoubleUnaryOperator leaky = v -> v > 0 ? v : 0.01 * v;
    Matrix featureActs = dense(z, decoder.transpose(), fixture.vector("final.sae.b"), leaky);
    Matrix out = dense(featureActs, decoder, new float[decoder.rows()], v -> v);
    assertMetric(fixture, "l0", L0.of(featureActs));
    assertMetric(fixture, "sae_mse", MeanSquaredError.of(out, z));
    assertEquals(L0.of(featureActs) * decoder.cols(), L0Count.of(featureActs), 1e-9);
  }

  private static void assertMetric(Safetensors fixture, String name, double actual) {
    double expected = fixture.number(name);
    assertEquals(expected, actual, RELATIVE * Math.abs(expected), name);
  }

  private static Matrix mlp(Safetensors fixture, Matrix x) {
    DoubleUnaryOperator activation =
        fixture.metadata().get("activation").equals("relu")
            ? v -> Math.max(v, 0)
            : v -> 0.5 * v * (1 + Erf.erf(v / Math.sqrt(2)));
    int layers = (int) fixture.number("layers");
    Matrix h = x;
    for (int layer = 0; layer < layers; layer++) {
      DoubleUnaryOperator f = layer == layers - 1 ? v -> v : activation;
      h = dense(h, fixture.tensor("final.W" + layer), fixture.vector("final.b" + layer), f);
    }
    return h;
  }

  /** f(x·wᵀ + b); x [samples, in], w [out, in], b [out]. */
  private static Matrix dense(Matrix x, Matrix w, float[] b, DoubleUnaryOperator f) {
    Matrix y = new Matrix(x.rows(), w.rows());
    for (int s = 0; s < x.rows(); s++) {
      for (int o = 0; o < w.rows(); o++) {
        double sum = b[o];
        for (int i = 0; i < w.cols(); i++) {
          sum += (double) x.get(s, i) * w.get(o, i);
        }
        y.set(s, o, (float) f.applyAsDouble(sum));
      }
    }
    return y;
  }
}
