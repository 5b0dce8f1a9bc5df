package dev.polysweep.metric.statistic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Golden numbers come from {@code variance_shares.py} in the test resources: NumPy's projections of
 * the same table and SciPy's F distribution.
 */
class VarianceSharesTest {

  /** A 3 × 2 grid, configuration by seed, made by hand. */
  private static final double[][] TABLE = {
    {5.1, 4.8, 6.0, 5.5}, {4.2, 4.4, 5.1, 4.0},
    {3.9, 3.1, 4.6, 4.1}, {3.2, 2.2, 4.4, 3.0},
    {1.0, 1.9, 2.6, 1.2}, {1.4, 0.6, 2.2, 0.8}
  };

  private static VarianceDesign grid(int a, int b) {
    List<String> first = new ArrayList<>();
    List<String> second = new ArrayList<>();
    for (int i = 0; i < a * b; i++) {
      first.add("a" + i / b);
      second.add("b" + i % b);
    }
    Map<String, List<String>> settings = new LinkedHashMap<>();
    settings.put("a", first);
    settings.put("b", second);
    return new VarianceDesign(settings);
  }

  private static Map<String, VarianceShare> shares(VarianceDesign design, double[][] values) {
    Map<String, VarianceShare> shares = new LinkedHashMap<>();
    VarianceShares.of(design, values).forEach(share -> shares.put(share.source(), share));
    return shares;
  }

  @Test
  void agreesWithNumPyAndSciPy() {
    Map<String, VarianceShare> shares = shares(grid(3, 2), TABLE);
    check(shares.get("a"), 2, ORACLE[0]);
    check(shares.get("b"), 1, ORACLE[1]);
    check(shares.get("a:b"), 2, ORACLE[2]);
    check(shares.get("seed"), 3, ORACLE[3]);
    check(shares.get("seed × settings"), 15, ORACLE[4]);
  }

  /** Share, ends of the interval, p. */
  private static final double[][] ORACLE = {
    {0.775126746742744, 0.38134788014601023, 1.0, 0.00018145419958994453},
    {0.0449201359233892, 0.0, 0.12599594734450284, 0.017051485081357648},
    {-0.0006541767367478766, 0.0, 0.07034843206148508, 0.4398081134576204},
    {0.12213479675092222, 0.0, 0.9505340581040385, 0.00015290934000189557},
    {0.05847249731969255, 0.0, 0.22018028161498054}
  };

  private static void check(VarianceShare share, int df, double[] expected) {
    assertEquals(df, share.df());
    assertEquals(expected[0], share.share(), 1e-12);
    assertEquals(expected[1], share.ci95Low(), 1e-11);
    assertEquals(expected[2], share.ci95High(), 1e-11);
    if (expected.length > 3) {
      assertEquals(expected[3], share.p(), 1e-9);
    }
  }

  /** With two levels a setting's test is the paired t test. */
  @Test
  void theTestOfTwoLevelsIsThePairedT() {
    double[] first = new double[4];
    double[] second = new double[4];
    for (int s = 0; s < 4; s++) {
      first[s] = (TABLE[0][s] + TABLE[2][s] + TABLE[4][s]) / 3;
      second[s] = (TABLE[1][s] + TABLE[3][s] + TABLE[5][s]) / 3;
    }
    PairedContrast paired = PairedContrast.of(first, second);
    assertEquals(paired.p(), shares(grid(3, 2), TABLE).get("b").p(), 1e-10);
  }

  @Test
  void sharesSumToOneWhateverTheDesign() {
    Random random = new Random(4);
    for (int round = 0; round < 20; round++) {
      int configurations = 3 + random.nextInt(8);
      Map<String, List<String>> settings = new LinkedHashMap<>();
      for (String name : List.of("x", "y", "z")) {
        settings.put(name, random.ints(configurations, 0, 3).mapToObj(Integer::toString).toList());
      }
      double[][] values = new double[configurations][6];
      for (double[] row : values) {
        for (int s = 0; s < row.length; s++) {
          row[s] = random.nextGaussian();
        }
      }
      double sum =
          VarianceShares.of(new VarianceDesign(settings), values).stream()
              .mapToDouble(VarianceShare::share)
              .sum();
      assertEquals(1, sum, 1e-12);
    }
  }

  /** In a grid, a setting's term in the sum of effects is the orthogonal part. */
  @Test
  void theOverlappingDecompositionOfAGridIsTheOrthogonalOne() {
    Map<String, VarianceShare> orthogonal = shares(grid(3, 2), TABLE);
    Map<String, List<String>> settings = new LinkedHashMap<>();
    settings.put("a", List.of("0", "0", "1", "1", "2", "2", "0", "0", "1", "1", "2", "2"));
    settings.put("b", List.of("0", "1", "0", "1", "0", "1", "0", "1", "0", "1", "0", "1"));
    double[][] twice = new double[12][];
    for (int c = 0; c < 12; c++) {
      twice[c] = TABLE[c % 6];
    }
    VarianceDesign design = new VarianceDesign(settings);
    assertTrue(!design.grid());
    Map<String, VarianceShare> overlapping = shares(design, twice);
    double ratio = orthogonal.get("a").share() / orthogonal.get("b").share();
    assertEquals(ratio, overlapping.get("a").share() / overlapping.get("b").share(), 1e-9);
  }

