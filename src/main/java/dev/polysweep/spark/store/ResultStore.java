package dev.polysweep.spark.store;

import dev.polysweep.sweep.yaml.SweepException;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/**
 * The results folder on any file system that Hadoop knows: {@code arrays}, {@code epochs}, {@code
 * cells} and tables of events with a directory a wave each, aggregate tables as plain folders, and
 * {@code _staging} for what is not finished. {@code _waves} has a list of each wave's files.
 *
 * <p>A wave is complete when {@code cells/wave=…/_SUCCESS} is there and every file that is listed
 * has its length. That mark is set last, after the directories were moved into place with {@code
 * cells} last, so no crash leaves half a wave that a reader sees. It is empty, and whatever else is
 * in the folder of a table is a part of the table, so that a reader may be given the whole folder.
 */
public final class ResultStore {

  /** The table of a sweep that is moved into place last: what makes a wave's cells exist. */
  private static final String CELLS = "cells";

  /** Where a wave's trained cells are staged before its tables are made of them. */
  public static final String TRAINED = "trained";

  /** What is said of a wave whose cells are in another. */
  private static final String REPLACED = "it was replaced";

  private static final String SUCCESS = "_SUCCESS";
  private static final String WAVES = "_waves";
  private static final String WAVE = "wave=";

  private final FileSystem files;
  private final Path root;
  private final String last;

  /**
   * The results of a sweep.
   *
   * @param folder path or URI of the results folder; it need not exist
   * @throws IOException if its file system cannot be reached
   * @throws SweepException if there is no such file system
   */
  public ResultStore(String folder, Configuration hadoop) throws IOException {
    this(folder, hadoop, CELLS);
  }

  /**
   * @param last the table that plays the part of {@code cells}
   * @throws SweepException if there is no such file system
   */
  public ResultStore(String folder, Configuration hadoop, String last) throws IOException {
    this.last = last;
    try {
      Path path = path(folder);
      files = path.getFileSystem(hadoop);
      root = files.makeQualified(path);
    } catch (IllegalArgumentException | UnsupportedFileSystemException e) {
      throw new SweepException(folder + ": no folder for results: " + e.getMessage());
    }
  }

  private static Path path(String folder) {
    if (!folder.contains("://")) {
      return new Path(new File(folder).toURI());
    }
    try {
      return new Path(new URI(folder));
    } catch (URISyntaxException e) {
      return new Path(folder); // a blank in a name, say, which Hadoop allows
    }
  }

  /** The results folder. */
  public Path root() {
    return root;
  }

  /** Folder of a table. */
  public Path table(String name) {
    return new Path(root, name);
  }

  /** Whether a table is there. */
  public boolean has(String table) throws IOException {
    return files.exists(table(table));
  }

  /** A wave's directory of a table that is kept by wave. */
  Path wave(String table, int wave) {
    return new Path(table(table), directory(wave));
  }

  /** The list of a wave's files. */
  private Path list(int wave) {
    return new Path(table(WAVES), directory(wave));
  }

  /** Where everything unfinished lies. */
  public Path staging() {
    return new Path(root, "_staging");
  }

  /** Where something unfinished lies. */
  public Path staging(String name) {
    return new Path(staging(), name);
  }

  /** Where a wave's directory of a table lies until it is committed. */
  public Path stagedWave(String table, int wave) {
    return new Path(staging(directory(wave)), table);
  }

  private static String directory(int wave) {
    return WAVE + String.format(Locale.ROOT, "%06d", wave);
  }

  /** Numbers of the complete waves, ascending. */
  public List<Integer> completeWaves() throws IOException {
    List<Integer> complete = new ArrayList<>();
    problems()
        .forEach(
            (wave, problem) -> {
              if (problem.isEmpty()) {
                complete.add(wave);
              }
            });
    return complete;
  }

  /** What is wrong with each wave that is not complete, or damaged, one line each. */
  public List<String> incompleteWaves() throws IOException {
    List<String> lines = new ArrayList<>();
    problems()
        .forEach(
            (wave, problem) -> {
              if (!problem.isEmpty() && !problem.equals(REPLACED)) {
                lines.add("wave " + wave + ": " + problem);
              }
            });
    return lines;
  }

  /** Directories of a table's complete waves. */
  public String[] completePaths(String table) throws IOException {
    return completeWaves().stream().map(w -> wave(table, w).toString()).toArray(String[]::new);
  }

  /** A number above that of every wave that left anything. */
  public int nextWave() throws IOException {
    SortedSet<Integer> all = allWaves();
    return all.isEmpty() ? 0 : all.last() + 1;
  }

