package dev.polysweep.transformer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads a model from a file, or one of the models that come with Polysweep by its name. */
public final class Models {

  /**
   * The built-in models: transformers over bytes of one and of four layers, trained on the planted
   * corpus, and the same transformers with their initial random weights, as controls. All were made
   * by {@code src/main/python/byte_transformer.py}.
   */
  public static final List<String> BUILT_IN =
      List.of("bytes-1l", "bytes-1l-random", "bytes-4l", "bytes-4l-random");

  private static final long LARGEST = Integer.MAX_VALUE - 8; // bytes, of one array too

  private Models() {}

  /**
   * Reads a model.
   *
   * @param model path of an ONNX file, or, if there is no such file, a name of {@link #BUILT_IN}
   * @throws TransformerException if there is no such model or it cannot be used
   */
  public static OnnxGraph read(String model) {
    Path file = Path.of(model);
    if (Files.isRegularFile(file)) {
      try {
        if (Files.size(file) > LARGEST) {
          throw new TransformerException(model + " is larger than 2 GB, the most of an ONNX file");
        }
        return OnnxGraph.parse(model, Files.readAllBytes(file));
      } catch (IOException e) {
        throw new TransformerException(model + " cannot be read: " + e.getMessage());
      }
    }
    if (Files.isDirectory(file) && !BUILT_IN.contains(model)) {
      throw new TransformerException(
          model + " is a folder; name the file in it, such as " + file.resolve("model.onnx"));
    }
    if (!BUILT_IN.contains(model)) {
      throw new TransformerException(
          model
              + ": no such file, and not one of the built-in models "
              + String.join(", ", BUILT_IN));
    }
    try (InputStream in = Models.class.getResourceAsStream(model + ".onnx")) {
      return OnnxGraph.parse(model, in.readAllBytes());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
