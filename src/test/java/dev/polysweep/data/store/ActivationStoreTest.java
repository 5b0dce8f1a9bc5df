package dev.polysweep.data.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActivationStoreTest {

  @TempDir private Path folder;

  /**
   * Results are tied to the hash of the store, so its files have to be the ones that were hashed.
   */
  @Test
  void aFileWithOtherBytesIsNotTakenForTheOneThatWasHashed() throws IOException {
    StoreFixture.write(folder, 6, 20, 5, 1);
    Path shard = folder.resolve("train-00001.npy");
    byte[] bytes = Files.readAllBytes(shard);
    bytes[bytes.length - 1] ^= 1;
    Files.write(shard, bytes);
    ActivationStore store = ActivationStore.open(folder);
    assertEquals(10, store.train(0, 10).rows(), "the first file is as it was");
    assertEquals(5, store.validation(0, 5).rows());
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> store.train(8, 4));
    assertTrue(
        refused.getMessage().startsWith("train-00001.npy of the store"), refused::getMessage);
  }
}
