package dev.polysweep.report.terminal;

import dev.polysweep.metric.LinearProbes;
import dev.polysweep.metric.NeuronFeatures;
import dev.polysweep.report.draw.Numbers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The part of a weight report on activations and labels, for a terminal: first the neurons, then
 * the linear probes.
 */
final class ProbingReport {

  private static final int MOST = 32;

  private final WeightAnalysis.Probing probing;
  private final Glyphs glyphs;
  private final int width;
  private final StringBuilder out = new StringBuilder();

  ProbingReport(WeightAnalysis.Probing probing, Glyphs glyphs, int width) {
    this.probing = probing;
    this.glyphs = glyphs;
    this.width = width;
  }

  String text() {
    neurons();
    probes();
    return out.toString();
  }

  private void neurons() {
    NeuronFeatures neurons = probing.neurons();
    int n = neurons.correlations().length;
    heading("Neurons, over " + probing.samples() + " samples");
    FactTable facts = new FactTable(glyphs, width);
    facts.add(
        "polysemantic",
        neurons.polysemantic()
            + " of "
            + n
            + " respond to more than one feature (|r| above "
            + NeuronFeatures.RESPONDS
            + ")");
    facts.add("features a neuron", Numbers.value(neurons.featuresPerNeuron()) + " on average");
    facts.add("selectivity", mean(neurons.selectivity()) + ", mean of each neuron's largest |r|");
    facts.add("monosemantic", monosemantic(neurons.monosemantic()));
    facts.add(
        "inactive", mean(probing.activationSparsity()) + " of a neuron's samples, on average");
    out.append(facts.text()).append('\n');
    int shown = Math.min(MOST, n);
    int[] counts = neurons.featureCounts();
    List<String> numbers = IntStream.range(0, shown).mapToObj(String::valueOf).toList();
    double[] information = Arrays.stream(probing.information()).mapToDouble(this::max).toArray();
    out.append(
        new BarTable(glyphs)
            .texts("neuron", numbers)
            .shares("selectivity", Arrays.copyOf(neurons.selectivity(), shown))
            .texts("features", IntStream.of(counts).limit(shown).mapToObj(String::valueOf).toList())
            .texts(
                "most information",
                DoubleStream.of(information)
                    .limit(shown)
                    .mapToObj(nats -> BarTable.share(nats) + " nats")
                    .toList())
            .render(width));
    more(n, "neurons");
  }

  private double max(double[] values) {
    return Arrays.stream(values).max().orElse(0);
  }

  private static String monosemantic(Map<Integer, Integer> found) {
    if (found.isEmpty()) {
      return "none";
    }
    String some =
        found.entrySet().stream()
            .limit(MOST)
            .map(entry -> entry.getKey() + ":" + entry.getValue())
            .collect(Collectors.joining(" "));
    return found.size() + " (neuron:feature " + some + (found.size() > MOST ? " and more)" : ")");
  }

  private void probes() {
    LinearProbes probes = probing.probes();
    int n = probes.rSquared().length;
    heading("Linear probes, exact least squares");
    FactTable facts = new FactTable(glyphs, width);
    facts.add(
        "coverage",
        probes.covered() + " of " + n + " features have R² above " + LinearProbes.COVERED);
    facts.add("R²", mean(probes.rSquared()) + " on average");
    if (probing.probeCosines() != null) {
      facts.add("cosine", mean(probing.probeCosines()) + " with the model's own direction");
    }
    facts.add("inactive", mean(probing.featureSparsity()) + " of a feature's samples, on average");
    int neurons = probes.directions()[0].length;
    if (probing.samples() <= neurons + 1) {
      facts.add(
          "but",
          probing.samples()
              + " samples are too few: a probe of "
              + neurons
              + " neurons fits anything there");
    }
    out.append(facts.text()).append('\n');
    int shown = Math.min(MOST, n);
    BarTable table =
        new BarTable(glyphs)
            .texts("feature", IntStream.range(0, shown).mapToObj(String::valueOf).toList())
            .shares("R²", Arrays.copyOf(probes.rSquared(), shown));
    if (probing.probeCosines() != null) {
      table.texts(
          "cosine",
          DoubleStream.of(probing.probeCosines()).limit(shown).mapToObj(BarTable::cosine).toList());
    }
    table.texts(
        "inactive",
        DoubleStream.of(probing.featureSparsity()).limit(shown).mapToObj(BarTable::share).toList());
    out.append(table.render(width));
    more(n, "features");
  }

  private static String mean(double[] values) {
    return Numbers.value(
        Arrays.stream(values).filter(Double::isFinite).average().orElse(Double.NaN));
  }

  private void more(int n, String what) {
    if (n > MOST) {
      out.append(n - MOST).append(" more ").append(what).append(": --json has them\n");
    }
  }

  private void heading(String text) {
    out.append('\n').append(FactTable.wrap(glyphs.printable(text), width, 0));
  }
}
