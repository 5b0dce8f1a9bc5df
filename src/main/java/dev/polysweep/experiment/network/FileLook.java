package dev.polysweep.experiment.network;

import dev.polysweep.math.Matrix;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a user's data file holds, and settings with which a network can be trained on it: an
 * autoencoder with a bottleneck, or a network of two hidden layers if the file has targets.
 *
 * @param description the shapes, and the range of each column, line by line
 * @param base settings as plain values by dotted key
 * @param grid settings to sweep, with their values
 */
public record FileLook(
    List<String> description, Map<String, Object> base, Map<String, List<Object>> grid) {

  private static final int SHOWN = 24;
  private static final int BATCH = 64;
  private static final int WIDEST = 64;

  /**
   * Looks into a file.
   *
   * @param name the file's name as the settings give it
   * @throws IOException if the file cannot be read as data; the message is for users
   */
  public static FileLook into(String name) throws IOException {
    InputFile file = InputFile.read(Path.of(name));
    List<String> description = new ArrayList<>();
    describe(description, "x", file.x(), file.labels());
    if (file.y() != null) {
      List<String> names = new ArrayList<>();
      for (int k = 0; k < file.y().cols(); k++) {
        names.add("y" + k);
      }
      describe(description, "y", file.y(), names);
    }
    return new FileLook(description, base(name, file), grid(file));
  }

  private static void describe(
      List<String> description, String tensor, Matrix values, List<String> names) {
    description.add(tensor + " is [" + values.rows() + ", " + values.cols() + "]:");
    for (int c = 0; c < Math.min(SHOWN, values.cols()); c++) {
      double low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      double sum = 0;
      int zeros = 0;
      for (int r = 0; r < values.rows(); r++) {
        float value = values.get(r, c);
        low = Math.min(low, value);
        high = Math.max(high, value);
        sum += value;
        zeros += value == 0 ? 1 : 0;
      }
      description.add(
          String.format(
              Locale.ROOT,
              "  %s from %.4g to %.4g, mean %.4g%s",
              names.get(c),
              low,
              high,
              sum / values.rows(),
              zeros == 0 ? "" : ", " + 100L * zeros / values.rows() + " % zeros"));
    }
    if (values.cols() > SHOWN) {
      description.add("  and " + (values.cols() - SHOWN) + " more columns");
    }
  }

  private static Map<String, Object> base(String name, InputFile file) {
    Map<String, Object> base = new LinkedHashMap<>();
    base.put("data.file", name);
    base.put("data.shuffle", true);
    base.put("optimizer.lr", 0.003);
    int training = file.x().rows() - file.x().rows() / 5;
    if (training > BATCH) {
      base.put("batch", (long) BATCH);
    }
    base.put("measure", List.of(Map.of("metric", "probe_r2"), Map.of("metric", "dead_units")));
    return base;
  }

  private static Map<String, List<Object>> grid(InputFile file) {
    long inputs = file.x().cols();
    long hidden = Math.min(WIDEST, Math.max(8, 2 * inputs));
    List<Object> widths = new ArrayList<>();
    if (file.y() == null) {
      for (long bottleneck : new long[] {Math.max(1, inputs / 4), Math.max(2, inputs / 2)}) {
        widths.add(List.of(inputs, hidden, bottleneck, hidden, inputs));
      }
    } else {
      long outputs = file.y().cols();
      widths.add(List.of(inputs, hidden, hidden, outputs));
      widths.add(List.of(inputs, 2 * hidden, 2 * hidden, outputs));
    }
    return Map.of("widths", widths);
  }
}
