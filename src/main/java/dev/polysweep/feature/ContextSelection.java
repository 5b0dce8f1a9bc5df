package dev.polysweep.feature;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Chooses the contexts of one feature: its strongest peaks, at most one a document, and of each
 * interval of its activations a random sample, at most one a document. Mutable, and never larger
 * than the plan says; the choice depends on nothing but the documents.
 */
public final class ContextSelection implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ContextPlan plan;
  private final float largest;
  private final FirstFew top = new FirstFew();
  private final FirstFew[] intervals;

  /**
   * A context that was chosen.
   *
   * @param feature of which feature
   * @param interval from which interval it was drawn, from 0; −1 if it is one of the strongest
   * @param rank its place among those, from 0
   * @param document its document
   * @param position place of its peak
   */
  public record Chosen(int feature, int interval, int rank, long document, int position)
      implements Serializable {}

  /**
   * Nothing chosen yet.
   *
   * @param largest activation of the feature over all documents
   */
  public ContextSelection(ContextPlan plan, float largest) {
    this.plan = plan;
    this.largest = largest;
    intervals = new FirstFew[plan.intervals()];
    java.util.Arrays.setAll(intervals, i -> new FirstFew());
  }

  /** Offers the activations of feature number i of a document's traces. */
  public void offer(DocumentCodes codes, FeatureTraces traces, int i, AnalysisDraws draws) {
    Peak strongest = null;
    Peak[] drawn = new Peak[intervals.length];
    for (int e = traces.start()[i]; e < traces.start()[i + 1]; e++) {
      int position = codes.position()[traces.token()[e]];
      float value = traces.value()[e];
      long lot = draws.lot(codes.document(), position, traces.feature()[i]);
      Peak peak = new Peak(value, codes.document(), position, lot);
      if (strongest == null || Peak.STRONGEST.compare(peak, strongest) < 0) {
        strongest = peak;
      }
      int interval = plan.interval(value, largest);
      if (drawn[interval] == null || Peak.DRAWN.compare(peak, drawn[interval]) < 0) {
        drawn[interval] = peak;
      }
    }
    if (strongest != null) {
      top.offer(strongest, plan.top(), Peak.STRONGEST);
    }
    for (int k = 0; k < drawn.length; k++) {
      if (drawn[k] != null) {
        intervals[k].offer(drawn[k], plan.perInterval(), Peak.DRAWN);
      }
    }
  }

  /** Adds what was chosen of other documents. */
  public ContextSelection add(ContextSelection other) {
    other.top.all().forEach(peak -> top.offer(peak, plan.top(), Peak.STRONGEST));
    for (int k = 0; k < intervals.length; k++) {
      FirstFew mine = intervals[k];
      other.intervals[k].all().forEach(peak -> mine.offer(peak, plan.perInterval(), Peak.DRAWN));
    }
    return this;
  }

  /** What was chosen. */
  public List<Chosen> chosen(int feature) {
    List<Chosen> all = new ArrayList<>();
    add(all, feature, -1, top);
    for (int k = 0; k < intervals.length; k++) {
      add(all, feature, k, intervals[k]);
    }
    return all;
  }

  private static void add(List<Chosen> all, int feature, int interval, FirstFew few) {
    for (int rank = 0; rank < few.all().size(); rank++) {
      Peak peak = few.all().get(rank);
      all.add(new Chosen(feature, interval, rank, peak.document(), peak.position()));
    }
  }
}
