package dev.polysweep.experiment.temporal;

import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Given interventions at random epochs: the control arm that keeps number and kinds and gives up
 * the timing.
 */
final class RandomTimes {

  /** Number of the draw within the stream of interventions; changes of weights have others. */
  private static final int DRAW = -1;

  private RandomTimes() {}

  /**
   * Distinct epochs, uniform on first … last; the interventions keep their order.
   *
   * @throws IllegalArgumentException if there are fewer epochs than interventions
   */
  static Map<Integer, Intervention> draw(
      long seed, List<Intervention> interventions, int first, int last) {
    if (interventions.size() > last - first + 1) {
      throw new IllegalArgumentException(
          interventions.size() + " interventions in epochs " + first + " to " + last);
    }
    RandomStream random = new RandomStream(seed, StreamId.INTERVENTION, DRAW, 0);
    TreeSet<Integer> epochs = new TreeSet<>();
    while (epochs.size() < interventions.size()) {
      epochs.add(first + random.nextInt(last - first + 1));
    }
    Map<Integer, Intervention> plan = new TreeMap<>();
    for (Intervention intervention : interventions) {
      plan.put(epochs.pollFirst(), intervention);
    }
    return plan;
  }
}
