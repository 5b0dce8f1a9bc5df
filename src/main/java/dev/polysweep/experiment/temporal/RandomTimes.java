package dev.polysweep.experiment.temporal;

import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Places given interventions at random epochs. This is the control arm that keeps the number and
 * the kinds of interventions but not their timing.
 */
final class RandomTimes {

  /**
   * Number of this draw within the random stream of interventions; changes of weights use other
   * numbers.
   */
  private static final int DRAW = -1;

  private RandomTimes() {}

  /**
   * Draws distinct epochs, uniformly from first, …, last. The interventions keep their order.
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