  /**
   * Removes {@code _staging} and every wave that is not complete, is damaged, or was replaced by
   * another; complete ones are not touched.
   *
   * @return one line for each wave whose cells are lost by that
   */
  public List<String> dropLeftovers() throws IOException {
    files.delete(staging(), true);
    List<String> dropped = incompleteWaves();
    for (Map.Entry<Integer, String> wave : problems().entrySet()) {
      if (!wave.getValue().isEmpty()) {
        dropWave(wave.getKey());
      }
    }
    return dropped;
  }

  /** Removes a wave; it stops being complete first. */
  void dropWave(int wave) throws IOException {
    files.delete(new Path(wave(last, wave), SUCCESS), false);
    List<String> tables = waveTables();
    for (int i = tables.size() - 1; i >= 0; i--) {
      files.delete(wave(tables.get(i), wave), true);
    }
    files.delete(list(wave), false);
  }

  /** Removes everything in the folder that a sweep wrote, and nothing else. */
  public void clear(List<String> aggregates) throws IOException {
    for (int wave : allWaves()) {
      dropWave(wave);
    }
    for (String name : everything(aggregates)) {
      files.delete(table(name), true);
    }
  }

  /** Whether anything is there that {@link #clear} would remove. */
  public boolean holdsAny(List<String> aggregates) throws IOException {
    for (String name : everything(aggregates)) {
      if (has(name)) {
        return true;
      }
    }
    return false;
  }

  private List<String> everything(List<String> aggregates) throws IOException {
    List<String> names = new ArrayList<>(waveTables());
    names.addAll(aggregates);
    names.add("_staging");
    names.add(WAVES);
    return names;
  }

