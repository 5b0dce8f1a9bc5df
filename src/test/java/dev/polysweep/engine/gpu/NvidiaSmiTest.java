package dev.polysweep.engine.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.polysweep.engine.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class NvidiaSmiTest {

  @TempDir Path folder;

  @Test
  void asksForTheNameAndCapabilityOfThatGpu() throws IOException {
    String smi = script("[ \"$3\" = --id=2 ] && echo 'NVIDIA A100-SXM4-40GB, 8.0' || exit 6");
    assertEquals(
        Optional.of(new Gpu("NVIDIA A100-SXM4-40GB", 8, 0)), NvidiaSmi.query(smi, Device.gpu("2")));
    assertEquals(Optional.empty(), NvidiaSmi.query(smi, Device.gpu("3")));
  }

  @Test
  void knowsNothingWhereThereIsNoDriver() throws IOException {
    String missing = folder.resolve("none").toString();
    assertEquals(Optional.empty(), NvidiaSmi.query(missing, Device.gpu("0")));
    String broken = script("echo 'NVIDIA-SMI has failed'; exit 9");
    assertEquals(Optional.empty(), NvidiaSmi.query(broken, Device.gpu("0")));
  }

  private String script(String body) throws IOException {
    Path script = Files.writeString(folder.resolve("nvidia-smi"), "#!/bin/sh\n" + body + "\n");
    script.toFile().setExecutable(true);
    return script.toString();
  }
}
