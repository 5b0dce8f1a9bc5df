package dev.polysweep.report.page;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A Jupyter notebook (nbformat 4.5) with stored outputs, built cell by cell. */
final class Notebook {

  /**
   * A cell of the notebook.
   *
   * @param type {@code markdown} or {@code code}
   * @param source the text of the cell
   * @param output the stored output by media type; empty for none
   */
  private record Cell(String type, String source, Map<String, String> output) {}

  private final List<Cell> cells = new ArrayList<>();

  /** Adds a cell of Markdown. */
  Notebook markdown(String source) {
    cells.add(new Cell("markdown", source, Map.of()));
    return this;
  }

  /** Adds a cell of Python without an output. */
  Notebook code(String source) {
    return code(source, Map.of());
  }

  /**
   * Adds a cell of Python.
   *
   * @param output what the cell displays, by media type
   */
  Notebook code(String source, Map<String, String> output) {
    cells.add(new Cell("code", source, output));
    return this;
  }

  /** Returns the notebook as the contents of its file. */
  String json() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.useDefaultPrettyPrinter();
      write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text + "\n";
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("cells");
    for (int i = 0; i < cells.size(); i++) {
      cell(json, i + 1, cells.get(i));
    }
    json.writeEndArray();
    json.writeObjectFieldStart("metadata");
    json.writeObjectFieldStart("kernelspec");
    json.writeStringField("display_name", "Python 3");
    json.writeStringField("language", "python");
    json.writeStringField("name", "python3");
    json.writeEndObject();
    json.writeObjectFieldStart("language_info");
    json.writeStringField("name", "python");
    json.writeEndObject();
    json.writeEndObject();
    json.writeNumberField("nbformat", 4);
    json.writeNumberField("nbformat_minor", 5);
    json.writeEndObject();
  }

  private static void cell(JsonGenerator json, int id, Cell cell) throws IOException {
    json.writeStartObject();
    json.writeStringField("cell_type", cell.type());
    json.writeStringField("id", "cell-" + id);
    json.writeObjectFieldStart("metadata");
    json.writeEndObject();
    if (cell.type().equals("code")) {
      json.writeNullField("execution_count");
      json.writeArrayFieldStart("outputs");
      if (!cell.output().isEmpty()) {
        output(json, cell.output());
      }
      json.writeEndArray();
    }
    json.writeStringField("source", cell.source().stripTrailing());
    json.writeEndObject();
  }

  private static void output(JsonGenerator json, Map<String, String> output) throws IOException {
    json.writeStartObject();
    json.writeStringField("output_type", "display_data");
    json.writeObjectFieldStart("metadata");
    json.writeEndObject();
    json.writeObjectFieldStart("data");
    for (Map.Entry<String, String> form : output.entrySet()) {
      json.writeStringField(form.getKey(), form.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
  }
}
