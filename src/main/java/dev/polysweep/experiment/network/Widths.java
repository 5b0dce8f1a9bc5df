package dev.polysweep.experiment.network;

import dev.polysweep.data.CorrelatedGroups;
import dev.polysweep.experiment.network.NetworkConfig.Layer;
import dev.polysweep.experiment.network.NetworkConfig.Of;
import dev.polysweep.experiment.network.NetworkData.Generator;
import java.util.ArrayList;
import java.util.List;

/** The widths that a configuration gives its network, in one form or another. */
final class Widths {

  private static final int USUAL = 5;
  private static final int BOTTLENECK = 2;

  private Widths() {}

  /**
   * Whether the widths are known: those of a file that has not been looked into may not be.
   * Afterwards the settings hold them.
   */
  static boolean known(NetworkConfig config) {
    return !config.data().isFile()
        || config.data().sha256() != null && config.data().nFeatures() != null;
  }

  /** The width of the input. */
  static int input(NetworkConfig config) {
    NetworkData data = config.data();
    if (data.nFeatures() != null) {
      return data.nFeatures();
    }
    if (data.generator() == Generator.GROUPS) {
      return CorrelatedGroups.FEATURES;
    }
    if (data.featureProbabilities() != null) {
      return data.featureProbabilities().size();
    }
    return config.widths() == null || config.widths().isEmpty() ? USUAL : config.widths().get(0);
  }

  /** The widths of the input, of every layer but the last, and of the output. */
  static List<Integer> of(NetworkConfig config) {
    List<Integer> widths = new ArrayList<>();
    if (!config.layers().isEmpty()) {
      widths.add(input(config));
      config.layers().stream().map(Layer::width).forEach(widths::add);
    } else if (config.widths() != null) {
      widths.addAll(config.widths());
    } else {
      int input = input(config);
      int output = config.target().kind() == Of.Y ? 1 : Targets.width(config.target(), input, 0);
      widths.addAll(List.of(input, BOTTLENECK, output));
    }
    return widths;
  }

  /** The number of layers. */
  static int layers(NetworkConfig config) {
    return of(config).size() - 1;
  }

  /** The number of the last hidden layer; 0 if the only layer is the output. */
  static int lastHidden(NetworkConfig config) {
    return Math.max(0, layers(config) - 2);
  }
}
