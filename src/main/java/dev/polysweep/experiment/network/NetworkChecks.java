package dev.polysweep.experiment.network;

import dev.polysweep.data.CorrelatedGroups;
import dev.polysweep.engine.net.DenseLayer;
import dev.polysweep.engine.net.NetworkSpec;
import dev.polysweep.engine.net.Noise;
import dev.polysweep.engine.net.Tie;
import dev.polysweep.experiment.ConfigurationBuilder;
import dev.polysweep.experiment.InvalidSettingException;
import dev.polysweep.experiment.monosemantic.LayerSae;
import dev.polysweep.experiment.network.NetworkConfig.Of;
import dev.polysweep.experiment.network.NetworkData.Draw;
import dev.polysweep.experiment.network.NetworkData.Generator;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Checks the settings of a network against each other and against the user's file. */
final class NetworkChecks {

  /** The most layers that a network may have. */
  static final int MOST_LAYERS = 64;

  private NetworkChecks() {}

  /**
   * Checks the settings. The widths of a file that has not been looked into are not checked.
   *
   * @throws InvalidSettingException naming the setting to change
   */
  static void check(NetworkConfig config) {
    data(config);
    Targets.check(config.target());
    layers(config);
    if (Widths.known(config)) {
      if (!config.data().isFile()) {
        Targets.check(config.target(), InputFile.names(Widths.input(config)));
      }
      widths(config);
    }
    Measures.check(config);
  }

  private static void data(NetworkConfig config) {
    NetworkData data = config.data();
    if (data.isFile() && data.draw() == Draw.ANEW) {
      throw new InvalidSettingException("data.draw", "a file is a fixed set of samples");
    }
    if (data.heldOut() != null && (data.isFile() || data.draw() == Draw.ANEW)) {
      throw new InvalidSettingException(
          "data.held_out",
          data.isFile()
              ? "fresh samples need a generator; a file has a validation_share"
              : "samples are drawn anew at every step, and data.samples are held out");
    }
    if (!data.isFile() && data.sha256() != null) {
      throw new InvalidSettingException("data.sha256", "is given without data.file");
    }
    if (!data.isFile() && config.target().kind() == Of.Y) {
      throw new InvalidSettingException(
          "target.of", "y is a tensor of data.file, which is not given");
    }
    if (data.draw() == Draw.FIXED && data.samples() != null || !data.isFile()) {
      int training = data.draw() == Draw.ANEW ? Integer.MAX_VALUE : data.training();
      if (training < 1) {
        throw new InvalidSettingException("data.validation_share", "leaves no training samples");
      }
      if (config.batch() != null && config.batch() > training) {
        throw new InvalidSettingException(
            "batch", config.batch() + " is more than the " + training + " training samples");
      }
    }
    if (!data.isFile()) {
      generator(config);
    }
  }

  private static void generator(NetworkConfig config) {
    NetworkData data = config.data();
    int width = Widths.input(config);
    if (data.generator() == Generator.GROUPS && width != CorrelatedGroups.FEATURES) {
      throw new InvalidSettingException(
          "data.n_features",
          "groups have " + CorrelatedGroups.FEATURES + " features, not " + width);
    }
    if (data.featureProbabilities() != null) {
      if (data.generator() != Generator.UNIFORM) {
        throw new InvalidSettingException(
            "data.feature_probabilities", "are for the generator uniform");
      }
      if (data.featureProbabilities().size() != width) {
        throw new InvalidSettingException(
            "data.feature_probabilities",
            data.featureProbabilities().size()
                + " probabilities do not fit "
                + width
                + " features");
      }
    }
    if (data.magnitudeMax() < data.magnitudeMin() || data.magnitudeMax() == 0) {
      throw new InvalidSettingException(
          "data.magnitude_max",
          data.magnitudeMax() + " must be above 0 and not below magnitude_min");
    }
    try {
      Samples.source(data, width, 0);
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException("data.active_mean", e.getMessage());
    }
  }

  private static void layers(NetworkConfig config) {
    boolean listed = !config.layers().isEmpty();
    if (listed && config.widths() != null) {
      throw new InvalidSettingException("widths", "are given as well as layers; give one of them");
    }
    if (config.widths() != null && config.widths().size() < 2) {
      throw new InvalidSettingException(
          "widths", "must be those of the input and of one layer at least");
    }
    int layers = Widths.layers(config);
    if (layers > MOST_LAYERS) {
      throw new InvalidSettingException(
          listed ? "layers" : "widths", layers + " layers are more than " + MOST_LAYERS);
    }
    if (listed && config.noise() != Noise.Kind.NONE) {
      throw new InvalidSettingException("noise", "goes with widths; give it to one of the layers");
    }
  }

