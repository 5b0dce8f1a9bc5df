package dev.polysweep.feature;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A bounded sorted list: of all peaks that are offered it keeps the first {@code most} in the given
 * order.
 */
final class FirstFew implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ArrayList<Peak> kept = new ArrayList<>(0);

  void offer(Peak peak, int most, Comparator<Peak> order) {
    int at = kept.size();
    while (at > 0 && order.compare(peak, kept.get(at - 1)) < 0) {
      at--;
    }
    if (at < most) {
      kept.add(at, peak);
      if (kept.size() > most) {
        kept.remove(most);
      }
    }
  }

  List<Peak> all() {
    return kept;
  }
}
