package dev.polysweep.sweep.file;

import dev.polysweep.sweep.Experiments;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.sweep.yaml.Quoted;
import dev.polysweep.sweep.yaml.SweepException;
import dev.polysweep.sweep.yaml.Where;
import dev.polysweep.sweep.yaml.YamlReader;
import dev.polysweep.sweep.yaml.YamlValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes a {@link Sweep} from a sweep file, from its text, or from an experiment's name. */
public final class SweepFile {

  private static final int LARGEST = 32 << 20;

  private SweepFile() {}

  /** Loads a sweep file of an installed experiment. */
  public static Sweep load(Path file, Overrides overrides) {
    return load(file, overrides, Experiments.installed());
  }

  /**
   * Loads a sweep file.
   *
   * @param file YAML in UTF-8, at most 32 MiB
   * @param overrides changes that the command line makes
   * @param experiments the experiments that the sweep may name
   * @throws SweepException if the file cannot be read or is not a valid sweep; the message is one
   *     line for the user
   */
  public static Sweep load(Path file, Overrides overrides, Experiments experiments) {
    String source = Quoted.oneLine(file.toString());
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.[A-Za-z]+$", "");
    return read(text(file, new Where(source, 0)), source, name, overrides, experiments);
  }

  /**
   * Reads the text of a sweep file of an installed experiment.
   *
   * @param yaml text of the file
   * @param name name of the sweep if the text gives none; error messages also call the text by this
   *     name
   * @throws SweepException if it is not a sweep
   */
  public static Sweep parse(String yaml, String name) {
    return read(yaml, Quoted.oneLine(name), name, Overrides.NONE, Experiments.installed());
  }

  private static Sweep read(
      String text, String source, String name, Overrides overrides, Experiments experiments) {
    YamlValue root = YamlReader.read(text, source);
    Where top = new Where(source, 1);
    if (root == null || (root instanceof YamlValue.Scalar scalar && scalar.isNull())) {
      throw SweepException.at(top, "the file is empty; a sweep names an experiment and seeds");
    }
    if (!(root instanceof YamlValue.Mapping mapping)) {
      throw SweepException.at(
          root.where(),
          root.shown()
              + " is not a sweep; it must be a mapping with keys such as experiment and seeds");
    }
    return new SweepReader(mapping, top, experiments, overrides).sweep(name);
  }

  /**
   * Makes a sweep of an installed experiment without a file: one configuration, named after the
   * experiment.
   */
  public static Sweep of(String experiment, Overrides overrides) {
    return of(experiment, overrides, Experiments.installed());
  }

  /**
   * Makes a sweep without a file: it has one configuration and is named after the experiment.
   *
   * @param experiment name of the experiment
   * @param overrides settings that replace defaults, and the number of seeds; without a number
   *     there is one seed
   * @param experiments the experiments that the sweep may name
   * @throws SweepException if there is no such experiment or setting
   */
  public static Sweep of(String experiment, Overrides overrides, Experiments experiments) {
    Where where = Where.option("--experiment");
    Map<String, YamlValue.Entry> entries = new LinkedHashMap<>();
    entries.put(
        "experiment", new YamlValue.Entry(where, new YamlValue.Scalar(experiment, true, where)));
    entries.put("seeds", new YamlValue.Entry(where, new YamlValue.Scalar("1", false, where)));
    return new SweepReader(new YamlValue.Mapping(entries, where), where, experiments, overrides)
        .sweep(experiment);
  }

  private static String text(Path file, Where where) {
    if (Files.isDirectory(file)) {
      throw SweepException.at(where, "is a directory; name a sweep file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw SweepException.at(where, "is larger than 32 MiB; a sweep file is at most that");
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF")
          ? text.substring(1)
          : text; // some editors begin a file with U+FEFF
    } catch (CharacterCodingException e) {
      throw SweepException.at(where, "is not text in UTF-8");
    } catch (NoSuchFileException e) {
      throw SweepException.at(
          where, "there is no such file; name a sweep file, as in sweeps/taming.yaml");
    } catch (AccessDeniedException e) {
      throw SweepException.at(where, "may not be read; check its permissions");
    } catch (IOException e) {
      throw SweepException.at(where, "cannot be read: " + e.getMessage());
    }
  }
}