  private static void widths(NetworkConfig config) {
    boolean listed = !config.layers().isEmpty();
    List<Integer> widths = Widths.of(config);
    int input = Widths.input(config);
    if (widths.get(0) != input) {
      throw new InvalidSettingException(
          "widths", "begin with " + widths.get(0) + ", but the input has " + input);
    }
    if (config.target().kind() != Of.Y) {
      last(config, Targets.width(config.target(), input, 0));
    }
    List<DenseLayer> layers = NetworkPlans.layers(config);
    for (int l = 0; l < layers.size(); l++) {
      tie(layers, l);
    }
    try {
      new NetworkSpec(layers);
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException(listed ? "layers" : "widths", e.getMessage());
    }
    sae(config, layers);
    List<Double> importance = config.loss().importance();
    int outputs = widths.get(widths.size() - 1);
    if (importance != null && importance.size() != outputs) {
      throw new InvalidSettingException(
          "loss.importance", importance.size() + " importances do not fit " + outputs + " outputs");
    }
    double decay = config.loss().importanceDecay();
    if (!Double.isFinite((float) StrictMath.pow(decay, outputs))) {
      throw new InvalidSettingException(
          "loss.importance_decay", decay + " to the power of " + outputs + " is too large");
    }
  }

  private static void sae(NetworkConfig config, List<DenseLayer> layers) {
    Integer layer = config.saeLayer();
    if (layer != null && layer >= layers.size()) {
      throw new InvalidSettingException(
          "sae_layer", "there is no layer " + layer + ", only 0 to " + (layers.size() - 1));
    }
    if (layer != null) {
      LayerSae.configuration(config.sae(), layers.get(layer).outputs());
    }
  }

  private static void tie(List<DenseLayer> layers, int l) {
    DenseLayer layer = layers.get(l);
    if (layer.tie() == Tie.NONE) {
      return;
    }
    int to = layer.tiedTo();
    boolean earlier = to < l && layers.get(to).tie() == Tie.NONE;
    boolean fits =
        earlier
            && layers.get(to).inputs() == layer.outputs()
            && layers.get(to).outputs() == layer.inputs();
    if (!fits) {
      throw new InvalidSettingException(
          "layers." + l + ".tied_to",
          earlier
              ? String.format(
                  java.util.Locale.ROOT,
                  "layer %d maps %d to %d, whose transpose does not map %d to %d",
                  to,
                  layers.get(to).inputs(),
                  layers.get(to).outputs(),
                  layer.inputs(),
                  layer.outputs())
              : "layer " + to + " is not an earlier layer with weights of its own");
    }
  }

  private static void last(NetworkConfig config, int targets) {
    List<Integer> widths = Widths.of(config);
    int outputs = widths.get(widths.size() - 1);
    if (outputs != targets) {
      String key =
          config.layers().isEmpty()
              ? "widths"
              : "layers." + (config.layers().size() - 1) + ".width";
      throw new InvalidSettingException(
          key, "the output has " + outputs + ", but the target " + targets);
    }
  }

  /**
   * Looks into the user's file and returns the settings with what was found: the hash, the number
   * of rows, the width, the kind of target.
   *
   * @throws InvalidSettingException if the file cannot be read or does not fit
   */
  static NetworkConfig fixed(NetworkConfig config) {
    NetworkData data = config.data();
    InputFile file;
    try {
      file = InputFile.read(Path.of(data.file()));
    } catch (IOException | InvalidPathException e) {
      throw new InvalidSettingException("data.file", data.file() + ": " + e.getMessage());
    }
    if (data.sha256() != null && !data.sha256().equals(file.sha256())) {
      throw new InvalidSettingException(
          "data.sha256", data.file() + " is another file: its hash is " + file.sha256());
    }
    if (data.nFeatures() != null && data.nFeatures() != file.x().cols()) {
      throw new InvalidSettingException(
          "data.n_features",
          data.nFeatures() + " is not the width of x in " + data.file() + ": " + file.x().cols());
    }
    if (data.samples() != null && data.samples() > file.x().rows()) {
      throw new InvalidSettingException(
          "data.samples",
          data.samples() + " is more than the " + file.x().rows() + " rows of " + data.file());
    }
    NetworkConfig found = found(config, file);
    Targets.check(found.target(), file.labels());
    int targets = targets(found, file);
    if (found.widths() == null && found.layers().isEmpty()) {
      List<Integer> widths = new ArrayList<>(Widths.of(found));
      widths.set(widths.size() - 1, targets);
      found = ConfigurationBuilder.from(found).set("widths", List.copyOf(widths)).build();
    }
    check(found);
    last(found, targets);
    return found;
  }

  private static NetworkConfig found(NetworkConfig config, InputFile file) {
    NetworkData data = config.data();
    Of of = config.target().kind();
    if (config.target().of() == null && of == Of.INPUT && file.y() != null) {
      of = Of.Y;
    }
    return ConfigurationBuilder.from(config)
        .set("data.sha256", file.sha256())
        .set("data.n_features", file.x().cols())
        .set("data.samples", data.samples() == null ? file.x().rows() : data.samples())
        .set("target.of", of)
        .build();
  }

  private static int targets(NetworkConfig config, InputFile file) {
    if (config.target().kind() == Of.Y && file.y() == null) {
      throw new InvalidSettingException("target.of", config.data().file() + " has no tensor y");
    }
    return Targets.width(config.target(), file.x().cols(), file.y() == null ? 0 : file.y().cols());
  }
}
