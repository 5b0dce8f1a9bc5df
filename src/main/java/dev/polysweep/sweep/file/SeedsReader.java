package dev.polysweep.sweep.file;

import dev.polysweep.sweep.Seeds;
import dev.polysweep.sweep.setting.IntegerSetting;
import dev.polysweep.sweep.setting.SettingType;
import dev.polysweep.sweep.yaml.Nearest;
import dev.polysweep.sweep.yaml.SweepException;
import dev.polysweep.sweep.yaml.YamlValue;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the key {@code seeds} of a sweep file: a number of seeds, a range, or a list. */
final class SeedsReader {

  static final long MOST = 1_000_000_000;
  static final String ALLOWED =
      "it must be a number of seeds from 1 to "
          + MOST
          + ", {from: F, count: N}, or a list of different seeds from 0 up";
  private static final SettingType COUNT = new IntegerSetting(1, MOST, false);
  private static final SettingType SEED =
      new IntegerSetting(0, (long) IntegerSetting.LARGEST, false);
  private static final List<String> PARTS = List.of("from", "count");

  private SeedsReader() {}

  /**
   * Reads the seeds.
   *
   * @throws SweepException if there is no seed, if a seed is listed twice, or if a value is not an
   *     integer in the allowed range
   */
  static Seeds read(YamlValue value) {
    if (value instanceof YamlValue.Mapping range) {
      return range(range);
    }
    if (value instanceof YamlValue.Sequence list) {
      return list(list);
    }
    try {
      return new Seeds.Range(0, (long) COUNT.read(value, "seeds"));
    } catch (SweepException e) {
      boolean quoted = value instanceof YamlValue.Scalar scalar && scalar.quoted();
      throw SweepException.at(
          value.where(),
          "seeds",
          (quoted ? "the text " : "")
              + value.shown()
              + " is not allowed; "
              + ALLOWED
              + (quoted ? ", without quotes" : ""));
    }
  }

  private static Seeds range(YamlValue.Mapping range) {
    range
        .entries()
        .forEach(
            (key, entry) -> {
              if (!PARTS.contains(key)) {
                throw SweepException.at(
                    entry.where(),
                    "seeds." + key,
                    "unknown key; there are from, count" + Nearest.hint(key, PARTS));
              }
            });
    if (!range.entries().containsKey("count")) {
      throw SweepException.at(range.where(), "seeds", "count is missing; " + ALLOWED);
    }
    long count = (long) COUNT.read(range.entries().get("count").value(), "seeds.count");
    YamlValue.Entry from = range.entries().get("from");
    long first = from == null ? 0 : (long) SEED.read(from.value(), "seeds.from");
    if (first + count - 1 > (long) IntegerSetting.LARGEST) {
      throw SweepException.at(
          range.where(), "seeds", "the last seed would be above 2^53 - 1; " + ALLOWED);
    }
    return new Seeds.Range(first, count);
  }

  private static Seeds list(YamlValue.Sequence list) {
    if (list.items().isEmpty()) {
      throw SweepException.at(list.where(), "seeds", "an empty list is not allowed; " + ALLOWED);
    }
    Set<Long> seen = new HashSet<>();
    List<Long> seeds =
        list.items().stream()
            .map(
                item -> {
                  Long seed = (Long) SEED.read(item, "seeds");
                  if (!seen.add(seed)) {
                    throw SweepException.at(
                        item.where(), "seeds", seed + " is listed twice; each seed once");
                  }
                  return seed;
                })
            .toList();
    return new Seeds.Listed(seeds);
  }
}
