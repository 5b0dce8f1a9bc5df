package dev.polysweep.engine.sae;

import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;
import java.util.Arrays;
import java.util.List;

/**
 * A BatchTopK whose first latents are a dictionary of their own, at several widths (Bussmann et al.
 * 2025): the loss is the squared error of the whole, plus that of each inner width's
 * reconstruction, Σ_m w·E‖x − b_dec − a₍:m₎·W_dec₍:m₎‖². Latents are selected once, over the whole
 * dictionary.
 *
 * @param batch the selection and the auxiliary loss
 * @param widths inner widths as shares of d_sae, ascending, in (0, 1). {@link Widths#DRAWN} draws
 *     as many widths anew at each step
 * @param drawn how the widths are chosen
 * @param innerWeight weight of each inner width; the whole has 1
 * @param detached whether an inner width's error trains only the latents that it has and the next
 *     smaller width has not
 * @param sorted whether the latents that fire most are the first ones; otherwise their index
 *     decides. Frequencies are running means with the weight 0.01 of the newest batch
 * @param auxByLevel whether the auxiliary loss is computed for each width, of its own dead latents
 */
public record Matryoshka(
    BatchTopK batch,
    List<Double> widths,
    Widths drawn,
    double innerWeight,
    boolean detached,
    boolean sorted,
    boolean auxByLevel)
    implements BatchSelecting {

  /** Ways to choose the inner widths. */
  public enum Widths {
    /** The given shares of d_sae. */
    FIXED,
    /**
     * As many as are given, drawn at each step without replacement by the law of the public code of
     * Nabeshima (2024, noanabeshima/matryoshka-saes), P(width ≤ m) = √(m/(d_sae − 1)), which
     * prefers small ones.
     */
    DRAWN
  }

  /**
   * @throws IllegalArgumentException if the widths are not ascending in (0, 1)
   */
  public Matryoshka {
    widths = List.copyOf(widths);
    SaeArchitecture.requireNonNegative("innerWeight", innerWeight);
    double before = 0;
    for (double width : widths) {
      if (!(width > before && width < 1)) {
        throw new IllegalArgumentException(
            "widths must be ascending shares between 0 and 1, not " + widths);
      }
      before = width;
    }
  }

  @Override
  public Matryoshka at(int step, double[] memory) {
    return new Matryoshka(
        batch.at(step, memory), widths, drawn, innerWeight, detached, sorted, auxByLevel);
  }

  @Override
  public SaeNesting nesting(int step, long seed, double[] frequency) {
    int dSae = frequency.length;
    int[] inner = drawn == Widths.FIXED ? fixed(dSae) : draw(step, seed, dSae);
    double[] weight = new double[inner.length + 1];
    Arrays.fill(weight, innerWeight);
    weight[inner.length] = 1;
    int[] order = sorted ? byFrequency(frequency) : null;
    return new SaeNesting(SaeNesting.levels(inner, dSae, order), weight, detached, auxByLevel);
  }

  private int[] fixed(int dSae) {
    return widths.stream()
        .mapToInt(share -> Math.max(1, (int) Math.round(share * dSae)))
        .distinct()
        .toArray();
  }

  private int[] draw(int step, long seed, int dSae) {
    RandomStream random = new RandomStream(seed, StreamId.SAE_WIDTHS, step, 0);
    int[] drawn = new int[Math.min(widths.size(), dSae - 1)];
    for (int i = 0; i < drawn.length; ) {
      double root = 1 - random.nextDouble(); // in (0, 1]
      int width = (int) Math.ceil(root * root * (dSae - 1));
      if (Arrays.stream(drawn, 0, i).noneMatch(other -> other == width)) {
        drawn[i++] = width;
      }
    }
    Arrays.sort(drawn);
    return drawn;
  }

  /** The latents, the most frequent first, of equal ones the first. */
  private static int[] byFrequency(double[] frequency) {
    return java.util.stream.IntStream.range(0, frequency.length)
        .boxed()
        .sorted(java.util.Comparator.comparingDouble(f -> -frequency[f]))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