  /** Configurations of settings a, b and so on, a letter of each word for each setting. */
  private static VarianceDesign design(String... configurations) {
    Map<String, List<String>> settings = new LinkedHashMap<>();
    for (int k = 0; k < configurations[0].length(); k++) {
      int at = k;
      settings.put(
          Character.toString('a' + k),
          java.util.Arrays.stream(configurations).map(c -> c.substring(at, at + 1)).toList());
    }
    return new VarianceDesign(settings);
  }

  /** Values of configurations that chance moves by 10⁻⁶ at most, in six seeds. */
  private static double[][] nearly(double... means) {
    Random random = new Random(5);
    double[][] values = new double[means.length][6];
    for (int c = 0; c < means.length; c++) {
      for (int s = 0; s < 6; s++) {
        values[c][s] = means[c] + 1e-6 * random.nextDouble();
      }
    }
    return values;
  }

  private static void assertShares(
      Map<String, Double> expected, VarianceDesign design, double... y) {
    Map<String, Double> shares = new LinkedHashMap<>();
    shares(design, nearly(y)).forEach((source, share) -> shares.put(source, share.share()));
    assertTrue(shares.keySet().containsAll(expected.keySet()), shares::toString);
    shares.forEach(
        (source, share) ->
            assertEquals(expected.getOrDefault(source, 0.0), share, 1e-5, source + shares));
  }

  /** Centred on 1/3 and 2/3, a = (−1, −1, 2)/3, b = (−2, 1, 1)/3, and y = 3a + b. */
  @Test
  void overlappingSettingsShareByTheirEffects() {
    assertShares(Map.of("a", 63 / 78.0, "b", 15 / 78.0), design("00", "01", "11"), 0, 1, 4);
  }

  /** Only one setting does something; others change with it, or one at a time. */
  @Test
  void aSettingWithoutEffectIsCreditedWithNothing() {
    assertShares(Map.of("a", 1.0), design("00", "00", "01", "11", "11"), 0, 0, 0, 2, 2);
    assertShares(Map.of("b", 1.0), design("0000", "1000", "0100", "0010", "0001"), 1, 1, 8, 1, 1);
    // b does something where a is 1, and nothing where a is 0.
    assertShares(Map.of("b", 1.0), design("00", "10", "11", "12"), 0, 0, 1, 5);
  }

  /** Only arm 1 of a has a b: the arms' difference is both's, what b does within its arm b's. */
  @Test
  void whatCannotBeToldApartIsCreditedJointly() {
    VarianceDesign arms = design("0-", "0-", "1x", "1y");
    assertShares(Map.of("a & b", 1.0, "b", 0.0), arms, 1, 1, 4, 4);
    // The arms' means 1 and 4 differ by 3, so 9/4 of variance; within arm 1 it is 1/2.
    assertShares(Map.of("a & b", 9 / 11.0, "b", 2 / 11.0), arms, 1, 1, 3, 5);
    // A third setting of arm 0 changes nothing of this.
    VarianceDesign both = design("0-u", "0-v", "1x-", "1y-");
    assertShares(Map.of("a & b & c", 9 / 17.0, "b", 8 / 17.0), both, 1, 1, 2, 6);
    // Two blocks without a value in common, and effects of a within the first.
    VarianceDesign blocks = design("00", "01", "10", "11", "22", "23", "32", "33");
    assertShares(Map.of("a & b", 2 / 3.0, "a", 1 / 3.0), blocks, 0, 0, 2, 2, 3, 3, 3, 3);
    // Three settings in two dimensions.
    assertShares(Map.of("a & b & c", 1.0), design("000", "011", "112"), 0, 1, 5);
  }

  /** With noise, too: on average nothing is credited to what does nothing, and 5 % are named. */
  @Test
  void noiseInOverlappingSettingsIsCreditedToNothing() {
    Random random = new Random(7);
    VarianceDesign design = design("00", "00", "01", "11", "11", "12");
    double[] effect = {0, 0, 0, 1, 1, 1};
    int tables = 1500;
    int rejected = 0;
    double mean = 0;
    for (int round = 0; round < tables; round++) {
      double[][] values = new double[6][8];
      for (int c = 0; c < 6; c++) {
        for (int s = 0; s < 8; s++) {
          values[c][s] = effect[c] + random.nextGaussian();
        }
      }
      VarianceShare b = shares(design, values).get("b");
      mean += b.share() / tables;
      rejected += b.p() < 0.05 ? 1 : 0;
    }
    assertEquals(0, mean, 0.01);
    // Three standard errors of a frequency of 0.05 in 1 500 are 0.017.
    assertEquals(0.05, (double) rejected / tables, 0.017);
  }

