package dev.polysweep.data.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.data.file.SaeLensVocabulary.Effect;
import org.junit.jupiter.api.Test;

/** The table of SAELens's settings. */
class SaeLensVocabularyTest {

  @Test
  void everyLineIsWhole() {
    assertTrue(SaeLensVocabulary.all().size() > 120);
    SaeLensVocabulary.all()
        .forEach(
            (name, entry) -> {
              assertTrue(name.matches("[a-z0-9_.]+"), name);
              assertTrue(entry.meaning().length() > 3, name);
              assertEquals(entry.effect() == Effect.ONLY, !entry.values().isEmpty(), name);
            });
  }

  @Test
  void someOfThem() {
    assertEquals(Effect.USED, SaeLensVocabulary.of("apply_b_dec_to_input").effect());
    assertEquals(Effect.USED, SaeLensVocabulary.of("activation_fn_kwargs.k").effect());
    assertEquals(Effect.NONE, SaeLensVocabulary.of("hook_point").effect());
    assertTrue(SaeLensVocabulary.of("dtype").values().contains("torch.bfloat16"));
    assertNull(SaeLensVocabulary.of("gain"));
  }
}
