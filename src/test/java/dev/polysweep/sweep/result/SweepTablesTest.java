package dev.polysweep.sweep.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.polysweep.sweep.Configuration;
import dev.polysweep.sweep.SampleConfig;
import dev.polysweep.sweep.Seeds;
import dev.polysweep.sweep.StubExperiment;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.sweep.yaml.SweepException;
import dev.polysweep.table.Column;
import dev.polysweep.table.TableSchema;
import dev.polysweep.table.Type;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SweepTablesTest {

  private final StubExperiment<SampleConfig> experiment =
      new StubExperiment<>("sample", SampleConfig.DEFAULTS);

  private static Sweep sweep(Map<String, Object> swept) {
    Configuration configuration = new Configuration("a", SampleConfig.DEFAULTS, swept, "{}");
    return new Sweep("s", "sample", List.of(configuration), new Seeds.Range(0, 1), null, 50);
  }

  @Test
  void columnsOfCells() {
    Map<String, Object> swept = new java.util.LinkedHashMap<>();
    swept.put("net_hidden", 3L);
    swept.put("cap", null);
    swept.put("init", "none");
    TableSchema cells = SweepTables.cells(sweep(swept), experiment);
    assertEquals(
        List.of(
            "cell_id",
            "label",
            "net_hidden",
            "cap",
            "init",
            "config",
            "seed",
            "status",
            "error",
            "engine",
            "wall_ms",
            "wave",
            "host",
            "finished_at",
            "val_mse",
            "null_draws"),
        cells.columns().stream().map(Column::name).toList());
    assertEquals(
        List.of(Type.LONG, Type.DOUBLE, Type.STRING),
        cells.columns().subList(2, 5).stream().map(Column::type).toList());
    assertEquals("width", cells.columns().get(2).meaning());
    assertEquals(Type.INT, column(cells, "wave").type());
    assertEquals(Type.TIMESTAMP, column(cells, "finished_at").type());
    assertEquals("ms", column(cells, "wall_ms").unit());
    cells.columns().forEach(column -> assertFalse(column.meaning().isBlank(), column.name()));
  }

  @Test
  void columnsOfEpochs() {
    assertEquals(
        List.of("cell_id", "label", "seed", "phase", "epoch", "loss", "l0"),
        SweepTables.epochs(experiment).columns().stream().map(Column::name).toList());
  }

  @Test
  void aSweptColumnMustNotCollide() {
    SweepException e =
        assertThrows(
            SweepException.class,
            () -> SweepTables.cells(sweep(Map.of("null_draws", 3L)), experiment));
    assertEquals(
        "s: null_draws: cannot be swept: the results have a column of that name", e.getMessage());
  }

  private static Column column(TableSchema schema, String name) {
    return schema.columns().stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
  }
}
