package dev.polysweep.feature;

import dev.polysweep.feature.ContextSelection.Chosen;
import dev.polysweep.table.row.ContextRow;
import java.util.Arrays;

/** Cuts the chosen contexts of one document out of the document. */
public final class ContextCutter {

  private final String dictionary;
  private final ContextPlan plan;
  private final DocumentCodes codes;
  private final FeatureTraces traces;

  /**
   * A cutter for one document.
   *
   * @param dictionary name of the dictionary, for the rows
   * @param plan the numbers of tokens before and after a peak
   * @param codes the document and its active features
   */
  public ContextCutter(String dictionary, ContextPlan plan, DocumentCodes codes) {
    this.dictionary = dictionary;
    this.plan = plan;
    this.codes = codes;
    this.traces = codes.byFeature();
  }

  /**
   * The row of a chosen context, with the feature's activation on each of its tokens; the context
   * is shorter at the document's ends.
   */
  public ContextRow cut(Chosen chosen) {
    int peak = Arrays.binarySearch(codes.position(), chosen.position());
    int from = Math.max(0, peak - plan.before());
    int to = Math.min(codes.tokens(), peak + plan.after() + 1);
    float[] activations = new float[to - from];
    int i = traces.find(chosen.feature());
    for (int e = traces.start()[i]; e < traces.start()[i + 1]; e++) {
      int token = traces.token()[e];
      if (token >= from && token < to) {
        activations[token - from] = traces.value()[e];
      }
    }
    return new ContextRow(
        dictionary,
        chosen.feature(),
        chosen.interval() < 0 ? ContextRow.TOP : ContextRow.INTERVAL,
        chosen.interval() < 0 ? null : chosen.interval(),
        chosen.rank(),
        chosen.document(),
        chosen.position(),
        activations[peak - from],
        peak - from,
        Arrays.copyOfRange(codes.text(), from, to),
        activations);
  }
}
