package dev.polysweep.report.law;

import dev.polysweep.report.page.Details;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A configuration of the experiment {@code network} that is a tied autoencoder, x' = f(WᵀWx + b):
 * two layers, the second with the transposed weights of the first.
 *
 * @param label label of the configuration
 * @param features number n of features
 * @param hidden number m of hidden units
 * @param noise kind of noise after the first layer, in lower case
 * @param sigma standard deviation of the noise
 */
record TiedNetwork(String label, int features, int hidden, String noise, double sigma) {

  private static final String NUMBER = "([-+.0-9eE]+)";
  private static final Pattern LAYERS =
      Pattern.compile(
          "\\[\\{\"width\":([0-9]+),.*?\"noise\":\"([a-z_]+)\",\"noise_sigma\":"
              + NUMBER
              + ",.*?\\},\\{\"width\":([0-9]+),.*?\"tied_to\":0,.*\\}\\]");

  /** Returns the tied autoencoders of a sweep that have cells, in its order. */
  static List<TiedNetwork> of(Details details) {
    return details.labels().stream()
        .filter(label -> !details.cells(label).isEmpty())
        .map(label -> of(details, label))
        .filter(java.util.Objects::nonNull)
        .toList();
  }

  private static TiedNetwork of(Details details, String label) {
    Matcher layers = LAYERS.matcher(details.text(label, "layers"));
    return layers.matches()
        ? new TiedNetwork(
            label,
            Integer.parseInt(layers.group(4)),
            Integer.parseInt(layers.group(1)),
            layers.group(2),
            Double.parseDouble(layers.group(3)))
        : null;
  }
}
