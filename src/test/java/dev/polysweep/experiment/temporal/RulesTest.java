package dev.polysweep.experiment.temporal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.experiment.temporal.Trajectory.CriticalPeriod;
import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What fires when, by SCIENCE's rules. */
class RulesTest {

  private static Trajectory trajectory(String values) {
    Trajectory trajectory = new Trajectory();
    for (String value : values.strip().split("\\s+")) {
      trajectory.add(10 * (trajectory.size() + 1), Double.parseDouble(value));
    }
    return trajectory;
  }

  @ParameterizedTest
  @CsvSource({
    "0.9 0.9, ",
    "2 2, ",
    "0.9 0.9 0.9, ORTHOGONAL_RESET",
    "0.7 0.9 0.81, WEIGHT_RESET",
    "0.7 0.9 0.79, NOISE_INJECTION",
    "0.75 0.9 0.85, ORTHOGONAL_RESET",
    "0.5 0.9 0.8, NOISE_INJECTION",
    "0.5 0.1 0.56, NOISE_INJECTION",
    "0.5 0.1 0.54, ",
    "0.7 0.9 0.6, ",
    "0.1 0.1 0.9 0.9 0.95, ORTHOGONAL_RESET",
    "0.1 0.1 0.8 0.9 0.95, WEIGHT_RESET",
    "0.9 0.9 NaN, ",
    "NaN 0.9 0.9, ",
    "0.9 NaN 0.9, ORTHOGONAL_RESET"
  })
  void thresholdRule(String psi, InterventionKind kind) {
    assertEquals(Optional.ofNullable(kind), new ThresholdRule(0.8).kind(trajectory(psi)));
  }

  /** Values of numpy.gradient, by numpy: mean(gradient([1, 2, 4, 7, 11])) = (1+1.5+2.5+3.5+4)/5. */
  @Test
  void gradientIsNumpys() {
    Trajectory psi = trajectory("1 2 4 7 11 11");
    assertTrue(Double.isNaN(psi.gradient(3)));
    assertEquals(2.5, psi.gradient(4), 1e-12);
    assertEquals((2 + 2.5 + 3.5 + 2 + 0) / 5, psi.gradient(5), 1e-12);
    assertTrue(Double.isNaN(trajectory("1 NaN 4 7 11").gradient(4)));
  }

  @Test
  void criticalPeriods() {
    assertEquals(List.of(), trajectory("1 1.04 1.08 1.12 1.16 1.2").criticalPeriods());
    assertEquals(List.of(), trajectory("1 2 3 4").criticalPeriods(), "too few");
    // Mean gradients at measurements 5 … 9: 0.1, 0.1, 0.08, 0.05, 0.02.
    List<CriticalPeriod> one =
        trajectory("0 0.1 0.2 0.3 0.4 0.5 0.5 0.5 0.5 0.5 0.5").criticalPeriods();
    assertEquals(1, one.size());
    assertEquals(50, one.get(0).start());
    assertEquals(0.1, one.get(0).peak(), 1e-12);
    List<CriticalPeriod> open = trajectory("0 0 0 0 0 0 0.5 1").criticalPeriods();
    assertEquals(1, open.size(), "a period may last to the end");
    assertEquals(80, open.get(0).end());
    assertEquals(
        2,
        trajectory("0 1 2 3 4 4 4 4 4 4 4 5 6 7").criticalPeriods().size(),
        "a pause separates two");
  }

  @Test
  void meansOfFirstAndLastThreeSkipWhatIsUndefined() {
    Trajectory psi = trajectory("1 NaN 2 9 9 3 4 NaN");
    assertEquals(1.5, psi.first(), 1e-12);
    assertEquals(3.5, psi.last(), 1e-12);
    assertEquals(2, psi.undefined());
    assertTrue(Double.isNaN(trajectory("NaN NaN NaN").last()));
  }

  @Test
  void adaptiveTriesEachKindAndThenTakesTheBestBound() {
    AdaptiveChoice choice = new AdaptiveChoice();
    InterventionKind reset = InterventionKind.WEIGHT_RESET;
    InterventionKind orthogonal = InterventionKind.ORTHOGONAL_RESET;
    InterventionKind noise = InterventionKind.NOISE_INJECTION;
    assertEquals(orthogonal, choice.choose(orthogonal), "what the rule calls for");
    choice.learn(orthogonal, 0.1);
    assertEquals(reset, choice.choose(orthogonal), "the first that was not tried");
    choice.learn(reset, 0.3);
    assertEquals(noise, choice.choose(orthogonal));
    choice.learn(noise, Double.NaN);
    // Equal counts: the best mean.
    assertEquals(reset, choice.choose(orthogonal));
    choice.learn(reset, -0.3);
    choice.learn(reset, -0.6);
    // Means 0.1 (1 try), −0.2 (3 tries), 0 (1 try).
    assertEquals(orthogonal, choice.choose(reset));
    for (int i = 0; i < 3; i++) {
      choice.learn(orthogonal, 0.1);
    }
    // N = 8: orthogonal 0.1 + 0.5·√(ln 8/4) = 0.460; noise 0 + 0.5·√(ln 8) = 0.721.
    assertEquals(noise, choice.choose(orthogonal));
  }

