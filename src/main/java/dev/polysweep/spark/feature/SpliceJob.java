package dev.polysweep.spark.feature;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;

import dev.polysweep.feature.Dictionary;
import dev.polysweep.feature.LossSums;
import dev.polysweep.feature.SpliceLoss;
import dev.polysweep.transformer.OnnxGraph;
import dev.polysweep.transformer.SplicedModel;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The losses of a model over the windows that its activations were extracted from. A document's
 * windows run together, so that what a batch holds does not depend on partitions.
 */
final class SpliceJob {

  private static final int WINDOWS = 32;

  private SpliceJob() {}

  /**
   * Runs it.
   *
   * @param model content of the model's file
   * @param mean of the activation
   */
  static LossSums run(
      JavaSparkContext spark,
      ActivationSet activations,
      byte[] model,
      float[] mean,
      List<Dictionary> dictionaries) {
    Dataset<Row> documents =
        activations
            .table()
            .select("document", "position", "token_id")
            // few bytes, much work: Spark would make one partition of them
            .repartition(2 * spark.defaultParallelism(), col("document"))
            .groupBy("document")
            .agg(sort_array(collect_list(struct(col("position"), col("token_id")))).as("tokens"));
    return documents
        .toJavaRDD()
        .mapPartitions(
            new Task(
                spark.broadcast(model),
                activations.model(),
                activations.tensor(),
                activations.context(),
                mean,
                spark.broadcast(new ArrayList<>(dictionaries))))
        .treeReduce(LossSums::add);
  }

  private record Task(
      Broadcast<byte[]> model,
      String name,
      String tensor,
      int context,
      float[] mean,
      Broadcast<ArrayList<Dictionary>> dictionaries)
      implements FlatMapFunction<Iterator<Row>, LossSums> {

    @Override
    public Iterator<LossSums> call(Iterator<Row> documents) {
      LossSums sums = new LossSums(dictionaries.value().size());
      if (!documents.hasNext()) {
        return List.of(sums).iterator();
      }
      SplicedModel spliced =
          new SplicedModel(OnnxGraph.parse(name, model.value()), tensor, TaskContext.get().cpus());
      try (SpliceLoss loss = new SpliceLoss(spliced, mean, dictionaries.value())) {
        while (documents.hasNext()) {
          List<int[]> windows = windows(documents.next());
          for (int from = 0; from < windows.size(); from += WINDOWS) {
            List<int[]> batch = windows.subList(from, Math.min(windows.size(), from + WINDOWS));
            loss.add(batch.toArray(int[][]::new), sums);
          }
        }
      }
      return List.of(sums).iterator();
    }

    /** A document's tokens cut as its extraction cut them. */
    private List<int[]> windows(Row document) {
      List<Row> tokens = document.getList(1);
      List<int[]> windows = new ArrayList<>();
      for (int from = 0; from < tokens.size(); from += context) {
        List<Row> window = tokens.subList(from, Math.min(tokens.size(), from + context));
        windows.add(window.stream().mapToInt(token -> token.getInt(1)).toArray());
      }
      return windows;
    }
  }
}
