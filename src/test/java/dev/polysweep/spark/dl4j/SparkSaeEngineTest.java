package dev.polysweep.spark.dl4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.engine.Engine;
import dev.polysweep.engine.Engines;
import dev.polysweep.engine.sae.AuxK;
import dev.polysweep.engine.sae.L1;
import dev.polysweep.engine.sae.SaeArchitecture;
import dev.polysweep.engine.sae.SaeLoss;
import dev.polysweep.engine.sae.SaeOptimizer;
import dev.polysweep.engine.sae.SaeParameters;
import dev.polysweep.engine.sae.SaePlan;
import dev.polysweep.engine.sae.SaeResampling;
import dev.polysweep.engine.sae.SaeSession;
import dev.polysweep.engine.sae.TopK;
import dev.polysweep.experiment.CellRun;
import dev.polysweep.experiment.ConfigurationBuilder;
import dev.polysweep.experiment.monosemantic.MonosemanticConfig;
import dev.polysweep.experiment.monosemantic.MonosemanticConfig.Architecture;
import dev.polysweep.experiment.monosemantic.MonosemanticConfig.Normalize;
import dev.polysweep.experiment.monosemantic.MonosemanticExperiment;
import dev.polysweep.math.Initializers;
import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;
import dev.polysweep.spark.SparkFixture;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** One autoencoder trained by several Spark tasks together. */
class SparkSaeEngineTest {

  private static final double SAME = 0.01; // of explained variance

  private static Engine spread() {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(SparkFixture.spark().sparkContext());
    return new SparkSaeEngine(spark, 2, 20);
  }

  private static CellRun<MonosemanticConfig> run(Engine engine, MonosemanticConfig config) {
    CellRun<MonosemanticConfig> cell = new CellRun<>(config, 3, 100);
    new MonosemanticExperiment().run(engine, List.of(cell));
    return cell;
  }

  /** 32 features in 24 dimensions, 2 active. */
  private static MonosemanticConfig config(Architecture architecture, int auxK) {
    return config(architecture, auxK, 0, 0);
  }

  private static MonosemanticConfig config(
      Architecture architecture, int auxK, int coefficientWarmup, int resampleEvery) {
    return new MonosemanticConfig(
        MonosemanticConfig.Preset.SHARKEY,
        ConfigurationBuilder.from(MonosemanticConfig.DEFAULTS.data())
            .set("d_in", 24)
            .set("n_features", 32)
            .set("active_mean", 2.0)
            .set("eval_samples", 2000)
            .build(),
        ConfigurationBuilder.from(MonosemanticConfig.DEFAULTS.sae())
            .set("architecture", architecture)
            .set("k", 3.0)
            .set("aux_k", auxK)
            .set("steps", 400)
            .set("batch", 256)
            .set("lr", 3e-3)
            .set("lr_warmup", 20)
            .set("lr_decay", 100)
            .set("coefficient_warmup", coefficientWarmup)
            .set("normalize", Normalize.EXPECTED_NORM)
            .set("dead_window", 1000)
            .set("resample_every", resampleEvery)
            .set("resample_last", 400)
            .build());
  }

  @ParameterizedTest
  @EnumSource(names = {"TOPK", "L1"})
  void explainsAsMuchAsOneExecutor(Architecture architecture) {
    MonosemanticConfig config = config(architecture, 0);
    CellRun<MonosemanticConfig> one = run(Engines.named("simd"), config);
    CellRun<MonosemanticConfig> many = run(spread(), config);
    assertNull(many.divergence());
    double alone = one.metrics().get("explained_variance");
    double together = many.metrics().get("explained_variance");
    assertTrue(alone > 0.7, "alone " + alone);
    assertTrue(together > alone - SAME, "alone " + one.metrics() + "\ntogether " + many.metrics());
    List<CellRun.Epoch> epochs = many.epochs();
    assertEquals(List.of(1, 100, 200, 300, 400), epochs.stream().map(e -> e.epoch()).toList());
    assertTrue(epochs.get(4).loss() < epochs.get(0).loss() / 3, epochs.toString());
    assertEquals(one.metrics().keySet(), many.metrics().keySet());
    assertEquals(one.arrays().keySet(), many.arrays().keySet());
  }

  private static Stream<SaeArchitecture> architectures() {
    return Stream.of(new TopK(4, AuxK.NONE), new L1(0.3, 0));
  }

