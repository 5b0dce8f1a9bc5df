package dev.polysweep.engine.net;

import static dev.polysweep.engine.net.Near.assertNear;
import static dev.polysweep.engine.net.Near.assertNearParameters;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.Fixtures;
import dev.polysweep.Safetensors;
import dev.polysweep.engine.Engine;
import dev.polysweep.math.Matrix;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every engine must do, held against {@link ReferenceTrainer}. A subclass supplies the engine.
 *
 * <p>Tolerances are absolute plus ε·|expected|. An engine computes in float (unit roundoff 6e-8)
 * and adds up to 820 samples and 130 units in its own order, so a value that is a sum of terms of
 * order 1 is known to some 1e-6; the depth of the networks here adds little. Hence 1e-5 for one
 * pass. In a run of k steps Adam divides each gradient by its own size: a gradient that nearly
 * cancels loses digits, and a weight may be off by a share of the way lr·k that it can go; that
 * share is held under 1e-3. A weight on a kink (ReLU, L1) may hop by one step, so no more than that
 * is asked of runs.
 */
public abstract class EngineContract {

  private static final double ONE_PASS = 1e-5;
  private static final double LOSS_OF_RUN = 1e-4;
  private static final double SHARE_OF_WAY = 1e-3;

  /** The engine to be tried. */
  protected abstract Engine engine();

  /**
   * By how much a model in a pack may differ from the same model alone, relative to its largest
   * entry; 0 asks for the same bits.
   */
  protected double packTolerance() {
    return 0;
  }

  static List<Named<TrainingPlan>> sizes() {
    return EngineCases.sizes();
  }

