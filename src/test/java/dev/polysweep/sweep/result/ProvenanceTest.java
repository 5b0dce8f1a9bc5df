package dev.polysweep.sweep.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvenanceTest {

  @Test
  void asJson() {
    Instant time = Instant.parse("2024-05-06T07:08:09Z");
    assertEquals(
        """
        {
          "version": "1.2",
          "commit": null,
          "java": "V 17",
          "spark": "3.5.7",
          "engine": "simd",
          "os": "Linux",
          "cpu": "A \\"B\\"",
          "cores": 2,
          "time": "2024-05-06T07:08:09Z"
        }
        """,
        new Provenance("1.2", null, "V 17", "3.5.7", "simd", "Linux", "A \"B\"", 2, time).json());
  }

  @Test
  void ofThisProcess() {
    Provenance now = Provenance.now("3.5.7", "simd");
    assertTrue(now.java().endsWith(System.getProperty("java.vm.version")));
    assertEquals(Runtime.getRuntime().availableProcessors(), now.cores());
    assertTrue(now.commit() == null || now.commit().matches("[0-9a-f]{7,40}.*"), now.commit());
  }

  @Test
  void processorOfLinuxOrNone(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("cpuinfo"),
            "processor\t: 0\nmodel name\t: Fast: 9000 \nmodel name\t: B\n");
    assertEquals("Fast: 9000", Provenance.cpu(file));
    assertNull(Provenance.cpu(folder.resolve("none")));
    assertNull(Provenance.cpu(Files.writeString(folder.resolve("empty"), "")));
  }
}
