package dev.polysweep.report.page;

import dev.polysweep.table.Column;
import dev.polysweep.table.row.ContrastRow;
import dev.polysweep.table.row.CosineRow;
import dev.polysweep.table.row.CurveRow;
import dev.polysweep.table.row.EffectRow;
import dev.polysweep.table.row.NullRow;
import dev.polysweep.table.row.SummaryRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Results that look like those of the taming experiment, made up, for tests of the report. */
public final class SyntheticSweep {

  static final List<String> TAMING =
      List.of(
          "random_bipolar_l1_relu",
          "orthogonal_bipolar_l1_relu",
          "random_positive_kurtosis_l1_relu",
          "random_bipolar_l2_gelu",
          "orthogonal_bipolar_l2_gelu",
          "orthogonal_positive_kurtosis_l1_relu",
          "random_positive_kurtosis_l2_relu",
          "orthogonal_positive_kurtosis_l2_gelu");

  /** Means of the eight configurations: interference, macs, val_mse. */
  private static final double[][] MEANS = {
    {5.698, .2162, .0165}, {5.31, .2093, .0152}, {5.52, .2121, .0171}, {4.61, .1850, .0069},
    {4.015, .1765, .0061}, {5.40, .2076, .0149}, {4.992, .1898, .0082}, {4.17, .1791, .0063}
  };

  private static final String[] METRICS = {"interference", "macs", "val_mse"};
  private static final double[] RELATIVE_SD = {0.27, 0.1, 0.45};
  private static final double[] NULL = {Double.NaN, 0.2206, Double.NaN};

  private SyntheticSweep() {}

