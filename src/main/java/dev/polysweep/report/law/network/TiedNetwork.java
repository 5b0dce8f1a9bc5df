package dev.polysweep.report.law.network;

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
 * @param activation activation function f, in lower case
 * @param noise kind of noise after the first layer, in lower case
 * @param sigma standard deviation of the noise
 */
record TiedNetwork(
    String label, int features, int hidden, String activation, String noise, double sigma) {

  private static final Pattern LAYER = Pattern.compile("\\{([^{}]*)\\}");

  /** Returns the tied autoencoders of a sweep that have cells, in its order. */
  static List<TiedNetwork> of(Details details) {
    return details.labels().stream()
        .filter(label -> !details.cells(label).isEmpty())
        .map(label -> of(details, label))
        .filter(java.util.Objects::nonNull)
        .toList();
  }

  private static TiedNetwork of(Details details, String label) {
    List<String> layers =
        LAYER
            .matcher(details.text(label, "layers"))
            .results()
            .map(layer -> "," + layer.group(1) + ",")
            .toList();
    return layers.size() == 2 && field(layers.get(1), "tied_to").equals("0")
        ? new TiedNetwork(
            label,
            Integer.parseInt(field(layers.get(1), "width")),
            Integer.parseInt(field(layers.get(0), "width")),
            field(layers.get(1), "activation"),
            field(layers.get(0), "noise"),
            Double.parseDouble(field(layers.get(0), "noise_sigma")))
        : null;
  }

  /** The value of a field of a layer's JSON, which holds numbers and plain words. */
  private static String field(String layer, String name) {
    Matcher value = Pattern.compile(",\"" + name + "\":\"?([^,\"]*)\"?,").matcher(layer);
    return value.find() ? value.group(1) : "null";
  }
}
