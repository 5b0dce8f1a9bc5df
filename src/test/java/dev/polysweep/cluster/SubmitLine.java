package dev.polysweep.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.deploy.SparkSubmitArguments;
import scala.collection.JavaConverters;

/** The {@code spark-submit} lines that the project's files show to users. */
final class SubmitLine {

  private static final String SUBMIT = "$SPARK_HOME/bin/spark-submit";

  private SubmitLine() {}

  /** Every line in a file, comment signs and continuations taken away, as words. */
  static List<List<String>> in(Path file) throws IOException {
    List<List<String>> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String comment : Files.readAllLines(file)) {
      String text = comment.replaceFirst("^#?\\s*", "");
      if (text.startsWith(SUBMIT) || !line.isEmpty()) {
        line.append(text.replaceFirst("\\\\$", ""));
        if (!text.endsWith("\\")) {
          lines.add(words(line.toString()));
          line.setLength(0);
        }
      }
    }
    return lines;
  }

  private static List<String> words(String line) {
    List<String> words = new ArrayList<>(List.of(line.split("\\s+")));
    words.replaceAll(word -> word.replace("'", ""));
    return words.subList(1, words.size());
  }

  /** The one line in a file of {@code conf}, as Spark parses it. */
  static SparkSubmitArguments of(Path file) throws IOException {
    List<List<String>> lines = in(file);
    if (lines.size() != 1) {
      throw new AssertionError(file + " shows " + lines.size() + " lines of spark-submit");
    }
    return new SparkSubmitArguments(
        JavaConverters.asScalaBuffer(lines.get(0)).toList(),
        JavaConverters.mapAsScalaMap(Map.of("HADOOP_CONF_DIR", "/etc/hadoop"))
            .toMap(scala.Predef.<scala.Tuple2<String, String>>conforms()));
  }
}