  /** Labels a0 … of a sweep of any size; the eight of the taming experiment for 8. */
  static List<String> labels(int n) {
    if (n <= 8) {
      return TAMING.subList(0, n);
    }
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      labels.add(TAMING.get(i % 8) + "_" + (i / 8 + 1) + "e-4");
    }
    return labels;
  }

  public static ReportInput of(int labels, int seeds) {
    return of(labels(labels), seeds, false);
  }

  /** The whole of it; without intervals and tests where there is one seed. */
  public static ReportInput of(List<String> labels, int seeds, boolean effects) {
    Random random = new Random(7);
    List<SummaryRow> summary = new ArrayList<>();
    List<NullRow> nulls = new ArrayList<>();
    List<ContrastRow> contrasts = new ArrayList<>();
    List<CurveRow> curves = new ArrayList<>();
    List<CosineRow> overlaps = new ArrayList<>();
    boolean one = seeds == 1;
    double t = one ? Double.NaN : 2.0 + 2.6 / seeds;
    for (int i = 0; i < labels.size(); i++) {
      String label = labels.get(i);
      for (int m = 0; m < METRICS.length; m++) {
        double mean = MEANS[i % 8][m] * (1 + 0.02 * (i / 8));
        double sd = mean * RELATIVE_SD[m];
        double sem = sd / Math.sqrt(seeds);
        double half = t * sem;
        summary.add(
            new SummaryRow(
                label,
                METRICS[m],
                seeds,
                mean,
                one ? null : sd,
                one ? null : sem,
                one ? null : mean - half,
                one ? null : mean + half,
                mean,
                mean - sd,
                mean + 1.4 * sd));
        if (!Double.isNaN(NULL[m])) {
          double z = (mean - NULL[m]) / 0.0077;
          nulls.add(
              new NullRow(
                  label,
                  METRICS[m],
                  "isotropic",
                  1000,
                  seeds,
                  NULL[m],
                  0.0077,
                  z,
                  one ? null : z - 1.1,
                  one ? null : z + 1.1,
                  z < 0 ? 1e-5 : 0.97,
                  z < 0 ? 0.99999 : 0.03));
        }
        if (i > 0) {
          contrasts.add(
              contrast(
                  label, labels.get(0), METRICS[m], mean - MEANS[0][m], MEANS[0][m], m, seeds));
        }
      }
      curves.addAll(curves(label, i, random, one));
      overlaps.add(overlap(label, MEANS[i % 8][1], random));
    }
    List<EffectRow> effectRows = effects ? effects() : List.of();
    Map<String, String> provenance = new LinkedHashMap<>();
    provenance.put("version", "0.1.0 (677fd5d)");
    provenance.put("java", "17.0.15, Debian");
    provenance.put("spark", "3.5.7, local[2]");
    provenance.put("engine", "simd");
    provenance.put("cpu", "2 cores, AVX-512");
    provenance.put("finished", "2026-11-20T11:52:09Z");
    var facts =
        new ReportInput.Facts(
            "taming",
            "taming",
            "An over-complete autoencoder on the activations of a small network.",
            labels,
            labels.get(0),
            seeds,
            (long) seeds * labels.size(),
            0,
            0,
            provenance);
    var tables = new ReportInput.Tables(summary, nulls, contrasts, curves, effectRows, overlaps);
    List<Finding> findings =
        List.of(
            new Finding(
                "L2 lowers interference by about 18 % against L1.",
                "Measured −16 % [−25, −7] over 10 seeds.", Finding.Verdict.HOLDS),
            Finding.of("Every configuration’s MACS lies below that of random directions."));
    return new ReportInput(facts, tables, List.of(METRICS), columns(), findings);
  }

  static List<Column> columns() {
    return List.of(
        Column.metric(
            "interference",
            "",
            "importance-weighted squared overlap of feature directions",
            "Σ_{i<j} C_ij²·i_{i mod 8}·i_{j mod 8}"),
        Column.metric("macs", "", "mean absolute cosine similarity", "mean of |C − I|"),
        Column.metric(
            "val_mse", "", "validation error of the MLP without noise", "mean of (y − ŷ)²"));
  }

  private static ContrastRow contrast(
      String label, String baseline, String metric, double delta, double base, int m, int seeds) {
    double half = base * RELATIVE_SD[m] * 1.1 / Math.sqrt(seeds) * 2.26;
    double pct = 100 * delta / base;
    double pctHalf = 100 * half / base;
    boolean one = seeds == 1;
    double p = Math.exp(-2 * Math.pow(delta / half * 1.5, 2));
    return new ContrastRow(
        label,
        baseline,
        metric,
        seeds,
        delta,
        one ? null : delta - half,
        one ? null : delta + half,
        pct,
        one ? null : pct - pctHalf,
        one ? null : pct + pctHalf,
        one ? null : delta / half * 2.26,
        one ? null : p,
        one ? null : Math.min(1, 7 * p),
        one ? null : -0.8);
  }

  private static List<CurveRow> curves(String label, int i, Random random, boolean one) {
    List<CurveRow> rows = new ArrayList<>();
    double end = MEANS[i % 8][2];
    for (int epoch = 1; epoch <= 2000; epoch = epoch == 1 ? 50 : epoch + 50) {
      double decay = Math.exp(-epoch / 220.0);
      double loss = (0.7 * end + 1.1 * decay) * (1 + 0.03 * random.nextGaussian());
      rows.add(curve(label, "mlp", epoch, "loss", loss, 0.22, one));
      rows.add(curve(label, "mlp", epoch, "val_mse", end + 1.2 * decay, 0.28, one));
      if (epoch <= 1000) {
        double sae = 0.004 + 0.3 * Math.exp(-epoch / 120.0);
        rows.add(curve(label, "sae", epoch, "loss", sae * (1 + i * 0.05), 0.2, one));
        double settle = Math.exp(-epoch / 200.0);
        rows.add(
            curve(
                label,
                "sae",
                epoch,
                "macs",
                MEANS[i % 8][1] * (1 - settle) + 0.22 * settle,
                0.05,
                one));
        double interference = MEANS[i % 8][0] * (1 - settle) + 5.4 * settle;
        rows.add(curve(label, "sae", epoch, "interference", interference, 0.14, one));
      }
    }
    return rows;
  }

  private static CurveRow curve(
      String label, String phase, int epoch, String metric, double mean, double half, boolean one) {
    return new CurveRow(
        label,
        phase,
        epoch,
        metric,
        one ? 1 : 10,
        mean,
        one ? null : mean * (1 - half),
        one ? null : mean * (1 + half));
  }

  private static float[] shares() {
    float[] shares = new float[CosineRow.BINS];
    for (int i = 0; i < 18; i++) {
      shares[i] = (18 - i) / 171f;
    }
    return shares;
  }

  private static CosineRow overlap(String label, double size, Random random) {
    int n = 16;
    float[] data = new float[n * n];
    for (int r = 0; r < n; r++) {
      for (int c = 0; c <= r; c++) {
        float value = r == c ? 1 : (float) (size * 0.6 * random.nextGaussian());
        data[r * n + c] = value;
        data[c * n + r] = value;
      }
    }
    return new CosineRow(label, 10, 0.2, 12, shares(), 3, "c0ffee", n, n, data);
  }

  private static List<EffectRow> effects() {
    List<EffectRow> rows = new ArrayList<>();
    String[][] factors = {
      {"init", "random", "orthogonal"}, {"noise", "bipolar", "positive_kurtosis"},
      {"reg", "l1", "l2"}, {"act", "relu", "gelu"}
    };
    double[] sizes = {-4.1, 0.9, -10.3, -5.6};
    for (int i = 0; i < 4; i++) {
      rows.add(effect(factors[i][0], factors[i][1], factors[i][2], sizes[i]));
    }
    for (int i = 0; i < 4; i++) {
      for (int j = i + 1; j < 4; j++) {
        rows.add(
            effect(
                factors[i][0] + ":" + factors[j][0],
                factors[i][1] + ":" + factors[j][1],
                factors[i][2] + ":" + factors[j][2],
                0.7 * (i - j) + 1));
      }
    }
    return rows;
  }

  private static EffectRow effect(String name, String low, String high, double pct) {
    double p = Math.min(1, Math.exp(-pct * pct));
    return new EffectRow(
        "interference",
        name,
        low,
        high,
        200,
        pct * 0.05,
        pct * 0.05 - 0.06,
        pct * 0.05 + 0.06,
        pct,
        pct - 1.2,
        pct + 1.2,
        p,
        Math.min(1, 10 * p));
  }
}
