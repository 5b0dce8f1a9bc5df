package dev.polysweep.spark.store;

import dev.polysweep.sweep.yaml.SweepException;
import java.io.File;
import java.io.IOException;
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
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/**
 * The results folder, on any file system that Hadoop supports. {@code arrays}, {@code epochs},
 * {@code cells} and the tables of events have a directory for each wave; aggregate tables are plain
 * folders; {@code _staging} holds what is not finished; {@code _waves} holds a list of each wave's
 * files.
 *
 * <p>A wave is complete when {@code cells/wave=…/_SUCCESS} exists and every file in the wave's list
 * has its listed length. That mark is written last, after the wave's directories were moved into
 * place with {@code cells} last, so a reader never sees half a wave after a crash. The mark is
 * empty, and every other file in the folder of a table is a part of the table, so any reader of
 * Parquet may be given the whole folder.
 */
public final class ResultStore {

  /**
   * The table of a sweep that is moved into place last: a cell exists when its row in this table
   * does.
   */
  private static final String CELLS = "cells";

  /**
   * Name of the staging directory for a wave's trained cells, from which the wave's tables are
   * made.
   */
  public static final String TRAINED = "trained";

  /** Description of a wave that another wave has replaced. */
  private static final String REPLACED = "it was replaced";

  private static final String SUCCESS = "_SUCCESS";
  private static final String WAVES = "_waves";
  private static final String CHECKPOINTS = "_checkpoints";
  private static final String WAVE = "wave=";

  private final FileSystem files;
  private final Path root;
  private final String last;

  /**
   * Opens the results folder of a sweep.
   *
   * @param folder path or URI of the results folder, which need not exist
   * @throws IOException if the folder's file system cannot be reached
   * @throws SweepException if there is no such file system
   */
  public ResultStore(String folder, Configuration hadoop) throws IOException {
    this(folder, hadoop, CELLS);
  }

  /**
   * Opens a folder of other tables that are kept by wave.
   *
   * @param folder path or URI of the folder, which need not exist
   * @param last name of the table that is moved into place last, as {@code cells} is in a sweep's
   *     folder
   * @throws IOException if the folder's file system cannot be reached
   * @throws SweepException if there is no such file system
   */
  public ResultStore(String folder, Configuration hadoop, String last) throws IOException {
    this(folder, path -> path.getFileSystem(hadoop), last);
  }

  /**
   * Opens the results folder of a sweep on a file system that is open already.
   *
   * @param folder path or URI of the results folder, which need not exist
   */
  ResultStore(String folder, FileSystem files) throws IOException {
    this(folder, path -> files, CELLS);
  }

  /** Finds the file system of a path. */
  private interface Finder {
    FileSystem of(Path path) throws IOException;
  }

  private ResultStore(String folder, Finder system, String last) throws IOException {
    this.last = last;
    try {
      Path path = path(folder);
      files = system.of(path);
      root = files.makeQualified(path);
    } catch (IllegalArgumentException | UnsupportedFileSystemException e) {
      throw new SweepException(folder + ": no folder for results: " + e.getMessage());
    }
  }

  /** Whether a folder is on this machine, by its path or URI. */
  static boolean isLocal(String folder) {
    return !folder.contains("://") || folder.startsWith("file:");
  }

  private static Path path(String folder) {
    if (!folder.contains("://")) {
      return new Path(new File(folder).toURI());
    }
    try {
      return new Path(new URI(folder));
    } catch (URISyntaxException e) {
      return new Path(folder); // not a URI, such as a name with a blank
    }
  }

  /** Path of the results folder. */
  public Path root() {
    return root;
  }

  /** Path of a table's folder. */
  public Path table(String name) {
    return new Path(root, name);
  }

  /** Whether a table's folder exists. */
  public boolean has(String table) throws IOException {
    return files.exists(table(table));
  }

  /** Path of a wave's directory within a table that is kept by wave. */
  Path wave(String table, int wave) {
    return new Path(table(table), directory(wave));
  }

  /** Path of the list of a wave's files. */
  private Path list(int wave) {
    return new Path(table(WAVES), directory(wave));
  }

  /** Path of the folder where cells that take long keep their state. */
  public Path checkpoints() {
    return new Path(root, CHECKPOINTS);
  }

  /** Removes what cells have kept of their state. A failure is ignored: nobody reads it again. */
  public void discardCheckpoints() {
    try {
      files.delete(checkpoints(), true);
    } catch (IOException e) {
      // A cell that is complete is not trained again.
    }
  }

  /** Path of the folder for everything that is not finished. */
  public Path staging() {
    return new Path(root, "_staging");
  }

  /** Path in the staging folder for a table or file of this name. */
  public Path staging(String name) {
    return new Path(staging(), name);
  }

  /** Path of a wave's directory of a table before the wave is committed. */
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

  /**
   * Descriptions of the waves that are not complete or are damaged, one line for each wave. Waves
   * that were replaced by others are not among them.
   */
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

  /** Paths of the directories that a table has for the complete waves. */
  public String[] completePaths(String table) throws IOException {
    return completeWaves().stream().map(w -> wave(table, w).toString()).toArray(String[]::new);
  }

