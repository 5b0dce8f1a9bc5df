package dev.polysweep.experiment.network;

import dev.polysweep.data.FeatureTargets;
import dev.polysweep.data.MixingMatrix;
import dev.polysweep.data.formula.Formula;
import dev.polysweep.data.formula.FormulaException;
import dev.polysweep.experiment.InvalidSettingException;
import dev.polysweep.experiment.network.NetworkConfig.Of;
import dev.polysweep.experiment.network.NetworkConfig.Target;
import dev.polysweep.math.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The targets of inputs, as the settings describe them. */
final class Targets {

  private final Target settings;
  private final List<ToDoubleFunction<double[]>> formulas = new ArrayList<>();
  private final float[] scale;
  private final Matrix mixing;

  /**
   * @param settings the settings, which {@link #check} has checked
   * @param names names of the columns of x
   * @param yWidth width of the file's y; 0 without
   * @param seed key of the draw of a mixing matrix
   */
  Targets(Target settings, List<String> names, int yWidth, long seed) {
    this.settings = settings;
    settings.formulas().forEach(text -> formulas.add(Formula.parse(text).over(names)));
    mixing =
        settings.kind() == Of.RESIDUAL
            ? MixingMatrix.draw(names.size(), settings.embedding(), seed)
            : null;
    scale = FeatureTargets.importance(settings.decay(), width(settings, names.size(), yWidth));
  }

  /** The number of targets. */
  static int width(Target settings, int xWidth, int yWidth) {
    return switch (settings.kind()) {
      case INPUT, RESIDUAL -> xWidth;
      case COLUMNS -> settings.columns().size();
      case FORMULAS -> settings.formulas().size();
      case Y -> yWidth;
    };
  }

  /**
   * Checks what can be checked without the columns of the inputs.
   *
   * @throws InvalidSettingException if the settings contradict each other, or a formula is none
   */
  static void check(Target settings) {
    if (settings.kind() != Of.FORMULAS && !settings.formulas().isEmpty()) {
      throw new InvalidSettingException(
          "target.formulas", "are given, but target.of is " + word(settings));
    }
    if (settings.kind() != Of.COLUMNS && !settings.columns().isEmpty()) {
      throw new InvalidSettingException(
          "target.columns", "are given, but target.of is " + word(settings));
    }
    if (settings.kind() == Of.FORMULAS && settings.formulas().isEmpty()
        || settings.kind() == Of.COLUMNS && settings.columns().isEmpty()) {
      throw new InvalidSettingException("target." + word(settings), "are missing");
    }
    if (settings.kind() != Of.RESIDUAL && settings.mixing() != 0) {
      throw new InvalidSettingException(
          "target.mixing", "is given, but target.of is " + word(settings) + " and not residual");
    }
    parsed(settings);
  }

  private static String word(Target settings) {
    return settings.kind().name().toLowerCase(java.util.Locale.ROOT);
  }

  /**
   * Checks the settings against the columns of the inputs.
   *
   * @param names names of the columns
   * @throws InvalidSettingException if a column is not there
   */
  static void check(Target settings, List<String> names) {
    for (int column : settings.columns()) {
      if (column >= names.size()) {
        throw new InvalidSettingException(
            "target.columns", "there is no column " + column + ", only 0 to " + (names.size() - 1));
      }
    }
    List<Formula> formulas = parsed(settings);
    for (int k = 0; k < formulas.size(); k++) {
      try {
        formulas.get(k).over(names);
      } catch (FormulaException e) {
        String shown = String.join(", ", names.subList(0, Math.min(8, names.size())));
        throw new InvalidSettingException(
            "target.formulas",
            "formula "
                + k
                + ": "
                + e.getMessage()
                + "; there are "
                + shown
                + (names.size() > 8 ? ", … " + names.get(names.size() - 1) : ""));
      }
    }
  }

  private static List<Formula> parsed(Target settings) {
    List<Formula> formulas = new ArrayList<>();
    for (String text : settings.formulas()) {
      try {
        formulas.add(Formula.parse(text));
      } catch (FormulaException e) {
        throw new InvalidSettingException(
            "target.formulas", "formula " + formulas.size() + " " + e.getMessage());
      }
    }
    return formulas;
  }

  /**
   * The targets of inputs.
   *
   * @param x {@code [n, inputs]}
   * @param y the file's own targets {@code [n, targets]}, or null
   * @return {@code [n, targets]}; x or y itself if it is the target and nothing scales it
   * @throws IllegalArgumentException if a target is not finite
   */
  Matrix of(Matrix x, Matrix y) {
    if (settings.decay() == 1 && settings.kind() == Of.INPUT) {
      return x;
    }
    if (settings.decay() == 1 && settings.kind() == Of.Y) {
      return y;
    }
    Matrix targets = new Matrix(x.rows(), scale.length);
    into(x, y, targets);
    for (int i = 0; i < targets.data().length; i++) {
      if (!Float.isFinite(targets.data()[i])) {
        throw new IllegalArgumentException(
            "target "
                + i % scale.length
                + " of sample "
                + i / scale.length
                + " is not finite: "
                + targets.data()[i]);
      }
    }
    return targets;
  }

  /** Writes the targets of x into {@code out}, {@code [n, targets]}, which is overwritten. */
  void into(Matrix x, Matrix y, Matrix out) {
    double[] sample = new double[x.cols()];
    for (int s = 0; s < x.rows(); s++) {
      for (int k = 0; k < sample.length; k++) {
        sample[k] = x.get(s, k);
      }
      double[] mixed = mixing == null ? null : MixingMatrix.times(mixing, sample);
      for (int k = 0; k < scale.length; k++) {
        double value =
            switch (settings.kind()) {
              case INPUT -> sample[k];
              case COLUMNS -> sample[settings.columns().get(k)];
              case FORMULAS -> formulas.get(k).applyAsDouble(sample);
              case Y -> y.get(s, k);
              case RESIDUAL -> Math.max(0, sample[k]) + settings.mixing() * mixed[k];
            };
        out.set(s, k, (float) (value * scale[k]));
      }
    }
  }
}
