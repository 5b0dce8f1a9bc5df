package dev.polysweep.feature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.feature.ContextSelection.Chosen;
import dev.polysweep.table.row.ContextRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ContextSelectionTest {

  private static final AnalysisDraws DRAWS = new AnalysisDraws(2);
  private static final ContextPlan PLAN = new ContextPlan(5, 4, 3, 6, 2);

  private static ContextSelection select(List<DocumentCodes> documents, int feature, float max) {
    ContextSelection selection = new ContextSelection(PLAN, max);
    for (DocumentCodes codes : documents) {
      FeatureTraces traces = codes.byFeature();
      int i = traces.find(feature);
      if (i >= 0) {
        selection.offer(codes, traces, i, DRAWS);
      }
    }
    return selection;
  }

  private static float max() {
    float max = 0;
    for (int d = 0; d < Planted.DOCUMENTS; d++) {
      for (int p = 0; p < Planted.LENGTH; p++) {
        max = Math.max(max, Planted.activation(d, p)[2]);
      }
    }
    return max;
  }

  @Test
  void theTopOnesAreTheStrongestOfTheirDocuments() {
    List<Chosen> top =
        select(Planted.documents(), 2, max()).chosen(2).stream()
            .filter(c -> c.interval() < 0)
            .toList();
    assertEquals(5, top.size());
    assertEquals(5, top.stream().map(Chosen::document).distinct().count());
    List<Double> strongest = new ArrayList<>();
    for (int d = 0; d < Planted.DOCUMENTS; d++) {
      double best = 0;
      for (int p = 0; p < Planted.LENGTH; p++) {
        best = Math.max(best, Planted.activation(d, p)[2]);
      }
      strongest.add(best);
    }
    strongest.sort(Collections.reverseOrder());
    for (int i = 0; i < 5; i++) {
      Chosen c = top.get(i);
      assertEquals(i, c.rank());
      assertEquals(strongest.get(i), Planted.activation(c.document(), c.position())[2]);
    }
  }

  @Test
  void drawnOnesLieInTheirInterval() {
    float max = max();
    List<Chosen> all = select(Planted.documents(), 2, max).chosen(2);
    int drawn = 0;
    for (Chosen c : all) {
      if (c.interval() >= 0) {
        double share = Planted.activation(c.document(), c.position())[2] / max;
        assertTrue(share >= c.interval() / 4.0 && share <= (c.interval() + 1) / 4.0);
        drawn++;
      }
    }
    // 0.25 lies in the first of four intervals of (0, ~2]; nothing lies in the second.
    assertEquals(3 * 3, drawn);
  }

  @Test
  void theChoiceDoesNotDependOnOrderOrParts() {
    List<DocumentCodes> documents = new ArrayList<>(Planted.documents());
    List<Chosen> whole = select(documents, 0, max()).chosen(0);
    Collections.shuffle(documents, new Random(8));
    ContextSelection parts = select(documents.subList(0, 9), 0, max());
    parts.add(select(documents.subList(9, documents.size()), 0, max()));
    assertEquals(whole, parts.chosen(0));
    assertTrue(whole.size() <= 5 + 4 * 3, "never more than planned");
  }

  @Test
  void aContextIsCutAtTheEndsOfItsDocument() {
    DocumentCodes codes = Planted.documents().get(1);
    ContextCutter cutter = new ContextCutter("d", PLAN, codes);
    for (int position : new int[] {0, 2, 15, 29}) {
      ContextRow row = cutter.cut(new Chosen(2, -1, 0, 1, position));
      int from = Math.max(0, position - 6);
      int to = Math.min(30, position + 3);
      assertEquals(to - from, row.tokens().length);
      assertEquals(position - from, row.peak());
      float[] expected = new float[to - from];
      for (int p = from; p < to; p++) {
        expected[p - from] = Planted.activation(1, p)[2];
        assertEquals(Planted.text(1, p), row.tokens()[p - from]);
      }
      assertArrayEquals(expected, row.activations());
      assertEquals(expected[row.peak()], row.activation());
    }
  }
}