  /**
   * A number that is greater than that of every wave of which anything exists; 0 if there is none.
   */
  public int nextWave() throws IOException {
    SortedSet<Integer> all = allWaves();
    return all.isEmpty() ? 0 : all.last() + 1;
  }

  /**
   * Removes {@code _staging} and every wave that is not complete, is damaged, or was replaced by
   * another. Complete waves are not touched.
   *
   * @return one line for each removed wave whose cells are lost thereby
   * @throws IOException if the folder cannot be changed
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

  /**
   * Removes a wave. Its mark is removed first, so that a crash in between does not leave a wave
   * that seems complete.
   */
  void dropWave(int wave) throws IOException {
    files.delete(new Path(wave(last, wave), SUCCESS), false);
    List<String> tables = waveTables();
    for (int i = tables.size() - 1; i >= 0; i--) {
      files.delete(wave(tables.get(i), wave), true);
    }
    files.delete(list(wave), false);
  }

  /**
   * Removes everything in the folder that a sweep has written, and nothing else.
   *
   * @param aggregates names of the aggregate tables
   */
  public void clear(List<String> aggregates) throws IOException {
    for (int wave : allWaves()) {
      dropWave(wave);
    }
    for (String name : everything(aggregates)) {
      files.delete(table(name), true);
    }
  }

  /**
   * Whether the folder has anything that {@link #clear} would remove.
   *
   * @param aggregates names of the aggregate tables
   */
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
    names.add(CHECKPOINTS);
    names.add(WAVES);
    return names;
  }

  /**
   * Writes a small text file into the folder, and replaces an older one in one step, where the file
   * system can do that; elsewhere a crash may leave the new file under another name only, where
   * {@link #read} finds it.
   */
  public void write(String name, String text) throws IOException {
    FolderFiles.replace(
        files,
        replacement(name),
        table(name),
        out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Path at which a small file is written before it replaces the older one. */
  private Path replacement(String name) {
    return new Path(root, "_" + name + ".new");
  }

  /** The content of a small text file of the folder, or null if there is no such file. */
  public String read(String name) throws IOException {
    Path place = has(name) ? table(name) : replacement(name);
    return files.exists(place) ? FolderFiles.text(files, place) : null;
  }

  /**
   * Copies a file or folder of this machine into the results folder, and replaces an older one of
   * the same name.
   */
  public void upload(java.nio.file.Path local) throws IOException {
    Path place = table(local.getFileName().toString());
    files.delete(place, true);
    files.copyFromLocalFile(false, true, new Path(local.toUri()), place);
  }

  /**
   * Moves a staged wave into place, {@code cells} last, and then marks it as complete.
   *
   * @param replaced number of the wave that this wave replaces, which stops counting as soon as
   *     this one is marked; or null
   */
  public void commitWave(int wave, Integer replaced) throws IOException {
    List<FileStatus> written = new ArrayList<>();
    for (String table : stagedTables(wave)) {
      Path staged = stagedWave(table, wave);
      files.delete(new Path(staged, SUCCESS), false);
      Path place = wave(table, wave);
      FolderFiles.dropChecksums(files, staged);
      FolderFiles.move(files, staged, place);
      written.addAll(Arrays.asList(files.listStatus(place)));
    }
    WaveManifest.write(files, list(wave), root, written, replaced);
    files.create(new Path(wave(last, wave), SUCCESS), false).close();
    FolderFiles.dropChecksums(files, wave(last, wave));
    files.delete(staging(directory(wave)), true);
  }

  /** Moves a staged aggregate table into place, and replaces the old one. */
  public void replaceTable(String name) throws IOException {
    files.delete(table(name), true);
    FolderFiles.dropChecksums(files, staging(name));
    FolderFiles.move(files, staging(name), table(name));
  }

  /** Size of a table or staged folder in bytes; 0 if the folder does not exist. */
  public long bytes(Path folder) throws IOException {
    return FolderFiles.bytes(files, folder);
  }

  /** Paths of the {@code part-…} files of a folder, in the order of their numbers. */
  public List<String> parts(Path folder) throws IOException {
    return FolderFiles.parts(files, folder);
  }

  /** The {@code part-…} files of a folder, in the order of their numbers, to be read. */
  List<TableFile> parquet(Path folder) throws IOException {
    return parts(folder).stream().map(part -> new TableFile(files, new Path(part))).toList();
  }

  /** Removes {@code _staging}. A failure is ignored: the next run removes it. */
  public void discardStaging() {
    try {
      files.delete(staging(), true);
    } catch (IOException e) {
      // Nobody reads the staging folder, and an earlier error matters more than this one.
    }
  }

  /**
   * The problem of each wave of which anything exists, by number of the wave, ascending; an empty
   * text for a complete wave.
   */
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

  /** Names of the tables that have a directory of this wave, {@code cells} last. */
  List<String> tablesOf(int wave) throws IOException {
    List<String> tables = new ArrayList<>();
    for (String table : waveTables()) {
      if (files.exists(wave(table, wave))) {
        tables.add(table);
      }
    }
    return tables;
  }

  /**
   * Names of the tables that are kept by wave, {@code cells} last. A folder is such a table if it
   * has a directory of some wave.
   */
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

  /** Names of the tables of a staged wave, {@code cells} last. */
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
