package dev.polysweep.feature;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Chooses the contexts of one feature: the contexts with the largest activations, at most one a
 * document, and for each interval of activations a random sample of contexts, at most one a
 * document. An instance never holds more peaks than the plan asks for, and the choice does not
 * depend on the order in which documents are offered. Mutable; not thread-safe.
 */
public final class ContextSelection implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ContextPlan plan;
  private final float largest;
  private final FirstFew top = new FirstFew();
  private final FirstFew[] intervals;

  /**
   * A chosen context.
   *
   * @param feature number of the feature
   * @param interval interval from which the context was drawn, from 0; −1 for a context of the
   *     largest activations
   * @param rank rank among the feature's contexts of the same interval, or of the largest
   *     activations, from 0
   * @param document number of the document
   * @param position position of the peak in the document
   */
  public record Chosen(int feature, int interval, int rank, long document, int position)
      implements Serializable {}

  /**
   * A selection to which nothing has been offered yet.
   *
   * @param plan the numbers of contexts
   * @param largest the feature's largest activation over all documents
   */
  public ContextSelection(ContextPlan plan, float largest) {
    this.plan = plan;
    this.largest = largest;
    intervals = new FirstFew[plan.intervals()];
    java.util.Arrays.setAll(intervals, i -> new FirstFew());
  }

  /**
   * Offers the activations of one document: those of entry i of its traces, which must be this
   * selection's feature.
   */
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

  /**
   * Adds the contexts that {@code other} has chosen from other documents, and returns this object.
   */
  public ContextSelection add(ContextSelection other) {
    other.top.all().forEach(peak -> top.offer(peak, plan.top(), Peak.STRONGEST));
    for (int k = 0; k < intervals.length; k++) {
      FirstFew mine = intervals[k];
      other.intervals[k].all().forEach(peak -> mine.offer(peak, plan.perInterval(), Peak.DRAWN));
    }
    return this;
  }

  /**
   * The chosen contexts, those of the largest activations first; {@code feature} is the number that
   * they are given.
   */
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
