package dev.polysweep.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TitlesTest {

  private final Map<String, Map<String, Object>> settings = new LinkedHashMap<>();

  private void label(String label, int hidden, double lr, String noise, boolean bias) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("bias", bias);
    values.put("hidden", hidden);
    values.put("lr", lr);
    values.put("noise", noise);
    settings.put(label, values);
  }

  private String title(String label) {
    return new Titles(new Details(settings, List.of(), List.of())).of(label);
  }

  @Test
  void numbersAndTruthsNameTheirSetting() {
    label("12_1e-4_positive_kurtosis_true", 12, 1e-4, "positive_kurtosis", true);
    label("8_0.0010_bipolar_false", 8, 1e-3, "bipolar", false);
    assertEquals(
        "hidden = 12, lr = 1e-4, positive_kurtosis, bias = true",
        title("12_1e-4_positive_kurtosis_true"));
    assertEquals("hidden = 8, lr = 0.001, bipolar, bias = false", title("8_0.0010_bipolar_false"));
  }

  /** Where two settings have equal values, the label is read as most others are. */
  @Test
  void aValueThatTwoSettingsCouldHave() {
    label("8_8_bipolar", 8, 8, "bipolar", true);
    label("16_8_bipolar", 8, 16, "bipolar", true);
    label("32_4_gaussian", 4, 32, "gaussian", true);
    assertEquals("lr = 16, hidden = 8, bipolar", title("16_8_bipolar"));
    assertEquals("lr = 8, hidden = 8, bipolar", title("8_8_bipolar"), "as the others are read");
  }

  @Test
  void otherLabelsStayAsTheyAre() {
    label("wide", 12, 1e-4, "bipolar", true);
    label("12_and_more", 12, 1e-3, "gaussian", true);
    label("gaussian", 8, 1e-3, "gaussian", true);
    assertEquals("wide", title("wide"));
    assertEquals("12_and_more", title("12_and_more"));
    assertEquals("gaussian", title("gaussian"));
    assertEquals("of no configuration", title("of no configuration"));
    assertNull(title(null));
  }

  @Test
  void whatLabelsHaveInCommon() {
    label("12_0.1_bipolar", 12, 0.1, "bipolar", true);
    label("12_0.2_bipolar", 12, 0.2, "bipolar", true);
    label("8_0.2_gaussian", 8, 0.2, "gaussian", true);
    Titles titles = new Titles(new Details(settings, List.of(), List.of()));
    assertEquals(
        List.of("hidden = 12", "noise = bipolar"),
        titles.shared(List.of("12_0.1_bipolar", "12_0.2_bipolar")),
        "bias is the same everywhere, so it is not said");
    assertEquals(List.of(), titles.shared(List.of("12_0.1_bipolar", "8_0.2_gaussian")));
    assertEquals(List.of(), titles.shared(List.of("12_0.1_bipolar", "of no configuration")));
  }
}
