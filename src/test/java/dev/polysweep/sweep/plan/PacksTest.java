package dev.polysweep.sweep.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.experiment.Experiment;
import dev.polysweep.sweep.Cell;
import dev.polysweep.sweep.SampleConfig;
import dev.polysweep.sweep.StubExperiment;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.sweep.file.Overrides;
import dev.polysweep.sweep.file.RandomSweeps;
import dev.polysweep.sweep.file.SweepFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PacksTest {

  private final Experiment<SampleConfig> experiment =
      new StubExperiment<>("sample", SampleConfig.DEFAULTS);

  @TempDir Path folder;

  private List<Cell> cells(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("sweep.yaml"), yaml);
    Sweep sweep = SweepFile.load(file, Overrides.NONE, StubExperiment.SAMPLES);
    return LongStream.range(0, sweep.size()).mapToObj(sweep::cell).toList();
  }

  @Test
  void packsNeverMixAndCoverEveryCellOnce() throws IOException {
    Random random = new Random(5);
    for (int i = 0; i < 200; i++) {
      List<Cell> cells = new ArrayList<>(cells(RandomSweeps.yaml(random)));
      cells.removeIf(cell -> random.nextInt(5) == 0); // done already
      int largest = 1 + random.nextInt(12);
      List<List<Cell>> packs = Packs.of(experiment, cells, largest);
      Set<String> seen = new HashSet<>();
      for (List<Cell> pack : packs) {
        assertTrue(!pack.isEmpty() && pack.size() <= largest, pack.size() + " cells");
        for (long seed : pack.stream().map(Cell::seed).distinct().toList()) {
          long here = pack.stream().filter(cell -> cell.seed() == seed).count();
          boolean whole =
              here
                  == cells.stream()
                      .filter(c -> c.seed() == seed && hidden(c) == hidden(pack.get(0)))
                      .count();
          assertTrue(
              whole || here == pack.size() || seed == pack.get(0).seed(),
              "a seed torn apart although it would fit");
        }
        assertEquals(1, pack.stream().map(cell -> hidden(cell)).distinct().count());
        List<Integer> order = pack.stream().map(cells::indexOf).toList();
        assertEquals(order.stream().sorted(Comparator.naturalOrder()).toList(), order);
        pack.forEach(cell -> assertTrue(seen.add(cell.id()), "a cell in two packs"));
      }
      assertEquals(cells.size(), seen.size());
    }
  }

  private static int hidden(Cell cell) {
    return ((SampleConfig) cell.configuration().settings()).net().hidden();
  }

  @Test
  void packsOfAGroupAreAboutEqual() throws IOException {
    List<Cell> cells =
        cells("experiment: sample\nseeds: 1\ngrid: {net.lr: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]}\n");
    assertEquals(List.of(5, 5), sizes(Packs.of(experiment, cells, 8)));
    assertEquals(List.of(3, 3, 4), sizes(Packs.of(experiment, cells, 4)));
    assertEquals(List.of(10), sizes(Packs.of(experiment, cells, Integer.MAX_VALUE)));
    assertEquals(List.of(), Packs.of(experiment, List.of(), 4));
  }

  @Test
  void fewCellsASeedShareAPack() throws IOException {
    List<Cell> cells = cells("experiment: sample\nseeds: 10\ngrid: {net.lr: [1, 2]}\n");
    assertEquals(List.of(6, 6, 6, 2), sizes(Packs.of(experiment, cells, 7)));
  }

  private static List<Integer> sizes(List<List<Cell>> packs) {
    return packs.stream().map(List::size).toList();
  }

  @Test
  void byDefaultEveryCoreHasFourPacksAndNoneIsHuge() throws IOException {
    List<Cell> taming =
        cells("experiment: sample\nseeds: 10\ngrid: {net.lr: [1, 2, 3, 4, 5, 6, 7, 8]}\n");
    for (int cores = 1; cores <= 64; cores++) {
      List<List<Cell>> packs = Packs.of(taming, experiment, cores);
      assertTrue(
          packs.size() >= Math.min(4 * cores, taming.size()),
          packs.size() + " packs on " + cores + " cores");
    }
    List<Integer> sizes = sizes(Packs.of(taming, experiment, 2));
    assertEquals(List.of(8, 8, 8, 8, 8, 8), sizes.subList(0, 6), "a seed a pack");
    assertEquals(
        Collections.nCopies(16, 2), sizes.subList(6, sizes.size()), "the last in quarters");
    StringBuilder values = new StringBuilder("1");
    for (int i = 2; i <= 1000; i++) {
      values.append(", ").append(i);
    }
    List<Cell> many = cells("experiment: sample\nseeds: 1\ngrid: {net.lr: [" + values + "]}\n");
    sizes = sizes(Packs.of(many, experiment, 2));
    assertTrue(sizes.stream().allMatch(size -> size <= 64), sizes.toString());
    int whole = sizes.size() - 16;
    assertTrue(sizes.subList(0, whole).stream().allMatch(size -> size >= 32), sizes.toString());
    assertTrue(
        sizes.subList(whole, sizes.size()).stream().allMatch(size -> size <= 16), sizes.toString());
    assertEquals(many.size(), sizes.stream().mapToInt(size -> size).sum());
  }

  @Test
  void longCellsOfASeedShareAPackIfNoCoreWaitsForIt() throws IOException {
    Experiment<SampleConfig> slow =
        new StubExperiment<>("sample", SampleConfig.DEFAULTS) {
          @Override
          public double work(SampleConfig config) {
            return 1e12;
          }
        };
    List<Cell> cells = cells("experiment: sample\nseeds: 2\ngrid: {net.lr: [1, 2, 3, 4, 5, 6]}\n");
    assertEquals(List.of(6, 6), sizes(Packs.of(cells, slow, 2)));
    assertEquals(List.of(3, 3), sizes(Packs.of(cells.subList(0, 6), slow, 2)));
    assertEquals(List.of(3, 3, 3, 3), sizes(Packs.of(cells, slow, 4)));
    List<Cell> tens =
        cells("experiment: sample\nseeds: 2\ngrid: {net.lr: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]}\n");
    assertEquals(List.of(5, 5, 5, 5), sizes(Packs.of(tens, slow, 2)));
    // Three packs of three would take two cores as long as six cells, not five.
    assertEquals(List.of(2, 2, 2, 1, 2), sizes(Packs.of(cells.subList(0, 9), slow, 2)));
    for (int cores = 1; cores <= 16; cores++) {
      PriorityQueue<Integer> ends = new PriorityQueue<>(Collections.nCopies(cores, 0));
      for (int size : sizes(Packs.of(cells, slow, cores))) {
        ends.add(ends.remove() + size);
      }
      assertEquals((12 + cores - 1) / cores, Collections.max(ends), cores + " cores");
    }
    assertEquals(12, Packs.of(cells, slow, 12).size());
  }

  @Test
  void aGpuGetsPacksThatFillIt() throws IOException {
    List<Cell> cells = cells("experiment: sample\nseeds: 5000\n");
    List<Integer> sizes = sizes(Packs.forGpus(cells, experiment, 2, null));
    assertEquals(5, sizes.size());
    assertTrue(sizes.stream().allMatch(size -> size <= 1024), sizes.toString());
    assertEquals(cells.size(), sizes.stream().mapToInt(size -> size).sum());
    sizes = sizes(Packs.forGpus(cells, experiment, 16, null));
    assertTrue(sizes.size() >= 32, "every task has two packs: " + sizes.size());
    assertEquals(50, sizes(Packs.forGpus(cells, experiment, 2, 100)).size());
  }
}
