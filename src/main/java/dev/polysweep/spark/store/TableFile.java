package dev.polysweep.spark.store;

import java.io.IOException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.util.HadoopStreams;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/**
 * A Parquet file on a file system that is open already. Parquet's own class asks Hadoop for the
 * file system by the file's path, and Hadoop then loads all kinds of file systems that it has.
 */
record TableFile(FileSystem files, Path path) implements InputFile {

  @Override
  public long getLength() throws IOException {
    FileStatus status = files.getFileStatus(path);
    return status.getLen();
  }

  @Override
  public SeekableInputStream newStream() throws IOException {
    return HadoopStreams.wrap(files.open(path));
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
