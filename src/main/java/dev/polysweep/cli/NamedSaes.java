package dev.polysweep.cli;

import dev.polysweep.engine.sae.SaeLensFolder;
import dev.polysweep.feature.Dictionary;
import dev.polysweep.sweep.yaml.SweepException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads autoencoders that a user named. In tables each has a unique name, which is that of its
 * folder.
 */
final class NamedSaes {

  private final Set<String> taken = new HashSet<>(List.of("neurons", "control neurons"));

  /**
   * Reads one autoencoder.
   *
   * @param before text that is put before the folder's name
   * @throws SweepException if the folder holds no autoencoder, or the autoencoder cannot be used
   */
  Dictionary read(Path folder, String before) {
    try {
      return Dictionary.of(name(folder, before), SaeLensFolder.read(folder));
    } catch (IOException | IllegalArgumentException e) {
      throw new SweepException(folder + ": " + e.getMessage());
    }
  }

  private String name(Path folder, String before) {
    String name = before + folder.toAbsolutePath().normalize().getFileName();
    for (int i = 2; !taken.add(name); i++) {
      name = before + folder.toAbsolutePath().normalize().getFileName() + " (" + i + ")";
    }
    return name;
  }
}