  static List<Named<TrainingPlan>> features() {
    return EngineCases.features();
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void forwardOfEveryLayer(TrainingPlan plan) {
    try (TrainingSession session = engine().open(List.of(plan))) {
      assertForward(new ReferenceTrainer(plan), session, 0, plan, 1);
      assertForward(new ReferenceTrainer(plan), session, 0, plan, plan.data().samples());
    }
  }

  /** A step of plain gradient descent at lr 1 moves the parameters by the gradient. */
  @ParameterizedTest
  @MethodSource("sizes")
  void gradientAtEverySize(TrainingPlan plan) {
    TrainingPlan descent = Plans.with(plan, OptimizerSpec.sgd(1));
    ReferenceTrainer expected = new ReferenceTrainer(descent);
    expected.train(1);
    try (TrainingSession session = engine().open(List.of(descent))) {
      session.train(1);
      assertNear(expected.loss(), session.loss(0), ONE_PASS, "loss");
      assertParameters(expected, session, 0, ONE_PASS);
    }
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void shortRunAtEverySize(TrainingPlan plan) {
    assertRun(plan, 5);
  }

  @ParameterizedTest
  @MethodSource("features")
  void firstStepWithEveryFeature(TrainingPlan plan) {
    assertRun(plan, 1);
  }

  @ParameterizedTest
  @MethodSource("features")
  void wholeRunWithEveryFeature(TrainingPlan plan) {
    assertRun(plan, plan.steps());
  }

  @ParameterizedTest
  @MethodSource("tamingRuns")
  void runsOfTheTamingExperimentFollowPyTorch(Safetensors f) {
    assertLosses(f.vector("mlp.loss"), FixturePlans.taming(f));
    assertLosses(f.vector("sae.loss"), FixturePlans.tamingSae(f));
  }

  static List<Safetensors> tamingRuns() {
    return Fixtures.ofKind("taming");
  }

  @ParameterizedTest
  @MethodSource("toyRuns")
  void runsOfTheToyModelFollowPyTorch(Safetensors f) {
    assertLosses(f.vector("loss"), FixturePlans.toy(f));
  }

  static List<Safetensors> toyRuns() {
    return Fixtures.ofKind("toy");
  }

  /** Models of one shape and of others, of several seeds and settings, side by side. */
  @Test
  void packEqualsItsModelsAlone() {
    List<TrainingPlan> plans = mixedPack();
    try (TrainingSession pack = engine().open(plans)) {
      assertEquals(plans.size(), pack.size());
      pack.train(7);
      assertEquals(7, pack.step());
      for (int model = 0; model < plans.size(); model++) {
        try (TrainingSession alone = engine().open(List.of(plans.get(model)))) {
          alone.train(7);
          assertSame(alone, 0, pack, model);
        }
      }
    }
  }

  @Test
  void stepsTakenOneByOneAreTheSteps() {
    List<TrainingPlan> plans = mixedPack();
    try (TrainingSession together = engine().open(plans);
        TrainingSession onebyone = engine().open(plans)) {
      together.train(6);
      for (int i = 0; i < 6; i++) {
        onebyone.train(1);
      }
      assertEquals(together.step(), onebyone.step());
      for (int model = 0; model < plans.size(); model++) {
        assertIdentical(together, onebyone, model);
      }
    }
  }

  @Test
  void sameThingTwiceAndInSeveralThreads() throws Exception {
    List<TrainingPlan> plans = mixedPack();
    Callable<TrainingSession> run =
        () -> {
          TrainingSession session = engine().open(plans);
          session.train(6);
          return session;
        };
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try (TrainingSession first = run.call()) {
      for (Future<TrainingSession> future : threads.invokeAll(List.of(run, run, run))) {
        try (TrainingSession again = future.get()) {
          for (int model = 0; model < plans.size(); model++) {
            assertIdentical(first, again, model);
          }
        }
      }
    } finally {
      threads.shutdown();
    }
  }

  @ParameterizedTest
  @MethodSource("ties")
  void replacedParametersStartAfresh(Tie tie) {
    TrainingPlan plan = Plans.autoencoder(33, 5, 7, Activation.TANH, tie, true);
    TrainingPlan bystander = Plans.withSeed(plan, 8);
    List<LayerParameters> replacement = Plans.initial(plan.network(), 99);
    ReferenceTrainer expected = new ReferenceTrainer(plan);
    try (TrainingSession session = engine().open(List.of(bystander, plan));
        TrainingSession alone = engine().open(List.of(bystander))) {
      alone.train(24);
      for (int layer = 0; layer < 2; layer++) {
        expected.train(8);
        session.train(8);
        expected.setParameters(layer, replacement.get(layer));
        session.setParameters(1, layer, replacement.get(layer));
        LayerParameters now = session.parameters(1).get(layer);
        assertEquals(replacement.get(layer).weight(), now.weight());
        assertArrayEquals(replacement.get(layer).bias(), now.bias());
      }
      expected.train(8);
      session.train(8);
      assertNear(expected.loss(), session.loss(1), LOSS_OF_RUN, "loss");
      assertParameters(expected, session, 1, SHARE_OF_WAY * 0.01 * 24);
      assertSame(alone, 0, session, 0);
    }
  }

  @ParameterizedTest
  @MethodSource("ties")
  void stateTakenUpInAnotherSessionGoesOnFromThere(Tie tie) {
    TrainingPlan plan = Plans.autoencoder(33, 5, 7, Activation.TANH, tie, true);
    TrainingPlan other = Plans.withSeed(plan, 8);
    try (TrainingSession whole = engine().open(List.of(plan));
        TrainingSession first = engine().open(List.of(other, plan));
        TrainingSession second = engine().open(List.of(other, other))) {
      whole.train(12);
      first.train(5);
      ModelState state = first.state(1);
      first.train(3);
      second.train(2);
      second.setState(1, state);
      second.train(7);
      assertSame(whole, 0, second, 1);
      first.setState(1, state);
      first.train(7);
      assertSame(whole, 0, first, 1);
      try (TrainingSession alone = engine().open(List.of(other))) {
        alone.train(9);
        assertSame(alone, 0, second, 0);
      }
    }
  }

  @Test
  void statesOfOthersAreRefused() {
    TrainingPlan plan = Plans.mlp(33, Activation.RELU, 5, 9, 3);
    try (TrainingSession session = engine().open(List.of(plan, plan));
        TrainingSession wider = engine().open(List.of(Plans.mlp(33, Activation.RELU, 5, 30, 3)))) {
      ModelState state = wider.state(0);
      ModelState foreign = new ModelState() {};
      assertThrows(IllegalArgumentException.class, () -> session.setState(0, state));
      assertThrows(IllegalArgumentException.class, () -> session.setState(0, foreign));
      session.stop(1);
      ModelState own = session.state(0);
      assertThrows(IllegalStateException.class, () -> session.state(1));
      assertThrows(IllegalStateException.class, () -> session.setState(1, own));
    }
  }

  static Tie[] ties() {
    return Tie.values();
  }

  @Test
  void stoppedModelStaysAsItIsAndOthersGoOn() {
    TrainingPlan plan = Plans.mlp(33, Activation.RELU, 5, 9, 3);
    TrainingPlan other = Plans.withSeed(plan, 8);
    try (TrainingSession session = engine().open(List.of(plan, other));
        TrainingSession alone = engine().open(List.of(other))) {
      session.train(5);
      session.stop(0);
      assertFalse(session.live(0));
      assertTrue(session.live(1));
      double loss = session.loss(0);
      List<LayerParameters> before = session.parameters(0);
      session.train(5);
      alone.train(10);
      assertEquals(loss, session.loss(0));
      assertNearParameters(before, session.parameters(0), 0);
      assertSame(alone, 0, session, 1);
    }
  }

  @Test
  void divergedModelStopsAloneAndOthersGoOn() {
    TrainingPlan plan = Plans.mlp(33, Activation.LINEAR, 5, 9, 3);
    TrainingPlan wild = Plans.with(plan, OptimizerSpec.sgd(1e6));
    TrainingPlan other = Plans.withSeed(plan, 8);
    try (TrainingSession session = engine().open(List.of(plan, wild, other))) {
      session.train(20);
      assertFalse(session.live(1));
      assertFalse(Double.isFinite(session.loss(1)));
      assertNotNull(session.parameters(1).get(0).weight());
      for (int model : new int[] {0, 2}) {
        assertTrue(session.live(model));
        try (TrainingSession alone = engine().open(List.of(model == 0 ? plan : other))) {
          alone.train(20);
          assertSame(alone, 0, session, model);
        }
      }
    }
  }

  @Test
  void freshSessionHoldsThePlansParameters() {
    TrainingPlan plan = EngineCases.toy(5, 2, 0.5);
    List<LayerParameters> copy = plan.initial().stream().map(LayerParameters::copy).toList();
    try (TrainingSession session = engine().open(List.of(plan))) {
      assertEquals(0, session.step());
      assertTrue(session.live(0));
      assertTrue(Double.isNaN(session.loss(0)));
      assertNearParameters(copy, session.parameters(0), 0);
      assertNull(session.parameters(0).get(1).weight());
      session.parameters(0).get(0).weight().data()[0] = 1e9f;
      session.train(3);
      assertTrue(session.loss(0) < 100, "what parameters() gave is a copy");
      assertNearParameters(copy, plan.initial(), 0);
    }
  }

  @Test
  void timeIsCountedToTheModels() {
    List<TrainingPlan> plans = mixedPack();
    long start = System.nanoTime();
    try (TrainingSession session = engine().open(plans)) {
      session.train(5);
      long sum = 0;
      for (int model = 0; model < plans.size(); model++) {
        assertTrue(session.nanos(model) > 0);
        sum += session.nanos(model);
      }
      assertTrue(sum <= System.nanoTime() - start, "the models' times add up to the pack's");
    }
  }

  @Test
  void nonsenseIsRefused() {
    TrainingPlan plan = Plans.mlp(33, Activation.RELU, 5, 9, 3);
    LayerParameters small = new LayerParameters(new Matrix(9, 4), new float[9]);
    assertThrows(IllegalArgumentException.class, () -> engine().open(List.of()));
    try (TrainingSession session = engine().open(List.of(plan))) {
      assertThrows(IllegalArgumentException.class, () -> session.train(-1));
      assertThrows(IllegalArgumentException.class, () -> session.setParameters(0, 0, small));
      assertThrows(IllegalArgumentException.class, () -> session.forward(0, new Matrix(2, 4), 1));
    }
  }

  private static List<TrainingPlan> mixedPack() {
    TrainingPlan mlp = Plans.mlp(65, Activation.RELU, 8, 12, 8);
    TrainingPlan noisy =
        Plans.withLayer(mlp, 0, layer -> layer.with(new Noise(Noise.Kind.GAUSSIAN, 0.1)));
    TrainingPlan louder =
        Plans.withLayer(mlp, 0, layer -> layer.with(new Noise(Noise.Kind.GAUSSIAN, 0.2)));
    TrainingPlan kurtotic =
        Plans.withLayer(mlp, 0, layer -> layer.with(new Noise(Noise.Kind.POSITIVE_KURTOSIS, 0.1)));
    OptimizerSpec cosine = OptimizerSpec.adam(0.01).withSchedule(OptimizerSpec.Schedule.COSINE);
    return List.of(
        mlp,
        Plans.withSeed(mlp, 8),
        noisy,
        louder,
        kurtotic,
        Plans.withSeed(noisy, 8),
        Plans.with(mlp, new Penalty(0.01, 0)),
        Plans.with(mlp, new Penalty(0, 0.02)),
        Plans.with(mlp, OptimizerSpec.adam(0.002).withWeightDecay(0.1)),
        Plans.with(mlp, OptimizerSpec.adam(0.01).withClipNorm(0.05)),
        Plans.with(mlp, OptimizerSpec.sgd(0.1)),
        Plans.with(mlp, cosine),
        Plans.withSteps(Plans.with(mlp, cosine), 10),
        Plans.with(mlp, new Loss(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, Reduction.SUM)),
        Plans.with(mlp, new EngineCases.Ramp(65, 8, 8, 1)),
        Plans.withSeed(Plans.with(mlp, new EngineCases.Ramp(65, 8, 8, 1)), 8),
        Plans.with(mlp, new EngineCases.Ramp(65, 8, 8, 2)),
        Plans.mlp(17, Activation.GELU, 8, 12, 8),
        Plans.mlp(65, Activation.GELU, 8, 12, 8),
        Plans.autoencoder(65, 8, 12, Activation.RELU, Tie.SHARED_STORAGE, false),
        Plans.autoencoder(65, 8, 12, Activation.RELU, Tie.TRANSPOSED, false),
        EngineCases.toy(5, 2, 0.1),
        EngineCases.toy(5, 2, 0.5),
        Plans.withSeed(EngineCases.toy(5, 2, 0.5), 8));
  }

  /** Loss at every step, then parameters and every layer's output. */
  private void assertRun(TrainingPlan plan, int steps) {
    ReferenceTrainer expected = new ReferenceTrainer(plan);
    try (TrainingSession session = engine().open(List.of(plan))) {
      for (int step = 0; step < steps; step++) {
        expected.train(1);
        session.train(1);
        double tolerance = step == 0 ? ONE_PASS : LOSS_OF_RUN;
        assertNear(expected.loss(), session.loss(0), tolerance, "loss of step " + step);
      }
      double way = plan.optimizer().lr() * steps;
      assertParameters(expected, session, 0, ONE_PASS + SHARE_OF_WAY * way);
    }
  }

  /** PyTorch's losses: both sides are floats that drift apart, within DESIGN's bounds of parity. */
  private void assertLosses(float[] expected, TrainingPlan plan) {
    try (TrainingSession session = engine().open(List.of(plan))) {
      for (int epoch = 0; epoch < expected.length; epoch++) {
        session.train(1);
        assertEquals(
            expected[epoch], session.loss(0), LOSS_OF_RUN * expected[epoch], "epoch " + epoch);
      }
    }
  }

  private static void assertForward(
      ReferenceTrainer expected, TrainingSession session, int model, TrainingPlan plan, int n) {
    Matrix x = Plans.gaussian(n, plan.network().inputs(), 5);
    for (int layer = 0; layer < plan.network().layers().size(); layer++) {
      double[][] h = expected.forward(x, layer);
      Matrix actual = session.forward(model, x, layer);
      assertEquals(n, actual.rows());
      assertEquals(h[0].length, actual.cols());
      for (int s = 0; s < n; s++) {
        for (int o = 0; o < h[s].length; o++) {
          assertNear(h[s][o], actual.get(s, o), ONE_PASS, "sample " + s + ", unit " + o);
        }
      }
    }
  }

  private static void assertParameters(
      ReferenceTrainer expected, TrainingSession session, int model, double tolerance) {
    assertNearParameters(expected.parameters(), session.parameters(model), tolerance);
  }

  /** A model's loss and parameters are those of another session, up to the pack's tolerance. */
  private void assertSame(TrainingSession a, int modelOfA, TrainingSession b, int modelOfB) {
    double expected = a.loss(modelOfA);
    assertNear(expected, b.loss(modelOfB), packTolerance(), "loss of model " + modelOfB);
    assertNearParameters(a.parameters(modelOfA), b.parameters(modelOfB), packTolerance());
  }

  private static void assertIdentical(TrainingSession a, TrainingSession b, int model) {
    assertEquals(a.loss(model), b.loss(model));
    assertNearParameters(a.parameters(model), b.parameters(model), 0);
  }
}
