package dev.polysweep.metric.dictionary;

import dev.polysweep.math.Matrix;
import dev.polysweep.metric.Shapes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The directions that come back in most of several dictionaries, as those of several seeds. Each
 * pair of dictionaries has been matched one to one. An entry is a latent together with its partners
 * in the other dictionaries, and a latent belongs to at most one entry: those that come back most
 * often choose first, of equal ones the first. What is then left with partners in fewer than half
 * of the other dictionaries is no entry.
 *
 * @param entries the entries, in the order in which they were chosen
 */
public record ConsensusDictionary(List<Entry> entries) {

  /**
   * A direction that comes back.
   *
   * @param latent the latent of each dictionary that has it, {@code [dictionaries]}; −1 where none
   * @param direction the mean of those latents' directions, of norm 1, {@code [d_in]}
   * @param cosine mean cosine of those latents with it, in [−1, 1]
   */
  public record Entry(int[] latent, float[] direction, double cosine) {

    /** The number of dictionaries that have it. */
    public int dictionaries() {
      return (int) Arrays.stream(latent).filter(f -> f >= 0).count();
    }
  }

  /** A latent of a dictionary, and in how many others it has a partner. */
  private record Candidate(int dictionary, int latent, int partners) {}

  /**
   * Finds the entries.
   *
   * @param decoders decoder rows of each dictionary, {@code [d_sae, d_in]} each
   * @param partner for dictionaries a and b and each latent of a its partner in b, or −1: {@code
   *     [dictionaries][dictionaries][d_sae]}; partner[a][a] is not looked at
   * @throws IllegalArgumentException if the shapes of the dictionaries differ
   */
  public static ConsensusDictionary of(List<Matrix> decoders, int[][][] partner) {
    decoders.forEach(decoder -> Shapes.requireEqual(decoders.get(0), decoder));
    int n = decoders.size();
    boolean[][] taken = new boolean[n][decoders.get(0).rows()];
    List<Entry> entries = new ArrayList<>();
    for (Candidate candidate : candidates(partner)) {
      int a = candidate.dictionary();
      if (taken[a][candidate.latent()]) {
        continue;
      }
      int[] members = new int[n];
      for (int b = 0; b < n; b++) {
        int f = a == b ? candidate.latent() : partner[a][b][candidate.latent()];
        members[b] = f >= 0 && !taken[b][f] ? f : -1;
      }
      long others = Arrays.stream(members).filter(f -> f >= 0).count() - 1;
      if (others > 0 && 2 * others >= n - 1) {
        for (int b = 0; b < n; b++) {
          if (members[b] >= 0) {
            taken[b][members[b]] = true;
          }
        }
        entries.add(entry(decoders, members));
      }
    }
    return new ConsensusDictionary(List.copyOf(entries));
  }

  private static List<Candidate> candidates(int[][][] partner) {
    List<Candidate> candidates = new ArrayList<>();
    for (int a = 0; a < partner.length; a++) {
      for (int f = 0; f < partner[a][(a + 1) % partner.length].length; f++) {
        int partners = 0;
        for (int b = 0; b < partner.length; b++) {
          partners += a != b && partner[a][b][f] >= 0 ? 1 : 0;
        }
        candidates.add(new Candidate(a, f, partners));
      }
    }
    candidates.sort(Comparator.comparingInt(Candidate::partners).reversed());
    return candidates;
  }

  private static Entry entry(List<Matrix> decoders, int[] members) {
    double[] direction = new double[decoders.get(0).cols()];
    int count = 0;
    for (int b = 0; b < members.length; b++) {
      if (members[b] >= 0) {
        Matrix decoder = decoders.get(b);
        double norm = norm(decoder, members[b]);
        for (int i = 0; i < direction.length; i++) {
          direction[i] += norm == 0 ? 0 : decoder.get(members[b], i) / norm;
        }
        count++;
      }
    }
    // the mean cosine of unit vectors with their mean's direction is the norm of their mean
    double length = Math.sqrt(Arrays.stream(direction).map(v -> v * v).sum());
    float[] unit = new float[direction.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = length == 0 ? 0 : (float) (direction[i] / length);
    }
    return new Entry(members, unit, length / count);
  }

  private static double norm(Matrix rows, int r) {
    double square = 0;
    for (int i = 0; i < rows.cols(); i++) {
      square += (double) rows.get(r, i) * rows.get(r, i);
    }
    return Math.sqrt(square);
  }
}
