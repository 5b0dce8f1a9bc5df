package dev.polysweep.spark.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/** Moves, replaces and reads the files of a results folder on any file system of Hadoop. */
final class FolderFiles {

  private FolderFiles() {}

  /** Writes the content of a file. */
  interface Content {
    void to(OutputStream out) throws IOException;
  }

  /**
   * Writes a file and puts it in the place of an older one. After a crash, this machine's file
   * system and HDFS have either the old file or the new one; other file systems may have the new
   * one at {@code part} only.
   *
   * @param part where the new file is written first
   * @param place where the file belongs
   */
  static void replace(FileSystem files, Path part, Path place, Content content) throws IOException {
    // Without checksum files: a file and its checksum cannot be replaced in one step.
    FileSystem plain = files instanceof LocalFileSystem local ? local.getRaw() : files;
    if (files instanceof LocalFileSystem local) {
      plain.delete(local.getChecksumFile(place), false);
      plain.delete(local.getChecksumFile(part), false);
    }
    plain.mkdirs(part.getParent());
    try (OutputStream out = plain.create(part, true)) {
      content.to(out);
    }
    if (files instanceof LocalFileSystem) {
      move(plain, part, place); // replaces the file that is there, as rename(2) does
      return;
    }
    try {
      FileContext.getFileContext(place.toUri(), files.getConf())
          .rename(part, place, Options.Rename.OVERWRITE);
    } catch (UnsupportedFileSystemException e) {
      files.delete(place, false);
      move(files, part, place);
    }
  }

  /** The content of a text file. */
  static String text(FileSystem files, Path file) throws IOException {
    try (InputStream in = files.open(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Moves a file or folder, and makes the folder that it goes into. */
  static void move(FileSystem files, Path from, Path to) throws IOException {
    files.mkdirs(to.getParent());
    if (!files.rename(from, to)) {
      throw new IOException("cannot move " + from + " to " + to);
    }
  }

  /**
   * Removes the files in which Hadoop keeps checksums, on file systems where it does. A reader that
   * is given a whole folder would take them for parts of the table.
   */
  static void dropChecksums(FileSystem files, Path folder) throws IOException {
    if (files instanceof ChecksumFileSystem summed) {
      FileSystem raw = summed.getRawFileSystem();
      for (FileStatus status : raw.listStatus(folder)) {
        if (ChecksumFileSystem.isChecksumFile(status.getPath())) {
          raw.delete(status.getPath(), false);
        }
      }
    }
  }

  /** Size of a folder in bytes; 0 if the folder does not exist. */
  static long bytes(FileSystem files, Path folder) throws IOException {
    try {
      return files.getContentSummary(folder).getLength();
    } catch (FileNotFoundException e) {
      return 0;
    }
  }

  /**
   * Paths of the {@code part-…} files of a folder on any file system, in the order of their
   * numbers.
   */
  static List<String> parts(FileSystem files, Path folder) throws IOException {
    return Arrays.stream(files.listStatus(folder, path -> path.getName().startsWith("part-")))
        .map(FileStatus::getPath)
        .sorted(
            Comparator.comparing((Path path) -> path.getName().length())
                .thenComparing(Path::getName))
        .map(Path::toString)
        .toList();
  }
}
