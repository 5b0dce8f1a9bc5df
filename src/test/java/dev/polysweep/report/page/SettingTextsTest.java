package dev.polysweep.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingTextsTest {

  private static final String NARROW =
      "[{\"activation\":\"relu\",\"width\":4},{\"activation\":\"relu\",\"width\":64}]";
  private static final String WIDE =
      "[{\"activation\":\"relu\",\"width\":8},{\"activation\":\"linear\",\"width\":64}]";

  private final Map<String, Map<String, Object>> settings = new LinkedHashMap<>();

  private void label(String label, String layers, Object lr) {
    Map<String, Object> values = new HashMap<>();
    values.put("layers", layers);
    values.put("lr", lr);
    settings.put(label, values);
  }

  @Test
  void ofMappingsOnlyWhatDiffersIsSaid() {
    label("a", NARROW, 1e-4);
    label("b", WIDE, null);
    SettingTexts texts = new SettingTexts(settings);
    assertEquals("0.width = 4, 1.activation = relu", texts.of("layers", NARROW));
    assertEquals("0.width = 8, 1.activation = linear", texts.of("layers", WIDE));
    assertEquals("1e-4", texts.of("lr", "1.0E-4"));
    assertEquals("none", texts.of("lr", "null"));
    assertEquals("0.width = 4, 1.activation = relu", texts.shown().get("a").get("layers"));
    assertEquals(1e-4, texts.shown().get("a").get("lr"), "numbers stay numbers");
  }

  @Test
  void otherListsStayAsTheyAre() {
    label("a", "[4, 8]", 0.1);
    label("b", "[8, 8]", 0.1);
    SettingTexts texts = new SettingTexts(settings);
    assertEquals("[4, 8]", texts.of("layers", "[4, 8]"));
    assertEquals(settings, texts.shown());
    assertEquals(Map.of(), new SettingTexts(Map.of()).shown());
  }
}