  @Test
  void randomTimesKeepNumberAndKinds() {
    List<Intervention> made = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      made.add(new Intervention(InterventionKind.values()[i % 3], 1));
    }
    Map<Integer, Intervention> plan = RandomTimes.draw(4, made, 40, 199);
    assertEquals(made, List.copyOf(plan.values()));
    assertTrue(plan.keySet().stream().allMatch(epoch -> epoch >= 40 && epoch <= 199));
    assertNotEquals(plan.keySet(), RandomTimes.draw(5, made, 40, 199).keySet());
    assertEquals(8, RandomTimes.draw(4, made, 3, 10).size(), "every epoch, if need be");
    assertThrows(IllegalArgumentException.class, () -> RandomTimes.draw(4, made, 3, 9));
    double mean = 0;
    for (int seed = 0; seed < 2000; seed++) {
      mean += RandomTimes.draw(seed, made.subList(0, 1), 40, 199).keySet().iterator().next();
    }
    // Uniform on 40 … 199 has mean 119.5 and sd 46.2; of 2 000 draws the mean's is 1.03.
    assertEquals(119.5, mean / 2000, 4);
  }

  @Test
  void manualPlans() {
    assertEquals(
        Map.of(
            60, new Intervention(InterventionKind.ORTHOGONAL_RESET, 1),
            120, new Intervention(InterventionKind.NOISE_INJECTION, 2.5)),
        ManualPlan.parse(" 60 orthogonal_reset,120  noise_injection 2.5"));
    assertEquals(Map.of(), ManualPlan.parse(""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "60",
        "0 weight_reset",
        "x weight_reset",
        "60 reset",
        "60 weight_reset 1 2",
        "60 weight_reset -1",
        "60 weight_reset much",
        "60 weight_reset, 60 noise_injection",
        "60 weight_reset,"
      })
  void manualPlansThatAreRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> ManualPlan.parse(text));
  }

  @ParameterizedTest
  @EnumSource
  void changesOfWeights(InterventionKind kind) {
    Matrix weight = new Matrix(60, 60);
    Arrays.fill(weight.data(), 1);
    Matrix before = weight.copy();
    Matrix changed = kind.change(weight, 2, new RandomStream(1, StreamId.INTERVENTION, 50, 0));
    assertEquals(before, weight, "the argument stays");
    int same = 0;
    double spread = 0;
    for (float w : changed.data()) {
      same += w == 1 ? 1 : 0;
      spread += (w - 1) * (w - 1) / 3600.0;
    }
    switch (kind) {
      case WEIGHT_RESET -> {
        // Chance 0.2 of 3 600: sd 24.
        assertEquals(0.8 * 3600, same, 100);
        for (float w : changed.data()) {
          assertTrue(w == 1 || Math.abs(w) < 0.06);
        }
      }
      case NOISE_INJECTION -> assertEquals(0.02, Math.sqrt(spread), 0.001);
      case ORTHOGONAL_RESET -> {
        for (int r = 0; r < 60; r++) {
          double dot = 0;
          double norm = 0;
          for (int c = 0; c < 60; c++) {
            dot += changed.get(r, c) * changed.get((r + 1) % 60, c);
            norm += changed.get(r, c) * changed.get(r, c);
          }
          assertEquals(0, dot, 1e-5);
          assertEquals(2, norm, 1e-5);
        }
      }
    }
  }

  @Test
  void snapshotsAreThinnedEvenly() {
    TemporalConfig config = TemporalConfig.DEFAULTS;
    assertEquals(20, Snapshots.epochs(config).size());
    TemporalConfig many = Configs.epochs(config, 1000, 1);
    List<Integer> epochs = Snapshots.epochs(many);
    assertEquals(50, epochs.size());
    assertEquals(1, epochs.get(0));
    assertEquals(1000, epochs.get(49));
    for (int i = 1; i < 50; i++) {
      int gap = epochs.get(i) - epochs.get(i - 1);
      assertTrue(gap == 20 || gap == 21, "gap " + gap);
    }
  }
}
