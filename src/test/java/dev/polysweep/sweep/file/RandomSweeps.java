package dev.polysweep.sweep.file;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Sweep files drawn at random, all valid. */
public final class RandomSweeps {

  private static final List<String> AXES =
      List.of(
          "init: [random, orthogonal, none]",
          "act: [relu, 'false']",
          "shuffle: [true, false]",
          "note: [null, 'yes', \"tab-less: # 'text'\", 1e3, é𝛼]",
          "cap: [null, 0, 1e-7, 123456789.125]",
          "net.hidden: [4, 6, 8, 12]",
          "net.lr: [1e-4, 0.1, 3]",
          "net.widths: [[], [1], [1, 2, 3]]");

  private RandomSweeps() {}

  public static String yaml(Random random) {
    List<String> axes = new ArrayList<>(AXES);
    Collections.shuffle(axes, random);
    int count = random.nextInt(4);
    StringBuilder yaml = new StringBuilder("name: s\nexperiment: sample\n");
    yaml.append(
        switch (random.nextInt(3)) {
          case 0 -> "seeds: " + (1 + random.nextInt(9)) + "\n";
          case 1 ->
              "seeds: {from: "
                  + random.nextInt(100)
                  + ", count: "
                  + (1 + random.nextInt(9))
                  + "}\n";
          default -> "seeds: [9, 2, 30]\n";
        });
    yaml.append("base: {net: {keep: ").append(random.nextInt(10) / 10.0).append("}}\n");
    if (count > 0) {
      yaml.append("grid:\n");
      axes.subList(0, count).forEach(axis -> yaml.append("  ").append(axis).append('\n'));
    }
    if (count == 0 || random.nextBoolean()) {
      yaml.append(
          "configs: [{label: 'no', net.keep: 0.95}, {label: \"b: c\", net: {epochs: 77}}]\n");
      yaml.append("baseline: 'no'\n");
    }
    return yaml.append("log_every: ").append(1 + random.nextInt(99)).append('\n').toString();
  }
}
