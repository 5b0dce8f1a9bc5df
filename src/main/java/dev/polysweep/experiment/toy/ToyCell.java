package dev.polysweep.experiment.toy;

import dev.polysweep.experiment.CellRun;
import dev.polysweep.experiment.toy.ToyConfig.Keep;
import dev.polysweep.math.Matrix;
import dev.polysweep.metric.geometry.FeatureGeometry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A cell with the models of its restarts. It records the cell's results from those of its models.
 */
final class ToyCell {

  static final String PHASE = "train";

  /** Greatest number of features of a model in two dimensions whose steps are kept. */
  private static final int DRAWABLE = 32;

  final CellRun<ToyConfig> run;
  final List<ToyModel> models = new ArrayList<>();

  ToyCell(CellRun<ToyConfig> run) {
    this.run = run;
  }

  /** Records the cell once all its models are trained. */
  void record() {
    List<ToyModel> kept = kept();
    if (kept.isEmpty()) {
      int step = models.stream().mapToInt(m -> m.divergedBy).max().orElse(0);
      run.diverged("the loss of every model was not finite by step " + step);
      return;
    }
    for (int i = 0; i < kept.get(0).log.size(); i++) {
      int row = i;
      List<ToyModel.Logged> logged = kept.stream().map(m -> m.log.get(row)).toList();
      run.epoch(
          PHASE,
          logged.get(0).step(),
          logged.stream().mapToDouble(ToyModel.Logged::loss).average().orElseThrow(),
          ToyModel.means(logged.stream().map(ToyModel.Logged::metrics).toList()));
    }
    Map<String, Double> means =
        new LinkedHashMap<>(ToyModel.means(kept.stream().map(m -> ToyMetrics.model(m.w)).toList()));
    means.put(
        ToyMetrics.FINAL_LOSS,
        kept.stream().mapToDouble(ToyModel::finalLoss).average().orElseThrow());
    means.put("models_kept", (double) kept.size());
    means.putAll(ToyMetrics.derived(run.config(), means));
    means.forEach(run::metric);
    ToyModel best = kept.get(0);
    run.array("W", best.w);
    if (best.b != null) {
      run.array("b", new Matrix(1, best.b.length, best.b));
    }
    run.array("dim_fracs", row(FeatureGeometry.of(best.w).dimFracs()));
    if (keepsSteps(best.w)) {
      run.array("W_steps", steps(best.log));
    }
  }

  /**
   * Returns whether the matrix W {@code [n_hidden, n_features]} is kept at every logged step. It is
   * if it is small and readers can see it form: a model in two dimensions with few features.
   */
  static boolean keepsSteps(Matrix w) {
    return w.rows() == 2 && w.cols() <= DRAWABLE;
  }

  /**
   * Puts the matrices of all logged steps below each other: {@code [steps·n_hidden, n_features]}.
   */
  private static Matrix steps(List<ToyModel.Logged> log) {
    Matrix first = log.get(0).w();
    Matrix all = new Matrix(log.size() * first.rows(), first.cols());
    for (int step = 0; step < log.size(); step++) {
      float[] w = log.get(step).w().data();
      System.arraycopy(w, 0, all.data(), step * w.length, w.length);
    }
    return all;
  }

  private static Matrix row(double[] values) {
    Matrix row = new Matrix(1, values.length);
    for (int i = 0; i < values.length; i++) {
      row.set(0, i, (float) values[i]);
    }
    return row;
  }

  /**
   * The models that enter the cell's metrics, the best first. A model that diverged is worse than
   * any that did not. If the configuration says so and there are several models, the worst is left
   * out.
   */
  private List<ToyModel> kept() {
    List<ToyModel> finite =
        models.stream()
            .filter(m -> m.divergedBy == 0)
            .sorted(Comparator.comparingDouble(ToyModel::finalLoss))
            .toList();
    int most = run.config().keep() == Keep.BEST ? 1 : Math.max(1, models.size() - 1);
    return finite.subList(0, Math.min(most, finite.size()));
  }
}