  /**
   * Writes a small text file into the folder, in the place of the one that was there. On this
   * machine's file system and on HDFS a crash leaves the old file or the new one; on others it may
   * leave the new one in staging, where {@link #read} finds it.
   */
  public void write(String name, String text) throws IOException {
    // Without checksum files, which could not be replaced together with what they are of.
    FileSystem plain = files instanceof LocalFileSystem local ? local.getRaw() : files;
    Path part = staging(name);
    Path place = table(name);
    if (files instanceof LocalFileSystem local) {
      plain.delete(local.getChecksumFile(place), false);
      plain.delete(local.getChecksumFile(part), false);
    }
    plain.mkdirs(part.getParent());
    try (OutputStream out = plain.create(part, true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    if (files instanceof LocalFileSystem) {
      move(plain, part, place); // replaces the file that is there, as rename(2) does
      return;
    }
    try {
      FileContext.getFileContext(root.toUri(), files.getConf())
          .rename(part, place, Options.Rename.OVERWRITE);
    } catch (UnsupportedFileSystemException e) {
      files.delete(place, false);
      move(part, place);
    }
  }

  /** A small text file of the folder, or null if it is not there. */
  public String read(String name) throws IOException {
    Path place = files.exists(table(name)) ? table(name) : staging(name);
    if (!files.exists(place)) {
      return null;
    }
    try (InputStream in = files.open(place)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Copies a file or folder of this machine into the folder, over the one that was there. */
  public void upload(java.nio.file.Path local) throws IOException {
    Path place = table(local.getFileName().toString());
    files.delete(place, true);
    files.copyFromLocalFile(false, true, new Path(local.toUri()), place);
  }

  /**
   * Moves a staged wave into place: {@code cells} last, then the mark that it is complete.
   *
   * @param replaced number of the wave whose cells it has, which stops counting with that mark; or
   *     null
   */
  public void commitWave(int wave, Integer replaced) throws IOException {
    List<FileStatus> written = new ArrayList<>();
    for (String table : stagedTables(wave)) {
      Path staged = stagedWave(table, wave);
      files.delete(new Path(staged, SUCCESS), false);
      Path place = wave(table, wave);
      dropChecksums(staged);
      move(staged, place);
      written.addAll(Arrays.asList(files.listStatus(place)));
    }
    WaveManifest.write(files, list(wave), root, written, replaced);
    files.create(new Path(wave(last, wave), SUCCESS), false).close();
    dropChecksums(wave(last, wave));
    files.delete(staging(directory(wave)), true);
  }

  /** Puts a staged table in the place of the one that is there. */
  public void replaceTable(String name) throws IOException {
    files.delete(table(name), true);
    dropChecksums(staging(name));
    move(staging(name), table(name));
  }

  /**
   * Removes the files in which Hadoop keeps checksums, where it does: who reads a whole folder
   * would take them for parts of the table.
   */
  private void dropChecksums(Path folder) throws IOException {
    if (files instanceof ChecksumFileSystem summed) {
      FileSystem raw = summed.getRawFileSystem();
      for (FileStatus status : raw.listStatus(folder)) {
        if (ChecksumFileSystem.isChecksumFile(status.getPath())) {
          raw.delete(status.getPath(), false);
        }
      }
    }
  }

  /** Size of a table or staged folder in bytes; 0 if it is not there. */
  public long bytes(Path folder) throws IOException {
    try {
      return files.getContentSummary(folder).getLength();
    } catch (FileNotFoundException e) {
      return 0;
    }
  }

  /** The {@code part-…} files of a folder, in the order of their numbers. */
  public List<String> parts(Path folder) throws IOException {
    return parts(files, folder);
  }

  public static List<String> parts(FileSystem files, Path folder) throws IOException {
    return Arrays.stream(files.listStatus(folder, path -> path.getName().startsWith("part-")))
        .map(FileStatus::getPath)
        .sorted(
            java.util.Comparator.comparing((Path path) -> path.getName().length())
                .thenComparing(Path::getName))
        .map(Path::toString)
        .toList();
  }

  /** Removes {@code _staging} if that can be done now; otherwise the next run does it. */
  public void discardStaging() {
    try {
      files.delete(staging(), true);
    } catch (IOException e) {
      // Nobody reads what lies there, and what went wrong before matters more.
    }
  }

  private void move(Path from, Path to) throws IOException {
    move(files, from, to);
  }

  private static void move(FileSystem files, Path from, Path to) throws IOException {
    files.mkdirs(to.getParent());
    if (!files.rename(from, to)) {
      throw new IOException("cannot move " + from + " to " + to);
    }
  }

  /** What is wrong with each wave that left anything, ascending; "" if nothing is. */
  private SortedMap<Integer, String> problems() throws IOException {
    SortedMap<Integer, String> problems = new TreeMap<>();
    List<Integer> replaced = new ArrayList<>();
    for (int wave : allWaves()) {
      WaveManifest manifest =
          WaveManifest.read(files, new Path(wave(last, wave), SUCCESS), list(wave), root);
      problems.put(wave, manifest.problem() == null ? "" : manifest.problem());
      if (manifest.problem() == null && manifest.replaced() != null) {
        replaced.add(manifest.replaced());
      }
    }
    replaced.forEach(wave -> problems.replace(wave, REPLACED));
    return problems;
  }

  private SortedSet<Integer> allWaves() throws IOException {
    SortedSet<Integer> all = new TreeSet<>();
    for (String table : waveTables()) {
      all.addAll(waves(table));
    }
    return all;
  }

  /** The tables in which a wave has rows or could have, cells last. */
  List<String> tablesOf(int wave) throws IOException {
    List<String> tables = new ArrayList<>();
    for (String table : waveTables()) {
      if (files.exists(wave(table, wave))) {
        tables.add(table);
      }
    }
    return tables;
  }

  /** The tables that are kept by wave: whatever folder has a wave's directory; cells last. */
  private List<String> waveTables() throws IOException {
    List<String> tables = new ArrayList<>();
    if (files.exists(root)) {
      for (FileStatus status : files.listStatus(root, path -> !path.getName().startsWith("_"))) {
        if (status.isDirectory() && !waves(status.getPath().getName()).isEmpty()) {
          tables.add(status.getPath().getName());
        }
      }
    }
    return cellsLast(tables);
  }

  /** Tables of a staged wave, cells last. */
  private List<String> stagedTables(int wave) throws IOException {
    List<String> tables = new ArrayList<>();
    for (FileStatus status : files.listStatus(staging(directory(wave)))) {
      if (!status.getPath().getName().equals(TRAINED)) {
        tables.add(status.getPath().getName());
      }
    }
    return cellsLast(tables);
  }

  private List<String> cellsLast(List<String> tables) {
    tables.sort(
        java.util.Comparator.comparing((String table) -> table.equals(last))
            .thenComparing(java.util.Comparator.naturalOrder()));
    return tables;
  }

  private SortedSet<Integer> waves(String table) throws IOException {
    SortedSet<Integer> numbers = new TreeSet<>();
    if (files.exists(table(table))) {
      for (FileStatus status : files.listStatus(table(table))) {
        String name = status.getPath().getName();
        if (name.matches(WAVE + "\\d{1,9}")) {
          numbers.add(Integer.valueOf(name.substring(WAVE.length())));
        }
      }
    }
    return numbers;
  }
}
