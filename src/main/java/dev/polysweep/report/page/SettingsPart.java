package dev.polysweep.report.page;

import dev.polysweep.report.draw.Escape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The part of the page that says what each label means: its values of the settings that were
 * varied, and, folded away, the settings that are the same for all.
 */
final class SettingsPart {

  private SettingsPart() {}

  /** Returns the part; empty if the settings are not known. */
  static Optional<Part> of(ReportInput input) {
    Details details = input.details();
    SettingTexts texts = new SettingTexts(details.settings());
    List<String> labels =
        input.facts().labels().stream().filter(details.settings()::containsKey).toList();
    if (labels.isEmpty()) {
      return Optional.empty();
    }
    List<String> varied = new ArrayList<>();
    Map<String, String> fixed = new LinkedHashMap<>();
    for (String setting : details.settings().get(labels.get(0)).keySet()) {
      List<String> values =
          labels.stream().map(label -> details.text(label, setting)).distinct().toList();
      if (values.size() > 1) {
        varied.add(setting);
      } else {
        fixed.put(setting, texts.of(setting, values.get(0)));
      }
    }
    StringBuilder html = new StringBuilder();
    if (!varied.isEmpty()) {
      List<String> headers = new ArrayList<>(List.of("configuration"));
      headers.addAll(varied);
      HtmlTable table = new HtmlTable("The settings that were varied.", headers, false);
      for (String label : labels) {
        List<String> row = new ArrayList<>(List.of(label));
        varied.forEach(setting -> row.add(texts.of(setting, details.text(label, setting))));
        table.row(row, input.facts().isBaseline(label));
      }
      html.append(table.html());
    }
    HtmlTable table =
        new HtmlTable("The same in all configurations.", List.of("setting", "value"), false);
    fixed.forEach((setting, value) -> table.row(List.of(setting, value), false));
    html.append("<details>\n<summary>")
        .append(Escape.xml(fixed.size() + " settings that are the same for all"))
        .append("</summary>\n")
        .append(table.html())
        .append("</details>\n");
    return Optional.of(Part.of("settings", "Settings", html.toString(), List.of()));
  }
}