  /**
   * Loss and gradients of the network against those of the SIMD engine, which its first moments
   * give after one step: here the encoder's bias is b_enc − b_dec·W_enc and trained freely, there
   * the decoder's gradient has lost what is parallel to its rows. Tolerance: sums of 50 products.
   */
  @ParameterizedTest
  @MethodSource("architectures")
  void gradientsAreThoseOfTheSimdEngine(SaeArchitecture architecture) {
    int dIn = 17;
    int dSae = 40;
    int n = 50;
    Matrix bias =
        Initializers.normal(1, dIn, 1, new RandomStream(1, dev.polysweep.math.StreamId.DATA));
    Matrix x =
        Initializers.normal(n, dIn, 1, new RandomStream(2, dev.polysweep.math.StreamId.DATA));
    SaePlan plan =
        new SaePlan(
            SaeParameters.random(dIn, dSae, 3).withBDec(bias.data()),
            architecture,
            SaeOptimizer.adam(1e-3),
            SaeResampling.NONE,
            1000,
            1,
            0);
    MultiLayerNetwork network = SaeNetwork.of(plan, 1);
    INDArray input = Nd4j.createFromArray(x.data()).reshape('c', n, dIn);
    network.setInput(input);
    network.setLabels(input);
    network.computeGradientAndScore();
    Gradient gradient = network.gradient();
    INDArray wEnc = gradient.getGradientFor("0_W").div(n);
    INDArray bEnc = gradient.getGradientFor("0_b").div(n);
    INDArray wDec = gradient.getGradientFor("1_W").div(n);
    INDArray bDec = gradient.getGradientFor("1_b").div(n);
    try (SaeSession session = Engines.saeTrainer("simd").open(plan, 1)) {
      SaeLoss loss = session.step(x);
      assertEquals(loss.mse(), network.score(), 1e-4 * loss.mse());
      SaeParameters moments = session.state().firstMoments();
      for (int f = 0; f < dSae; f++) {
        double norm = 0;
        double along = 0;
        for (int i = 0; i < dIn; i++) {
          double weight = plan.initial().wDec().get(f, i);
          norm += weight * weight;
          along += weight * wDec.getDouble(f, i);
        }
        assertEquals(bEnc.getDouble(f), moments.bEnc()[f] / 0.1, 1e-4, "b_enc " + f);
        for (int i = 0; i < dIn; i++) {
          assertEquals(
              wEnc.getDouble(i, f) - bias.get(0, i) * bEnc.getDouble(f),
              moments.wEnc().get(i, f) / 0.1,
              1e-4,
              "W_enc " + i + ", " + f);
          assertEquals(
              wDec.getDouble(f, i) - along / norm * plan.initial().wDec().get(f, i),
              moments.wDec().get(f, i) / 0.1,
              1e-4,
              "W_dec " + f + ", " + i);
        }
      }
      for (int i = 0; i < dIn; i++) {
        double through = 0;
        for (int f = 0; f < dSae; f++) {
          through += plan.initial().wEnc().get(i, f) * bEnc.getDouble(f);
        }
        assertEquals(bDec.getDouble(i) - through, moments.bDec()[i] / 0.1, 1e-4, "b_dec " + i);
      }
    }
    network.close();
  }

  @Test
  void whatItDoesNotDoIsNamed() {
    for (Map.Entry<MonosemanticConfig, String> wrong :
        Map.of(
                config(Architecture.TOPK, 8), "set sae.aux_k to 0",
                config(Architecture.L1, 0, 50, 0), "set sae.coefficient_warmup to 0",
                config(Architecture.L1, 0, 0, 100), "set sae.resample_every to 0",
                config(Architecture.JUMPRELU, 0), "knows sae.architecture topk and l1")
            .entrySet()) {
      UnsupportedOperationException e =
          assertThrows(UnsupportedOperationException.class, () -> run(spread(), wrong.getKey()));
      assertTrue(e.getMessage().contains(wrong.getValue()), e.getMessage());
    }
    assertThrows(UnsupportedOperationException.class, () -> spread().open(List.of()));
  }

  /** Values and gradients of the activation, against the definition, in both memory orders. */
  @Test
  void activationKeepsTheLargestAndTheirGradients() {
    float[][] z = {{1, 3, -2, 3, 3}, {-1, -2, -3, -4, -5}, {0, 5, 0, 0, 1}};
    for (char order : new char[] {'c', 'f'}) {
      INDArray top = new SparseActivation(2, 0).getActivation(array(z, order), true);
      assertEquals(
          array(new float[][] {{0, 3, 0, 3, 0}, {0, 0, 0, 0, 0}, {0, 5, 0, 0, 1}}, 'c'), top);
      INDArray ones = Nd4j.ones(3, 5);
      assertEquals(
          array(new float[][] {{0, 1, 0, 1, 0}, {0, 0, 0, 0, 0}, {0, 1, 0, 0, 1}}, 'c'),
          new SparseActivation(2, 0).backprop(array(z, order), ones).getFirst());
      assertEquals(
          array(
              new float[][] {{1.5f, 1.5f, 0, 1.5f, 1.5f}, {0, 0, 0, 0, 0}, {0, 1.5f, 0, 0, 1.5f}},
              'c'),
          new SparseActivation(Integer.MAX_VALUE, 0.5).backprop(array(z, order), ones).getFirst());
    }
  }

  private static INDArray array(float[][] rows, char order) {
    return Nd4j.createFromArray(rows).dup(order);
  }

  @Test
  void partsMakeTheBatch() {
    assertEquals(List.of("/7/0/3", "/7/3/6", "/7/6/10"), BatchLoader.paths(7, 10, 3));
  }
}
