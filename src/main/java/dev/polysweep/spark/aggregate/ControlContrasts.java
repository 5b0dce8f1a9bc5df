package dev.polysweep.spark.aggregate;

import dev.polysweep.table.Column;
import dev.polysweep.table.row.ContrastRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the rows of {@code contrasts} that compare each label with its own control arm, paired by
 * seed. The groups have the key (ordinal, label) and are all in one partition. Memory: the values
 * of the metrics of all cells, 8 bytes each. Holm's adjustment is over the labels of one control
 * within one metric.
 *
 * @param controls from a label to the label of its control arm
 * @param metrics the metrics, in the order of the groups' values
 */
record ControlContrasts(Map<String, String> controls, List<Column> metrics) implements Fold {

  @Override
  public Iterator<ContrastRow> rows(Iterator<SeedGroup> groups) {
    Map<String, SeedGroup> byLabel = new HashMap<>();
    Map<String, List<SeedGroup>> arms = new LinkedHashMap<>();
    groups.forEachRemaining(
        group -> {
          String label = (String) group.key().get(1);
          byLabel.put(label, group);
          if (controls.containsKey(label)) {
            arms.computeIfAbsent(controls.get(label), control -> new ArrayList<>()).add(group);
          }
        });
    List<ContrastRow> rows = new ArrayList<>();
    arms.forEach(
        (control, compared) -> {
          if (byLabel.containsKey(control)) {
            List<SeedGroup> ordered = new ArrayList<>(List.of(byLabel.get(control)));
            ordered.addAll(compared);
            new Contrasts(control, metrics).rows(ordered.iterator()).forEachRemaining(rows::add);
          }
        });
    return rows.iterator();
  }
}
