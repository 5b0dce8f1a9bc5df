package dev.polysweep.spark.activation;

import dev.polysweep.transformer.TappedModel;
import dev.polysweep.transformer.Tokenizer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * The models and tokenizers that the tasks of an executor process share: one session of ONNX
 * Runtime for each model and tap, and one tokenizer for each tokenizer file. A task runs the model
 * on its own thread, helped by as many threads as {@code spark.task.cpus} allows. Where driver and
 * executor are one process, models and tokenizers are closed at the end of the extraction;
 * elsewhere they are closed when the process ends.
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

  /** Closes all models and tokenizers of this process. No task may be using them. */
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
