package dev.polysweep.sweep.yaml;

import dev.polysweep.sweep.yaml.YamlValue.Entry;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.events.StreamEndEvent;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads one YAML document into {@link YamlValue}s. It works on the parser's events, so that a
 * document can neither construct objects nor expand into a larger one: anchors, aliases and tags
 * are refused, as are duplicate keys, deep nesting and more values than any sweep has.
 */
public final class YamlReader {

  private static final int DEEPEST = 20;
  private static final int MOST_VALUES = 1_000_000;

  private final String source;
  private final Iterator<Event> events;
  private int values;

  private YamlReader(String text, String source) {
    this.source = source;
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(Integer.MAX_VALUE); // the caller bounds the length
    this.events = new Yaml(options).parse(new StringReader(text)).iterator();
  }

  /**
   * Reads a document.
   *
   * @param source name of the file or option, for messages
   * @return the document's value, or null if there is none
   * @throws SweepException if the text is not exactly one well-formed document of plain values
   */
  public static YamlValue read(String text, String source) {
    refuseUnprintable(text, source);
    try {
      return new YamlReader(text, source).document();
    } catch (MarkedYAMLException e) {
      Where where =
          e.getProblemMark() == null
              ? new Where(source, 0)
              : at(source, e.getProblemMark().getLine());
      throw SweepException.at(where, "not valid YAML: " + folded(e));
    } catch (YAMLException e) {
      throw SweepException.at(
          new Where(source, 0),
          "not valid YAML: " + Quoted.shortened(String.valueOf(e.getMessage())));
    }
  }

  private static String folded(MarkedYAMLException e) {
    String problem = e.getProblem() == null ? "cannot be read" : e.getProblem();
    String context = e.getContext() == null ? "" : " (" + e.getContext() + ")";
    String line = (problem + context).replaceAll("\\s+", " ");
    return line.length() <= 300 ? line : line.substring(0, 300) + "…";
  }

  /**
   * Refuses unprintable characters. SnakeYAML refuses them too, but without saying where they are.
   */
  private static void refuseUnprintable(String text, String source) {
    int line = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int c = text.codePointAt(i);
      if (c == '\n') {
        line++;
      } else if (!StreamReader.isPrintable(c)) {
        String shown = Quoted.oneLine(Character.toString(c));
        throw SweepException.at(
            at(source, line), "not valid YAML: the character " + shown + " is not allowed");
      }
    }
  }

  private YamlValue document() {
    events.next(); // start of the stream
    if (events.next() instanceof StreamEndEvent) {
      return null;
    }
    YamlValue value = value(events.next(), 0);
    events.next(); // end of the document
    Event next = events.next();
    if (!(next instanceof StreamEndEvent)) {
      throw SweepException.at(where(next), "a second document begins here; a file holds one");
    }
    return value;
  }

  private YamlValue value(Event event, int depth) {
    refuseFeatures(event);
    if (++values > MOST_VALUES) {
      throw SweepException.at(where(event), "more than " + MOST_VALUES + " values");
    }
    if (depth > DEEPEST) {
      throw SweepException.at(where(event), "nested too deeply; at most " + DEEPEST + " levels");
    }
    if (event instanceof ScalarEvent scalar) {
      return new YamlValue.Scalar(scalar.getValue(), !scalar.isPlain(), where(event));
    }
    return event instanceof SequenceStartEvent
        ? sequence(event, depth)
        : mapping((MappingStartEvent) event, depth);
  }

  private YamlValue sequence(Event start, int depth) {
    List<YamlValue> items = new ArrayList<>();
    for (Event e = events.next(); !(e instanceof SequenceEndEvent); e = events.next()) {
      items.add(value(e, depth + 1));
    }
    return new YamlValue.Sequence(items, where(start));
  }

  private YamlValue mapping(MappingStartEvent start, int depth) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (Event e = events.next(); !(e instanceof MappingEndEvent); e = events.next()) {
      refuseFeatures(e);
      if (!(e instanceof ScalarEvent key)) {
        throw SweepException.at(where(e), "a key is one word, not a list or mapping");
      }
      Entry entry = new Entry(where(e), value(events.next(), depth + 1));
      if (key.isPlain() && key.getValue().equals("<<")) {
        throw SweepException.at(
            where(e), "<<", "merge keys are not supported; write the values out");
      }
      Entry earlier = entries.putIfAbsent(key.getValue(), entry);
      if (earlier != null) {
        throw SweepException.at(
            where(e), key.getValue(), "given twice; first in line " + earlier.where().line());
      }
    }
    return new YamlValue.Mapping(entries, where(start));
  }

  private void refuseFeatures(Event event) {
    if (event instanceof AliasEvent
        || (event instanceof NodeEvent node && node.getAnchor() != null)) {
      throw SweepException.at(
          where(event), "anchors and aliases (& and *) are not supported; write the value out");
    }
    String tag = null;
    if (event instanceof ScalarEvent scalar) {
      tag = scalar.getTag();
    } else if (event instanceof SequenceStartEvent sequence) {
      tag = sequence.getTag();
    } else if (event instanceof MappingStartEvent mapping) {
      tag = mapping.getTag();
    }
    if (tag != null) {
      throw SweepException.at(where(event), "tags are not supported; remove " + Quoted.of(tag));
    }
  }

  private Where where(Event event) {
    return at(source, event.getStartMark().getLine());
  }

  /** The place of a line; for an option of the command line, a place without a line number. */
  private static Where at(String source, int lineFrom0) {
    return source.startsWith("--") ? Where.option(source) : new Where(source, lineFrom0 + 1);
  }
}