  @Test
  void settingsThatAlwaysChangeTogetherAreOne() {
    Map<String, List<String>> settings = new LinkedHashMap<>();
    settings.put("reg", List.of("l1", "l1", "l2"));
    settings.put("act", List.of("relu", "relu", "gelu"));
    settings.put("fixed", List.of("1", "1", "1"));
    Map<String, VarianceShare> shares =
        shares(
            new VarianceDesign(settings),
            new double[][] {{1, 2, 1, 3}, {2, 2, 1, 2}, {5, 6, 5, 5}});
    assertTrue(shares.containsKey("reg & act"), shares.keySet().toString());
  }

  /** What is the same in every seed is no chance, and what is not there at all has no test. */
  @Test
  void anEffectWithoutVarianceIsSure() {
    double[][] values = new double[4][];
    for (int c = 0; c < 4; c++) {
      double[] same = new double[5];
      java.util.Arrays.fill(same, c < 2 ? 0 : 8.1);
      values[c] = same;
    }
    Map<String, VarianceShare> shares = shares(grid(2, 2), values);
    assertEquals(1, shares.get("a").share(), 1e-12);
    assertEquals(0.0, shares.get("a").p());
    assertEquals(null, shares.get("b").p());
    assertEquals(null, shares.get("seed").p());
  }

  @Test
  void valuesThatDoNotVaryHaveNoShares() {
    assertEquals(List.of(), VarianceShares.of(grid(2, 2), new double[4][5]));
    assertThrows(
        IllegalArgumentException.class, () -> VarianceShares.of(grid(2, 2), new double[3][5]));
  }

  /** Independent noise: a test at 5 % rejects in 5 % of tables, and no source is credited. */
  @Test
  void noiseIsCreditedToNothing() {
    Random random = new Random(11);
    int tables = 1500;
    Map<String, Integer> rejected = new LinkedHashMap<>();
    Map<String, Double> mean = new LinkedHashMap<>();
    VarianceDesign design = grid(2, 2);
    for (int round = 0; round < tables; round++) {
      double[][] values = new double[4][8];
      for (double[] row : values) {
        for (int s = 0; s < row.length; s++) {
          row[s] = random.nextGaussian();
        }
      }
      shares(design, values)
          .forEach(
              (source, share) -> {
                mean.merge(source, share.share() / tables, Double::sum);
                if (share.p() != null) {
                  rejected.merge(source, share.p() < 0.05 ? 1 : 0, Integer::sum);
                }
              });
    }
    for (String source : List.of("a", "b", "a:b", "seed")) {
      // Three standard errors of a frequency of 0.05 in 1 500 are 0.017.
      assertEquals(0.05, (double) rejected.get(source) / tables, 0.017, source);
      assertEquals(0, mean.get(source), 0.01, source);
    }
  }

  /** Coverage of the intervals of sources that explain something, by simulation at ten seeds. */
  @Test
  void intervalsCoverTheTruth() {
    Random random = new Random(3);
    int tables = 1500;
    int seeds = 10;
    VarianceDesign design = grid(3, 2);
    double[] a = {-1, 0, 1};
    // Variances of the components: the setting a, the seed, the rest.
    double total = 2.0 / 3 + 1.5 * 1.5 + 1;
    Map<String, Double> truth = Map.of("a", 2.0 / 3 / total, "seed", 1.5 * 1.5 / total);
    Map<String, Integer> covered = new LinkedHashMap<>();
    for (int round = 0; round < tables; round++) {
      double[][] values = new double[6][seeds];
      for (int s = 0; s < seeds; s++) {
        double seed = 1.5 * random.nextGaussian();
        for (int c = 0; c < 6; c++) {
          values[c][s] = a[c / 2] + seed + random.nextGaussian();
        }
      }
      Map<String, VarianceShare> shares = shares(design, values);
      truth.forEach(
          (source, share) -> {
            VarianceShare s = shares.get(source);
            boolean inside = s.ci95Low() <= share && share <= s.ci95High();
            covered.merge(source, inside ? 1 : 0, Integer::sum);
          });
    }
    covered.forEach((source, n) -> assertEquals(0.95, (double) n / tables, 0.02, source));
  }

  @Test
  void gapsOfAnAdditiveTableAreFilledWithTheirValues() {
    double[][] values = new double[4][5];
    for (int c = 0; c < 4; c++) {
      for (int s = 0; s < 5; s++) {
        values[c][s] = 3 * c + s * s;
      }
    }
    values[1][2] = Double.NaN;
    values[3][0] = Double.NaN;
    MissingCells filled = MissingCells.fill(values);
    assertEquals(2, filled.filled());
    assertEquals(List.of(0, 1, 2, 3), filled.rows());
    assertEquals(7, filled.values()[1][2], 1e-9);
    assertEquals(9, filled.values()[3][0], 1e-9);
  }

  @Test
  void configurationsWithFewValuesAreLeftOut() {
    double nan = Double.NaN;
    MissingCells filled =
        MissingCells.fill(new double[][] {{1, 2, 3, 4}, {nan, nan, nan, 1}, {2, 3, 4, 5}});
    assertEquals(List.of(0, 2), filled.rows());
    assertEquals(0, filled.filled());
  }
}
