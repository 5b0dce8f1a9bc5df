package dev.polysweep.spark.store;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The list of a wave's files. It has a line for each file, with the file's length in bytes, a
 * space, and its path within the results folder; the last line is {@code end}. The list reveals
 * files that were truncated or deleted after the wave was written. The list of a wave that replaces
 * another begins with a line {@code replaces} and the other's number: from the moment the new wave
 * is complete the other does not count, whether or not it could be removed.
 *
 * @param problem what is wrong with the wave, in words for users, or null if the wave is complete
 *     and undamaged
 * @param replaced number of the wave that this wave replaces, or null
 */
record WaveManifest(String problem, Integer replaced) {

  private static final String END = "end";
  private static final String REPLACES = "replaces ";

  /**
   * Writes the list of a wave.
   *
   * @param manifest path of the list
   * @param root the results folder
   * @param wave the wave's files
   * @param replaced number of the wave that this wave replaces, or null
   */
  static void write(
      FileSystem files, Path manifest, Path root, List<FileStatus> wave, Integer replaced)
      throws IOException {
    StringBuilder text = new StringBuilder();
    if (replaced != null) {
      text.append(REPLACES).append(replaced).append('\n');
    }
    for (FileStatus file : wave) {
      String path = root.toUri().relativize(file.getPath().toUri()).getPath();
      text.append(file.getLen()).append(' ').append(path).append('\n');
    }
    try (OutputStream out = files.create(manifest, true)) {
      out.write(text.append(END).append('\n').toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  /**
   * Reads the list of a wave, and checks that every file in it exists and has its length.
   *
   * @param mark file whose existence says that the wave was finished. Older versions wrote the list
   *     into this file.
   * @param manifest path of the list
   * @param root the results folder
   * @throws IOException if the file system cannot be read
   */
  static WaveManifest read(FileSystem files, Path mark, Path manifest, Path root)
      throws IOException {
    long marked = length(files, mark);
    if (marked < 0) {
      return broken("it was not finished");
    }
    Integer replaced = null;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                files.open(marked > 0 ? mark : manifest), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals(END)) {
          return new WaveManifest(null, replaced);
        }
        if (line.startsWith(REPLACES)) {
          replaced = Integer.valueOf(line.substring(REPLACES.length()));
          continue;
        }
        int space = line.indexOf(' ');
        String path = line.substring(space + 1);
        long expected = Long.parseLong(line.substring(0, space));
        long length = length(files, new Path(root, path));
        if (length != expected) {
          return broken(
              length < 0
                  ? path + " is missing"
                  : path + " has " + length + " of " + expected + " bytes");
        }
      }
      return broken("its list of files is cut off");
    } catch (FileNotFoundException e) {
      return broken("its list of files is missing");
    } catch (NumberFormatException
        | IndexOutOfBoundsException
        | ChecksumException
        | EOFException e) {
      return broken("its list of files is broken");
    }
  }

  private static WaveManifest broken(String problem) {
    return new WaveManifest(problem, null);
  }

  private static long length(FileSystem files, Path path) throws IOException {
    try {
      return files.getFileStatus(path).getLen();
    } catch (FileNotFoundException e) {
      return -1;
    }
  }
}
