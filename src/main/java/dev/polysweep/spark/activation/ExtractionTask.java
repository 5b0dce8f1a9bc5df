package dev.polysweep.spark.activation;

import dev.polysweep.data.file.Halves;
import dev.polysweep.transformer.TappedModel;
import dev.polysweep.transformer.WindowTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.LongAccumulator;

/**
 * Runs a partition's documents through the model, batch by batch, and returns one row for each
 * token. The documents of a batch are those that {@link Documents} has put into it, whatever the
 * partition.
 *
 * @param of settings of the extraction
 * @param tapped content of the ONNX model whose only output is the tap
 * @param tokens counts the tokens that have run through the model
 */
record ExtractionTask(Extraction of, Broadcast<byte[]> tapped, LongAccumulator tokens)
    implements MapPartitionsFunction<Row, TokenActivation> {

  /** Columns that the task reads, in this order. */
  static final String[] COLUMNS = {"document", "batch", "token_ids", "token_texts"};

  @Override
  public Iterator<TokenActivation> call(Iterator<Row> documents) {
    return new Extracted(documents, ExecutorModels.model(of, tapped));
  }

  /**
   * A part of a document that the model sees at once.
   *
   * @param document number of the document
   * @param from position of the window's first token in the document
   * @param ids ids of the window's tokens
   * @param texts the part of the text that each token stands for
   */
  private record Window(long document, int from, int[] ids, List<String> texts) {}

  private final class Extracted implements Iterator<TokenActivation> {
    private final Iterator<Row> documents;
    private final TappedModel model;
    private final TokenActivation row = new TokenActivation();
    private Row ahead;
    private Iterator<List<Window>> runs = List.<List<Window>>of().iterator();
    private List<Window> windows = List.of();
    private WindowTensor activations;
    private int window;
    private int position;

    Extracted(Iterator<Row> documents, TappedModel model) {
      this.documents = documents;
      this.model = model;
      ahead = documents.hasNext() ? documents.next() : null;
    }

    @Override
    public boolean hasNext() {
      return window < windows.size() || runs.hasNext() || ahead != null;
    }

    @Override
    public TokenActivation next() {
      if (window == windows.size()) {
        run();
      }
      Window of = windows.get(window);
      row.setDocument(of.document());
      row.setPosition(of.from() + position);
      row.setTokenId(of.ids()[position]);
      row.setTokenText(of.texts().get(position));
      float[] values = activations.at(window, position);
      if (of().half()) {
        row.setHalves(Halves.littleEndian(values));
      } else {
        row.setFloats(values);
      }
      if (++position == of.ids().length) {
        position = 0;
        window++;
      }
      return row;
    }

    private Extraction of() {
      return ExtractionTask.this.of;
    }

    private void run() {
      if (!runs.hasNext()) {
        runs = runs(batch()).iterator();
      }
      windows = runs.next();
      window = 0;
      activations = model.run(windows.stream().map(Window::ids).toArray(int[][]::new));
      tokens.add(windows.stream().mapToLong(w -> w.ids().length).sum());
    }

    /** Reads the next batch of documents and cuts it into windows. */
    private List<Window> batch() {
      if (ahead == null) {
        throw new NoSuchElementException();
      }
      long batch = ahead.getLong(1);
      List<Window> all = new ArrayList<>();
      while (ahead != null && ahead.getLong(1) == batch) {
        cut(ahead, all);
        ahead = documents.hasNext() ? documents.next() : null;
      }
      return all;
    }

    private void cut(Row row, List<Window> all) {
      List<Integer> boxed = row.getList(2);
      int[] ids = boxed.stream().mapToInt(Integer::intValue).toArray();
      List<String> texts = row.getList(3);
      for (int from = 0; from < ids.length; from += of.context()) {
        int to = Math.min(ids.length, from + of.context());
        all.add(
            new Window(
                row.getLong(0), from, Arrays.copyOfRange(ids, from, to), texts.subList(from, to)));
      }
    }

    private List<List<Window>> runs(List<Window> all) {
      int most = of.inputs().batch() > 0 ? of.inputs().batch() : of.batchWindows();
      List<List<Window>> parts = new ArrayList<>();
      for (int from = 0; from < all.size(); from += most) {
        parts.add(all.subList(from, Math.min(all.size(), from + most)));
      }
      return parts;
    }
  }
}
