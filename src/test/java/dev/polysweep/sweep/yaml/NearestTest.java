package dev.polysweep.sweep.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {

  @ParameterizedTest
  @CsvSource({
    "'', '', 0",
    "abc, '', 3",
    "kitten, sitting, 3",
    "hidden, hiden, 1",
    "seeds, sedes, 1",
    "Relu, relu, 0",
    "ca, abc, 3"
  })
  void edits(String a, String b, int expected) {
    assertEquals(expected, Nearest.edits(a, b));
    assertEquals(expected, Nearest.edits(b, a));
  }

  @Test
  void theNearestIsSuggestedIfNear() {
    List<String> keys = List.of("init", "mlp.hidden", "sae.d_sae");
    assertEquals(Optional.of("mlp.hidden"), Nearest.match("hiden", keys));
    assertEquals(Optional.of("sae.d_sae"), Nearest.match("d_sae", keys));
    assertEquals(Optional.empty(), Nearest.match("learning_rate", keys));
    assertEquals(Optional.empty(), Nearest.match("x", List.of()));
  }

  @Test
  void hostileWordsAreShownShort() {
    String word = "x\n\u202E" + "y".repeat(100_000);
    assertEquals(1, Quoted.of(word).lines().count());
    assertEquals("'x\\n\\u202E" + "y".repeat(57) + "…'", Quoted.of(word));
    assertEquals(Optional.empty(), Nearest.match(word, List.of("init")));
  }
}
