package dev.polysweep.sweep.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.experiment.Experiment;
import dev.polysweep.sweep.Cell;
import dev.polysweep.sweep.Configuration;
import dev.polysweep.sweep.SampleConfig;
import dev.polysweep.sweep.Seeds;
import dev.polysweep.sweep.StubExperiment;
import dev.polysweep.sweep.Sweep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WavesTest {

  private static final Predicate<Cell> NONE = cell -> false;
  private final Experiment<SampleConfig> experiment =
      new StubExperiment<>("sample", SampleConfig.DEFAULTS);

  /** A sweep whose cells take {@code epochs} MFLOP each. */
  private static Sweep sweep(int configurations, long seeds, long epochs) {
    List<Configuration> list =
        IntStream.range(0, configurations)
            .mapToObj(
                i -> {
                  SampleConfig.Net net = new SampleConfig.Net(1, epochs, i + 1, 0.5, List.of());
                  SampleConfig d = SampleConfig.DEFAULTS;
                  SampleConfig config =
                      new SampleConfig(d.init(), d.act(), true, null, null, net, d.nullModel());
                  return new Configuration("c" + i, config, Map.of(), "{" + i + "}");
                })
            .toList();
    return new Sweep("s", "sample", list, new Seeds.Range(0, seeds), null, 50);
  }

  private static List<List<Cell>> all(Waves waves, double secondsPerCell, double commit) {
    List<List<Cell>> all = new ArrayList<>();
    for (List<Cell> wave = waves.next(); !wave.isEmpty(); wave = waves.next()) {
      all.add(wave);
      waves.measured(wave.size() * secondsPerCell + commit, commit);
    }
    return all;
  }

  /** Ten cells of 20 s each, of which two cores compute one seed in 100 s. */
  @Test
  void aSeedWhoseCellsTrainTogetherIsAWaveUnlessItTakesTooLong() {
    Sweep sweep = sweep(10, 3, 400_000);
    Waves together = new Waves(sweep, experiment, 2, 1, null, cell -> false);
    assertEquals(List.of(10, 10, 10), sizes(all(together, 10, 0.5)));
    Experiment<SampleConfig> apart =
        new StubExperiment<>("sample", SampleConfig.DEFAULTS) {
          @Override
          public boolean together() {
            return false;
          }
        };
    Waves alone = new Waves(sweep, apart, 2, 1, null, cell -> false);
    assertTrue(sizes(all(alone, 10, 0.5)).stream().allMatch(size -> size <= 6), "60 s at most");
    Waves slow = new Waves(sweep(10, 3, 2_000_000), experiment, 2, 1, null, cell -> false);
    assertTrue(sizes(all(slow, 50, 0.5)).stream().allMatch(size -> size <= 4), "200 s at most");
  }

  private static List<Integer> sizes(List<List<Cell>> waves) {
    return waves.stream().map(List::size).toList();
  }

  @Test
  void wavesCoverEveryCellOnceInOrder() {
    Random random = new Random(11);
    for (int i = 0; i < 200; i++) {
      Sweep sweep =
          sweep(1 + random.nextInt(40), 1 + random.nextInt(300), 1 + random.nextInt(200_000));
      int share = random.nextInt(4);
      Predicate<Cell> done = cell -> share > 0 && cell.id().hashCode() % 4 < share - 1;
      Waves waves =
          new Waves(
              sweep,
              experiment,
              1 + random.nextInt(8),
              1 + random.nextInt(9),
              random.nextBoolean() ? null : 1 + random.nextInt(40),
              done);
      List<String> dealt = new ArrayList<>();
      all(waves, random.nextDouble(), 0.1 + random.nextDouble())
          .forEach(w -> w.forEach(c -> dealt.add(c.id())));
      List<String> expected =
          LongStream.range(0, sweep.size())
              .mapToObj(sweep::cell)
              .filter(done.negate())
              .map(Cell::id)
              .toList();
      assertEquals(expected, dealt);
      assertTrue(waves.next().isEmpty());
    }
  }

  @Test
  void aCommitCostsUnderTwoPerCentOnceMeasured() {
    Sweep sweep = sweep(8, 5_000, 3_000);
    List<List<Cell>> waves = all(new Waves(sweep, experiment, 2, 1, null, NONE), 0.05, 1.5);
    for (List<Cell> wave : waves.subList(1, waves.size())) {
      double share = 1.5 / (wave.size() * 0.05 + 1.5);
      assertTrue(
          share < 0.02 && share > 0.005,
          "a commit takes " + share + " of a wave of " + wave.size());
    }
    assertTrue(waves.size() > 10);
  }

  @Test
  void wavesHoldWholeSeeds() {
    for (List<Cell> wave :
        all(new Waves(sweep(7, 5_000, 3_000), experiment, 2, 1, null, NONE), 0.05, 0.5)) {
      assertEquals(0, wave.size() % 7);
    }
  }

  @Test
  void aSmallSweepIsOneWave() {
    assertEquals(
        1, all(new Waves(sweep(8, 10, 2_000), experiment, 2, 1, null, NONE), 0.1, 0.5).size());
  }

  @Test
  void memoryIsBoundedHoweverFastTheCells() {
    List<List<Cell>> waves =
        all(new Waves(sweep(3, 50_000, 1), experiment, 2, 1, null, NONE), 1e-6, 1);
    assertTrue(waves.stream().allMatch(wave -> wave.size() <= Waves.LARGEST));
    assertTrue(waves.size() <= 9, waves.size() + " waves");
    List<Cell> first = new Waves(sweep(30_000, 2, 1), experiment, 2, 1, null, NONE).next();
    assertEquals(Waves.LARGEST, first.size(), "a seed larger than a wave is split");
  }

  @Test
  void everyCoreHasAPackHoweverSlowTheCells() {
    for (List<Cell> wave :
        all(new Waves(sweep(2, 64, 1_000_000_000), experiment, 8, 4, null, NONE), 1e5, 0.5)) {
      assertEquals(32, wave.size());
    }
  }

  @Test
  void noWaveIsLargerThanAskedFor() {
    for (int most : new int[] {1, 2, 3, 7, 10}) {
      Sweep sweep = sweep(3, 20, 1);
      List<List<Cell>> waves = all(new Waves(sweep, experiment, 2, 4, most, NONE), 1e-6, 1);
      assertTrue(waves.stream().allMatch(wave -> wave.size() <= most), waves.toString());
      assertTrue(waves.size() <= 60 / Math.max(1, most - 2) + 1, waves.size() + " waves");
    }
  }
}
