package dev.polysweep.spark.activation;

import dev.polysweep.transformer.TappedModel;
import dev.polysweep.transformer.Tokenizer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * One session of ONNX Runtime and one tokenizer for each executor process, however many tasks it
 * runs. A run computes on its task's thread, with helpers as {@code spark.task.cpus} allows. They
 * are closed at the end of the extraction where driver and executor are one process, and with the
 * process elsewhere.
 */
final class ExecutorModels {

  private static final Map<String, TappedModel> MODELS = new ConcurrentHashMap<>();
  private static final Map<String, Tokenizer> TOKENIZERS = new ConcurrentHashMap<>();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(ExecutorModels::close, "close models"));
  }

  private ExecutorModels() {}

  static TappedModel model(Extraction of, Broadcast<byte[]> tapped) {
    return MODELS.computeIfAbsent(
        of.modelHash() + of.tensor(),
        key -> new TappedModel(of.model(), tapped.value(), of.inputs(), TaskContext.get().cpus()));
  }

  static Tokenizer tokenizer(Extraction of) {
    return TOKENIZERS.computeIfAbsent(
        String.valueOf(of.tokenizer().hash()), key -> of.tokenizer().open());
  }

  /** Closes all of this process, when no task uses them any more. */
  static void close() {
    MODELS.values().removeIf(model -> closed(model));
    TOKENIZERS.values().removeIf(tokenizer -> closed(tokenizer));
  }

  private static boolean closed(TappedModel model) {
    model.close();
    return true;
  }

  private static boolean closed(Tokenizer tokenizer) {
    tokenizer.close();
    return true;
  }
}
