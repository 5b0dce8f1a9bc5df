package dev.polysweep.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Philox4x32-10 against the known-answer vectors of Random123 (kat_vectors). */
class PhiloxTest {

  @ParameterizedTest
  @CsvSource({
    "00000000 00000000 00000000 00000000, 00000000 00000000, 6627e8d5 e169c58d bc57ac4c 9b00dbd8",
    "ffffffff ffffffff ffffffff ffffffff, ffffffff ffffffff, 408f276d 41c83b0e a20bc7c6 6d5451fd",
    "243f6a88 85a308d3 13198a2e 03707344, a4093822 299f31d0, d16cfe09 94fdcceb 5001e420 24126ea1"
  })
  void knownAnswers(String counter, String key, String answer) {
    int[] c = words(counter);
    int[] k = words(key);
    int[] out = new int[4];
    Philox.philox4x32(c[0], c[1], c[2], c[3], k[0], k[1], out);
    assertArrayEquals(words(answer), out);
  }

  @Test
  void blockPlacesItsArguments() {
    long seed = 0x0123456789abcdefL;
    int[] expected = new int[4];
    int[] actual = new int[4];
    Philox.philox4x32(3, 2, 1, StreamId.NOISE.id(), 0x89abcdef, 0x01234567, expected);
    Philox.block(seed, StreamId.NOISE, 1, 2, 3, actual);
    assertArrayEquals(expected, actual);
  }

  private static int[] words(String hex) {
    String[] parts = hex.trim().split(" ");
    int[] words = new int[parts.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = Integer.parseUnsignedInt(parts[i], 16);
    }
    return words;
  }
}
