package dev.polysweep.metric.dictionary;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * How specialised the latents of a dictionary are that fire rarely, and those that fire often. Of
 * the latents that fire at all, the rarer half are called rare. A latent is specialised as far as
 * its firing is that of its nearest true feature: precision = both/latent.
 *
 * @param rare mean precision of the rare latents; NaN if there are none
 * @param frequent mean precision of the others; NaN if there are none
 */
public record RareLatents(double rare, double frequent) {

  /**
   * Scores latents from numbers of samples. Of latents that fire equally often those with a smaller
   * number count as rarer.
   *
   * @param both samples on which the latent and its nearest feature are active, {@code [latents]}
   * @param latent samples on which the latent is active, {@code [latents]}
   */
  public static RareLatents of(long[] both, long[] latent) {
    int[] firing =
        IntStream.range(0, latent.length)
            .filter(f -> latent[f] > 0)
            .boxed()
            .sorted(Comparator.comparingLong(f -> latent[f]))
            .mapToInt(Integer::intValue)
            .toArray();
    int half = firing.length / 2;
    return new RareLatents(
        mean(IntStream.range(0, half), firing, both, latent),
        mean(IntStream.range(half, firing.length), firing, both, latent));
  }

  private static double mean(IntStream range, int[] firing, long[] both, long[] latent) {
    return range
        .map(at -> firing[at])
        .mapToDouble(f -> (double) both[f] / latent[f])
        .average()
        .orElse(Double.NaN);
  }
}
