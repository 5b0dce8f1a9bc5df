package dev.polysweep.experiment.toy;

import static dev.polysweep.experiment.toy.ToyCells.array;
import static dev.polysweep.experiment.toy.ToyCells.metric;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.engine.net.LayerParameters;
import dev.polysweep.engine.net.OptimizerSpec;
import dev.polysweep.engine.net.TrainingPlan;
import dev.polysweep.math.Matrix;
import dev.polysweep.metric.geometry.FeatureGeometry;
import dev.polysweep.sweep.result.CellResult;
import dev.polysweep.sweep.result.EpochResult;
import dev.polysweep.sweep.yaml.SweepException;
import dev.polysweep.table.Column;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToyExperimentTest {

  private static final String SHORT = "steps=300";

  private static ToyConfig config(String... settings) {
    return (ToyConfig) ToyCells.sweep(1, settings).configurations().get(0).settings();
  }

  @Test
  void theLayersShareOneMatrix() {
    TrainingPlan plan = ToyPlans.plan(config("n_features=7", "n_hidden=3"), 5, 0);
    List<LayerParameters> initial = plan.initial();
    assertEquals(3, initial.get(0).weight().rows());
    assertEquals(7, initial.get(0).weight().cols());
    assertEquals(null, initial.get(1).weight());
    assertArrayEquals(new float[7], initial.get(1).bias());
    assertEquals(null, ToyPlans.plan(config("activation=linear"), 5, 0).initial().get(1).bias());
  }

  @Test
  void startsHaveTheDeviationAskedFor() {
    double[] squares = new double[2];
    String[] wanted = {"init_sd=0.1", "init_sd=null"};
    for (int k = 0; k < 2; k++) {
      Matrix w = ToyPlans.plan(config("preset=paper", wanted[k]), 1, 0).initial().get(0).weight();
      for (float v : w.data()) {
        squares[k] += (double) v * v / w.data().length;
      }
    }
    assertEquals(0.1, Math.sqrt(squares[0]), 0.005);
    assertEquals(Math.sqrt(2 / 220.0), Math.sqrt(squares[1]), 0.005);
  }

  @ParameterizedTest
  @CsvSource({
    "polygons, 5, 2, ADAM, 256, 1",
    "toy, 5, 2, SGD, 256, 1",
    "explorer, 100, 20, ADAM, 256, 1",
    "paper, 200, 20, ADAMW, 1024, 1",
    "phase, 2, 1, ADAMW, 256, 10"
  })
  void presetsAreDefaultsThatSettingsOverride(
      String preset, int features, int hidden, OptimizerSpec.Kind kind, int batch, int restarts) {
    ToyConfig config = config("preset=" + preset);
    assertEquals(features, config.nFeatures());
    assertEquals(hidden, config.nHidden());
    assertEquals(kind, config.optimizer());
    assertEquals(batch, config.batch());
    assertEquals(restarts, config.restarts());
    ToyConfig other = config("preset=" + preset, "n_features=17", "importance_decay=1");
    assertEquals(17, other.nFeatures());
    assertEquals(hidden, other.nHidden());
  }

  @Test
  void importanceIsADecayOrAList() {
    assertArrayEquals(
        new float[] {1, 0.5f, 0.25f},
        ToyPlans.importance(config("n_features=3", "importance_decay=0.5")));
    assertArrayEquals(
        new float[] {3, 0, 2}, ToyPlans.importance(config("n_features=3", "importance=[3, 0, 2]")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "importance=[1, 2] | n_features=3 | 2 importances do not fit 3 features",
        "importance_decay=10 | n_features=40 | is too large",
        "preset=papers | n_features=3 | did you mean",
        "feature_probability=1.5 | n_features=3 | from 0 to 1"
      })
  void settingsThatMakeNoSenseAreRefused(String first, String second, String message) {
    SweepException refused = assertThrows(SweepException.class, () -> config(first, second));
    assertTrue(refused.getMessage().contains(message), refused.getMessage());
  }

  @Test
  void recordsEveryColumnWhereItIsDefined() {
    Set<String> recorded = new HashSet<>();
    recorded.addAll(ToyCells.run(1, SHORT).get(0).metrics().keySet());
    recorded.addAll(ToyCells.run(1, SHORT, "preset=phase").get(0).metrics().keySet());
    Set<String> columns = new HashSet<>();
    ToyMetrics.CELL.stream().map(Column::name).forEach(columns::add);
    assertEquals(columns, recorded);
  }

  @Test
  void recordsTheModelThatItTrained() {
    CellResult cell = ToyCells.run(1, SHORT, "n_features=6", "n_hidden=3").get(0);
    var w = array(cell, "W");
    assertEquals(3, w.rows());
    assertEquals(6, w.cols());
    assertEquals(6, array(cell, "b").data().length);
    FeatureGeometry geometry = FeatureGeometry.of(new Matrix(3, 6, w.data()));
    assertEquals(geometry.dimensionsPerFeature(), metric(cell, "d_star"));
    for (int i = 0; i < 6; i++) {
      assertEquals((float) geometry.dimFracs()[i], array(cell, "dim_fracs").data()[i]);
    }
  }

  @Test
  void keepsTheLoggedStepsOfSmallModelsInTwoDimensions() {
    CellResult cell = ToyCells.run(ToyCells.sweep(1, SHORT, "restarts=2"), 120).get(0);
    var steps = array(cell, "W_steps");
    var w = array(cell, "W");
    assertEquals(4 * 2, steps.rows(), "steps 1, 120, 240, 300");
    assertEquals(5, steps.cols());
    assertArrayEquals(w.data(), Arrays.copyOfRange(steps.data(), 30, 40), "of the best restart");
    assertFalse(Arrays.equals(w.data(), Arrays.copyOfRange(steps.data(), 20, 30)));
    assertFalse(
        ToyCells.run(1, SHORT, "n_features=6", "n_hidden=3").get(0).arrays().stream()
            .anyMatch(a -> a.name().equals("W_steps")));
  }

  @Test
  void logsWhatIsKnownAtAStep() {
    List<EpochResult> rows = ToyCells.run(ToyCells.sweep(1, SHORT), 120).get(0).epochs();
    assertEquals(List.of(1, 120, 240, 300), rows.stream().map(EpochResult::epoch).toList());
    for (EpochResult row : rows) {
      assertEquals(4, row.metrics().size());
    }
    assertTrue(rows.get(3).loss() < rows.get(0).loss());
  }

  @Test
  void theFinalLossIsAMeanOverTheLastSteps() {
    List<EpochResult> rows = ToyCells.run(ToyCells.sweep(1, SHORT), 1).get(0).epochs();
    double mean =
        rows.subList(200, 300).stream().mapToDouble(EpochResult::loss).average().orElseThrow();
    assertEquals(mean, metric(ToyCells.run(1, SHORT).get(0), "final_loss"), 1e-12);
  }

  @Test
  void aCellIsTheSameInWhateverPack() {
    List<CellResult> together = ToyCells.run(3, SHORT, "restarts=2");
    for (int seed = 0; seed < 3; seed++) {
      CellResult alone =
          ToyCells.run(ToyCells.sweep(seed + 1, SHORT, "restarts=2"), 1000).get(seed);
      assertEquals(together.get(seed).metrics(), alone.metrics());
      assertArrayEquals(array(together.get(seed), "W").data(), array(alone, "W").data());
    }
  }

  @Test
  void keepsTheBestRestartOrTheMeanWithoutTheWorst() {
    List<CellResult> one = ToyCells.run(6, SHORT, "n_features=8", "restarts=1");
    List<CellResult> best = ToyCells.run(6, SHORT, "n_features=8", "restarts=4", "keep=best");
    List<CellResult> mean =
        ToyCells.run(6, SHORT, "n_features=8", "restarts=4", "keep=mean_without_worst");
    int better = 0;
    for (int i = 0; i < 6; i++) {
      double bestLoss = metric(best.get(i), "final_loss");
      // The first of the restarts is that of a single one.
      assertTrue(bestLoss <= metric(one.get(i), "final_loss"));
      better += bestLoss < metric(one.get(i), "final_loss") ? 1 : 0;
      assertEquals(1, metric(best.get(i), "models_kept"));
      assertEquals(3, metric(mean.get(i), "models_kept"));
      assertTrue(metric(mean.get(i), "final_loss") > bestLoss);
      assertArrayEquals(array(best.get(i), "W").data(), array(mean.get(i), "W").data());
    }
    assertTrue(better > 0, "in some seed another start is better than the first");
  }

  @Test
  void aCellDivergesIfAllItsModelsDo() {
    CellResult cell = ToyCells.run(1, SHORT, "optimizer=sgd", "lr=1000", "init_sd=10").get(0);
    assertEquals(CellResult.Status.DIVERGED, cell.status());
    assertTrue(cell.error().contains("not finite"), cell.error());
  }

  @Test
  void featuresThatAreNeverActiveTeachNothing() {
    CellResult cell = ToyCells.run(1, SHORT, "feature_probability=0").get(0);
    assertEquals(CellResult.Status.OK, cell.status());
    assertEquals(0, metric(cell, "final_loss"));
  }
}
