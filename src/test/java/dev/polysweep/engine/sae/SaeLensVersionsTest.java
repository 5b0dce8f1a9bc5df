package dev.polysweep.engine.sae;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.data.file.TensorFile;
import dev.polysweep.engine.Engines;
import dev.polysweep.math.Matrix;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Folders as SAELens 1 to 6 writes them. The folders, and what SAELens makes of some inputs, are
 * written by {@code saelens.py} beside them, with PyTorch in double precision.
 */
class SaeLensVersionsTest {

  private static final Path FOLDERS = Path.of("src/test/resources/saelens");

  /**
   * An activation is a sum of 5 products of some size 10 at most, and a reconstruction one of 11;
   * float32 leaves some 1e-6 of each, and folding about as much again.
   */
  private static final double TOLERANCE = 2e-5;

  @TempDir private Path written;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "standard_1",
        "standard_3_finetuned",
        "standard_5_finetuned",
        "topk_5",
        "topk_6_rescaled",
        "jumprelu_6",
        "jumprelu_6_training",
        "gated_5",
        "gated_6_turned",
        "batchtopk_6_training",
        "matryoshka_batchtopk_6_training",
        "matching_pursuit_6"
      })
  void doesWhatSaeLensDoes(String name) throws IOException {
    TrainedSae sae = SaeLensFolder.read(FOLDERS.resolve(name));
    check(name, sae);
    SaeLensFolder.write(written, sae, Map.of());
    TrainedSae again = SaeLensFolder.read(written);
    assertEquals(sae.architecture(), again.architecture());
    assertArrayEquals(sae.parameters().wEnc().data(), again.parameters().wEnc().data());
    assertArrayEquals(sae.parameters().threshold(), again.parameters().threshold());
    check(name, again);
  }

  private static void check(String name, TrainedSae sae) throws IOException {
    try (TensorFile expected =
            TensorFile.open(FOLDERS.resolve(name).resolve("expected.safetensors"));
        TrainedEncoder encoder = sae.encoder(Engines.saeTrainer("simd"), 2)) {
      SaeCodes codes = encoder.encode(expected.matrix("x"));
      assertTrue(codes.entries() > codes.rows(), "something is active");
      Matrix acts = expected.matrix("feature_acts");
      Matrix active = codes.dense();
      Matrix out = expected.matrix("sae_out");
      Matrix decoded = sae.decode(codes);
      for (int s = 0; s < acts.rows(); s++) {
        for (int f = 0; f < acts.cols(); f++) {
          String where = name + ", sample " + s + ", latent " + f;
          assertEquals(acts.get(s, f) > 0, active.get(s, f) > 0, where);
          assertEquals(acts.get(s, f), active.get(s, f), TOLERANCE, where);
        }
        for (int i = 0; i < out.cols(); i++) {
          String where = name + ", sample " + s + ", unit " + i;
          assertEquals(out.get(s, i), decoded.get(s, i), 3 * TOLERANCE, where);
        }
      }
    }
  }
}
