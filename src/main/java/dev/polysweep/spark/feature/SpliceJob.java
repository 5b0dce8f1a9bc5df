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
 * Measures the next-token losses of a model, with and without reconstructions in place of the
 * tapped activation, over the windows that the activations were extracted from. Only windows of one
 * document run together, so the content of a batch does not depend on partitions.
 */
final class SpliceJob {

  private static final int WINDOWS = 32;

  private SpliceJob() {}

  /**
   * Measures the losses over all windows.
   *
   * @param activations the extraction whose windows are run again
   * @param model content of the ONNX model
   * @param mean mean activation {@code [width]}
   * @param dictionaries autoencoders whose reconstructions are spliced into the model, in the order
   *     of the result's dictionaries
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
            // Spark would join so few bytes in one partition, but each takes much work.
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

    /** Cuts the tokens of a document into the windows that its extraction used. */
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
