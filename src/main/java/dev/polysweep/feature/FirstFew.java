package dev.polysweep.feature;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The first few of any number of peaks in some order, kept sorted; never more than these. */
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
