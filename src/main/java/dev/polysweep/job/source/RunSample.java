package dev.polysweep.job.source;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A sample of runs that is stratified by label: one run of each label, then a second of each, and
 * so on. Within a label the runs with the smallest ids come first. Ids are hashes, so the choice
 * depends on neither settings nor results, and it is the same whenever the same cells are there.
 */
final class RunSample {

  private final List<List<String>> byLabel;

  /** Makes an empty sample of runs of a number of labels. */
  RunSample(int labels) {
    byLabel = IntStream.range(0, labels).<List<String>>mapToObj(i -> new ArrayList<>()).toList();
  }

  /**
   * Adds a run to those that the sample may take.
   *
   * @param label index of the run's label
   * @param id id of the run's cell
   */
  void offer(int label, String id) {
    byLabel.get(label).add(id);
  }

  /**
   * Takes the sample.
   *
   * @param most greatest number of runs
   * @return ids of the runs
   */
  Set<String> take(int most) {
    byLabel.forEach(ids -> ids.sort(null));
    Set<String> taken = new HashSet<>();
    int longest = byLabel.stream().mapToInt(List::size).max().orElse(0);
    for (int i = 0; i < longest && taken.size() < most; i++) {
      int turn = i;
      Stream<String> candidates =
          byLabel.stream().filter(ids -> ids.size() > turn).map(ids -> ids.get(turn)).sorted();
      candidates.limit(most - taken.size()).forEach(taken::add);
    }
    return taken;
  }
}
