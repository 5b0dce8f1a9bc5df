package dev.polysweep.sweep.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polysweep.sweep.Experiments;
import dev.polysweep.sweep.StubExperiment;
import dev.polysweep.sweep.setting.SettingTree;
import dev.polysweep.sweep.setting.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class JsonSchemaTest {

  private final String text = JsonSchema.of(StubExperiment.SAMPLES);

  /**
   * The committed schema is the one of the code; {@code -Dpolysweep.write-schema=true} writes it.
   */
  @Test
  void theCommittedSchemaIsUpToDate() throws IOException {
    assumeFalse(Experiments.installed().all().isEmpty(), "no experiment is installed");
    Path file = Path.of("sweeps", "sweep.schema.json");
    String generated = JsonSchema.of(Experiments.installed());
    if (Boolean.getBoolean("polysweep.write-schema")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, generated);
    }
    assertEquals(
        generated, Files.readString(file), "regenerate with -Dpolysweep.write-schema=true");
  }

  @Test
  void everySettingIsThereWithMeaningRangeAndDefault() throws IOException {
    JsonNode definitions = new ObjectMapper().readTree(text).get("$defs");
    for (String key :
        Settings.of(StubExperiment.SAMPLES.named("sample")).tree().leaves().stream()
            .map(SettingTree::key)
            .toList()) {
      JsonNode definition = definitions.get("sample." + key);
      assertFalse(definition.get("description").asText().isBlank(), key);
      assertTrue(definition.has("default"), key);
      assertTrue(definitions.get("sample_grid").get("properties").has(key), key);
      assertTrue(definitions.get("sample").get("properties").has(key), key);
      assertTrue(definitions.get("sample_configuration").get("properties").has(key), key);
    }
    assertEquals(
        "{\"description\":\"width\",\"type\":\"integer\",\"minimum\":1,\"maximum\":4096,\"default\":12}",
        definitions.get("sample.net.hidden").toString());
    assertEquals(
        "{\"description\":\"learning rate\",\"type\":\"number\",\"exclusiveMinimum\":0,\"default\":0.001}",
        definitions.get("sample.net.lr").toString());
    assertEquals(
        "{\"description\":\"activation\",\"enum\":[\"relu\",\"gelu\",\"false\",false],\"default\":\"relu\"}",
        definitions.get("sample.act").toString());
    assertEquals(
        "{\"description\":\"cap\",\"anyOf\":[{\"type\":\"number\",\"minimum\":0},{\"type\":\"null\"}],\"default\":null}",
        definitions.get("sample.cap").toString());
  }

  @Test
  void everyReferenceLeadsSomewhere() throws IOException {
    JsonNode root = new ObjectMapper().readTree(text);
    int[] references = {0};
    root.findValues("$ref")
        .forEach(
            reference -> {
              assertTrue(reference.asText().startsWith("#/$defs/"), reference.asText());
              assertTrue(
                  root.get("$defs").has(reference.asText().substring(8)), reference.asText());
              references[0]++;
            });
    assertTrue(references[0] > 50);
    assertEquals(2, root.get("allOf").size());
    assertEquals(
        "[\"sample\",\"taming\"]", root.get("properties").get("experiment").get("enum").toString());
  }
}
