package dev.polysweep.cli;

import dev.polysweep.sweep.result.Provenance;
import picocli.CommandLine.IVersionProvider;

/** The text that {@code --version} prints. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    Provenance here = Provenance.now(null, null);
    return new String[] {
      "polysweep " + here.version() + (here.commit() == null ? "" : " (" + here.commit() + ")"),
      here.java(),
      here.os()
    };
  }
}
