package dev.polysweep.spark.feature;

import dev.polysweep.data.file.Halves;
import dev.polysweep.engine.sae.SaeCodes;
import dev.polysweep.feature.Dictionary;
import dev.polysweep.feature.DocumentCodes;
import dev.polysweep.feature.LabelSet;
import dev.polysweep.spark.activation.TokenActivation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Encodes a partition's activations with a dictionary, a batch at a time. The result has one
 * element for each run of tokens of the same document within a batch, that is, parts of documents.
 */
record CodeTask(Broadcast<Dictionary> dictionary)
    implements FlatMapFunction<Iterator<TokenActivation>, DocumentCodes> {

  private static final int BATCH = 1024;

  @Override
  public Iterator<DocumentCodes> call(Iterator<TokenActivation> tokens) {
    Dictionary.Reader reader = dictionary.value().open();
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) task -> reader.close());
    return new Parts(tokens, reader, dictionary.value());
  }

  /** The activation of a token as float32, whether it is stored as float32 or float16. */
  static float[] activation(TokenActivation token) {
    return token.getFloats() != null ? token.getFloats() : Halves.floats(token.getHalves());
  }

  private static final class Parts implements Iterator<DocumentCodes> {
    private final Iterator<TokenActivation> tokens;
    private final Dictionary.Reader reader;
    private final Dictionary dictionary;
    private final Queue<DocumentCodes> ready = new ArrayDeque<>();

    Parts(Iterator<TokenActivation> tokens, Dictionary.Reader reader, Dictionary dictionary) {
      this.tokens = tokens;
      this.reader = reader;
      this.dictionary = dictionary;
    }

    @Override
    public boolean hasNext() {
      return !ready.isEmpty() || tokens.hasNext();
    }

    @Override
    public DocumentCodes next() {
      if (ready.isEmpty()) {
        encode();
      }
      return ready.remove();
    }

    private void encode() {
      List<TokenActivation> batch = new ArrayList<>(BATCH);
      while (batch.size() < BATCH && tokens.hasNext()) {
        batch.add(tokens.next());
      }
      if (batch.isEmpty()) {
        throw new NoSuchElementException();
      }
      int width = dictionary.width();
      float[] rows = new float[batch.size() * width];
      for (int r = 0; r < batch.size(); r++) {
        System.arraycopy(activation(batch.get(r)), 0, rows, r * width, width);
      }
      SaeCodes codes = reader.encode(rows);
      float[] errors =
          dictionary.isNeurons() ? new float[batch.size()] : reader.squaredErrors(rows, codes);
      for (int from = 0, to; from < batch.size(); from = to) {
        to = from + 1;
        while (to < batch.size() && batch.get(to).getDocument() == batch.get(from).getDocument()) {
          to++;
        }
        ready.add(part(batch.subList(from, to), codes, errors, from));
      }
    }

    private static DocumentCodes part(
        List<TokenActivation> tokens, SaeCodes codes, float[] errors, int from) {
      int n = tokens.size();
      int first = codes.start()[from];
      int last = codes.start()[from + n];
      int[] start = new int[n + 1];
      Arrays.setAll(start, t -> codes.start()[from + t] - first);
      int[] unlabelled = new int[n];
      Arrays.fill(unlabelled, LabelSet.UNLABELLED);
      return new DocumentCodes(
          tokens.get(0).getDocument(),
          tokens.stream().mapToInt(TokenActivation::getPosition).toArray(),
          tokens.stream().map(TokenActivation::getTokenText).toArray(String[]::new),
          unlabelled,
          start,
          Arrays.copyOfRange(codes.latent(), first, last),
          Arrays.copyOfRange(codes.value(), first, last),
          Arrays.copyOfRange(errors, from, from + n));
    }
  }
}
