package dev.polysweep.cli;

import dev.polysweep.cli.option.JarsOption;
import dev.polysweep.experiment.network.FileLook;
import dev.polysweep.sweep.Experiments;
import dev.polysweep.sweep.file.SweepTemplate;
import dev.polysweep.sweep.yaml.Quoted;
import dev.polysweep.sweep.yaml.SweepException;
import dev.polysweep.sweep.yaml.Where;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code polysweep init}: writes a sweep file to begin with. */
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    description =
        "Writes a commented sweep file, ready to run: for an experiment, or for a network on a .npy"
            + " or .safetensors file of your own, which it looks into.")
final class InitCommand implements Callable<Integer> {

  private static final String UNSAFE = "[^A-Za-z0-9_-]+";

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "EXPERIMENT|FILE",
      description = "An experiment, such as toy, or a data file.")
  private String what;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to; default: NAME.yaml in the current folder. Never overwritten.")
  private Path out;

  @Mixin private JarsOption jars;

  @Override
  public Integer call() throws Exception {
    try (JarsOption.InUse use = jars.use()) {
      return write();
    }
  }

  private int write() {
    String name = isFile() ? nameOf(what) : what;
    String text = isFile() ? ofFile(name) : ofExperiment();
    Path file = out != null ? out : Path.of(name + ".yaml");
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      throw new SweepException("--out: " + file + " exists already; name another file");
    } catch (IOException e) {
      throw new SweepException("--out: " + file + " cannot be written: " + e);
    }
    spec.commandLine().getOut().println(file);
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }

  private boolean isFile() {
    String lower = what.toLowerCase(Locale.ROOT);
    try {
      return lower.endsWith(".npy")
          || lower.endsWith(".safetensors")
          || Files.isRegularFile(Path.of(what));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** The file's name without its ending, fit for the name of a sweep. */
  private static String nameOf(String file) {
    String name = String.valueOf(Path.of(file).getFileName()).replaceFirst("\\.[A-Za-z]+$", "");
    String fit = name.replaceAll(UNSAFE, "-");
    return fit.substring(0, Math.min(fit.length(), 100));
  }

  private String ofExperiment() {
    var experiment = Experiments.installed().named(what, Where.option("EXPERIMENT"));
    List<String> about =
        List.of(
            "A sweep of the experiment " + experiment.name() + ": " + experiment.summary() + ".",
            "Run it: polysweep run THIS-FILE");
    return SweepTemplate.of(experiment, experiment.name(), about, Map.of(), Map.of());
  }

  private String ofFile(String name) {
    FileLook look;
    try {
      look = FileLook.into(what);
    } catch (IOException e) {
      throw new SweepException(Quoted.oneLine(what) + ": " + e.getMessage());
    }
    List<String> about = new ArrayList<>();
    about.add("Networks on " + Quoted.oneLine(what) + ". Run it: polysweep run THIS-FILE");
    about.addAll(look.description());
    return SweepTemplate.of(
        Experiments.installed().named("network"), name, about, look.base(), look.grid());
  }
}
