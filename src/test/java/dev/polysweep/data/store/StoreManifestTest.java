package dev.polysweep.data.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A store's manifest is understood whole, or refused. */
class StoreManifestTest {

  private static final String LFS =
      "version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 30\n";

  @TempDir private Path folder;

  private Path store;

  @BeforeEach
  void write() throws IOException {
    store = StoreFixture.write(folder.resolve("store"), 6, 20, 10, 1);
  }

  private void assertUnreadable(String words) {
    IOException e = assertThrows(IOException.class, () -> ActivationStore.open(store));
    assertTrue(e.getMessage().contains(words), e.getMessage());
    assertEquals(1, e.getMessage().lines().count(), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"mean_norm\" : [0-9.]+         | \"dtype\" : \"float16\", $0 | has 'dtype', which is not known",
        "\"file\" : \"train-00000        | \"offset\" : 3, $0          | has a file's 'offset'",
        "\"mean_norm\" : [0-9.]+,        | ~~                          | mean_norm is no finite number",
        "\"mean_norm\" : [0-9.]+         | \"mean_norm\" : \"NaN\"     | mean_norm is no finite number",
        "\"mean_squared_norm\" : [0-9.]+ | \"mean_squared_norm\" : {}  | mean_squared_norm is no",
        "\"mean\" : \\[ [-0-9.eE]+       | \"mean\" : [ \"x\"          | mean is no finite number",
        "\"width\" : 6                   | \"width\" : 5               | width is 5, but by the rest",
        "\"rows\" : 20                   | \"rows\" : 21               | rows is 21, but by the rest",
        "\"rows\" : 10                   | \"rows\" : \"10\"           | names no sound file of rows",
        "train-00000.npy                 | ../train-00000.npy          | names no sound file of rows"
      })
  void nothingIsGuessedOrPassedOver(String from, String to, String words) throws IOException {
    ActivationStore.open(store);
    Path manifest = store.resolve(StoreManifest.FILE);
    String whole = Files.readString(manifest);
    String changed = whole.replaceFirst(from, to == null ? "" : to);
    assertTrue(!changed.equals(whole), whole);
    Files.writeString(manifest, changed);
    assertUnreadable(words);
  }

  @Test
  void pointersAreCalledWhatTheyAre() throws IOException {
    Path file = store.resolve("train-00001.npy");
    Files.writeString(file, LFS, StandardCharsets.US_ASCII);
    assertUnreadable("train-00001.npy is a Git LFS pointer");
    Files.writeString(store.resolve(StoreManifest.FILE), LFS, StandardCharsets.US_ASCII);
    assertUnreadable("manifest.json is a Git LFS pointer");
  }
}
