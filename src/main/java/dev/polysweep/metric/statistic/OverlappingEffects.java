package dev.polysweep.metric.statistic;

import dev.polysweep.metric.statistic.VarianceSource.Kind;
import dev.polysweep.metric.statistic.VarianceSource.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * Takes apart what settings explain whose effects are not orthogonal to each other, because the
 * configurations are no full grid. The least-squares fit of the means ȳ [C] by the sum of all
 * settings' effects has one term for each setting, ŷ = Σ_k Q_k ȳ, and setting k explains
 *
 * <pre>⟨Q_k ȳ, ȳ⟩/C</pre>
 *
 * <p>(Pratt 1987, "Dividing the indivisible"; Thomas, Hughes and Zumbo 1998). The parts sum to what
 * all explain together, and a setting without an effect explains nothing, however its values go
 * along with those of others. A part is negative where a setting's effect works against what its
 * values go along with.
 *
 * <p>Q_k exists only for effects that the configurations identify. A direction that one setting
 * explains as well as others together, such as the difference between two arms of which one alone
 * has a setting of its own, is credited to all of these settings jointly; what each explains beyond
 * it stays its own.
 */
final class OverlappingEffects {

  /** Joins the names of settings that cannot be told apart. */
  static final String TOGETHER = " & ";

  /** Orthonormal vectors of the sources, independent of each other. */
  private final Map<String, List<double[]>> effects = new LinkedHashMap<>();

  /**
   * Tells apart what can be.
   *
   * @param spans from each setting's name to orthonormal vectors of configurations, each orthogonal
   *     to the constant, that its effect is a sum of; not changed
   */
  OverlappingEffects(Map<String, List<double[]>> spans) {
    List<double[]> all = span(spans.values());
    Map<String, List<double[]>> shared = new LinkedHashMap<>();
    Map<String, List<double[]>> own = new LinkedHashMap<>();
    spans.forEach(
        (name, span) -> {
          List<double[]> unique = Projection.enlarged(without(spans, name), all);
          List<double[]> seen = span(List.of(projected(unique, span)));
          List<double[]> rest = Projection.enlarged(seen, span);
          own.put(name, seen);
          if (!rest.isEmpty()) {
            shared.put(name, List.copyOf(rest));
          }
        });
    List<double[]> joint = span(shared.values());
    int dimensions = joint.size() + own.values().stream().mapToInt(List::size).sum();
    if (dimensions != all.size()) { // what is left of these settings depends on the joint part
      joint = span(shared.keySet().stream().map(spans::get).toList());
      shared.keySet().forEach(own::remove);
    }
    own.values().removeIf(List::isEmpty);
    effects.putAll(own);
    if (!joint.isEmpty()) {
      effects.put(shared.keySet().stream().collect(Collectors.joining(TOGETHER)), joint);
    }
  }

  /** The sources of variance: the settings, then those that cannot be told apart. */
  List<VarianceSource> sources() {
    List<double[]> all = effects.values().stream().flatMap(List::stream).toList();
    if (all.isEmpty()) {
      return List.of();
    }
    List<double[]> duals = duals(all);
    List<VarianceSource> sources = new ArrayList<>();
    int at = 0;
    for (Map.Entry<String, List<double[]>> effect : effects.entrySet()) {
      List<double[]> basis = effect.getValue();
      List<double[]> dual = duals.subList(at, at += basis.size());
      // ab = ((a + b)² − (a − b)²)/4, of the coordinates a = dual·x and b = basis·x.
      List<Part> parts =
          List.of(
              new Part(0.25, Projection.onto(combined(dual, basis, 1))),
              new Part(-0.25, Projection.onto(combined(dual, basis, -1))));
      Projection test = Projection.onto(span(List.of(dual)));
      sources.add(
          new VarianceSource(Kind.SETTING, List.of(effect.getKey()), parts, test, basis.size()));
    }
    return sources;
  }

  /** The vectors dᵢ in the span of independent vectors bⱼ with ⟨dᵢ, bⱼ⟩ = 1 if i = j, else 0. */
  private static List<double[]> duals(List<double[]> vectors) {
    RealMatrix rows = MatrixUtils.createRealMatrix(vectors.toArray(double[][]::new));
    RealMatrix gram = rows.multiply(rows.transpose());
    RealMatrix duals = new CholeskyDecomposition(gram).getSolver().solve(rows);
    return List.of(duals.getData());
  }

  private static List<double[]> combined(List<double[]> first, List<double[]> second, int sign) {
    List<double[]> sums = new ArrayList<>();
    for (int i = 0; i < first.size(); i++) {
      double[] sum = first.get(i).clone();
      for (int c = 0; c < sum.length; c++) {
        sum[c] += sign * second.get(i)[c];
      }
      sums.add(sum);
    }
    return List.copyOf(sums);
  }

  private static List<double[]> without(Map<String, List<double[]>> spans, String name) {
    return span(
        spans.entrySet().stream()
            .filter(entry -> !entry.getKey().equals(name))
            .map(Map.Entry::getValue)
            .toList());
  }

  /** An orthonormal basis of the span of some vectors. */
  private static List<double[]> span(Iterable<List<double[]>> vectors) {
    List<double[]> basis = new ArrayList<>();
    vectors.forEach(some -> basis.addAll(List.copyOf(Projection.enlarged(basis, some))));
    return List.copyOf(basis);
  }

  /**
   * The projections of vectors onto the span of an orthonormal basis; nearly zero ones are zero.
   */
  private static List<double[]> projected(List<double[]> vectors, List<double[]> basis) {
    List<double[]> projected = new ArrayList<>();
    for (double[] vector : vectors) {
      double[] sum = new double[vector.length];
      for (double[] unit : basis) {
        double along = Projection.dot(unit, vector);
        for (int c = 0; c < sum.length; c++) {
          sum[c] += along * unit[c];
        }
      }
      if (Projection.dot(sum, sum) > 1e-18) {
        projected.add(sum);
      }
    }
    return projected;
  }
}
