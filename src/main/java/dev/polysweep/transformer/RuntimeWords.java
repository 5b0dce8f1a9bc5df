package dev.polysweep.transformer;

import ai.onnxruntime.OrtException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in the words of a user what ONNX Runtime complains of, and what helps. */
final class RuntimeWords {

  private record Rule(Pattern pattern, String words) {}

  /**
   * Complaints that users meet; $n is the n-th group. Node is the name of the node that failed, put
   * before each by {@link #of}.
   */
  private static final List<Rule> RULES =
      List.of(
          rule(
              "Unsupported model IR version: (\\d+), max supported IR version: (\\d+)",
              "its ONNX version (IR $1) is newer than can be read (IR $2); export it with an older"
                  + " onnx package"),
          rule(
              "Opset (\\d+) is under development.*?till opset (\\d+)",
              "its operators (opset $1) are newer than those that can be run (opset $2); export it"
                  + " with opset_version=$2 or less"),
          rule(
              "(\\S+?)\\(-?\\d+\\) is not a registered function/op",
              "operator $1 is not one of ONNX Runtime's own; export the model without operators of"
                  + " other makers"),
          rule(
              "No Op registered for (\\w+) with domain_version of (\\d+)",
              "ONNX has no operator $1 in opset $2; export it again"),
          rule(
              "In Node, .*?, (\\w+), \"([^\"]+)\", -?\\d+\\).*?No opset import for domain",
              "operator $1 of $2 is not one of ONNX Runtime's own; export the model without"
                  + " operators of other makers"),
          rule(
              "Could not find an implementation for (\\w+)\\(\\d+\\)",
              "operator $1 cannot be run on a CPU for numbers of this type; export the model in"
                  + " float32"),
          rule(
              "indices element out of data bounds, idx=(-?\\d+) must be within the inclusive range"
                  + " \\[-?\\d+,(-?\\d+)\\]",
              "number $1 is looked up in a table that ends at $2: the windows are longer than the"
                  + " model's context (a smaller --context helps), or a token is not in its"
                  + " vocabulary (--tokenizer of another model)"),
          rule(
              "Got invalid dimensions for input: (\\S+) .*?index: 0 Got: (\\d+) Expected: (\\d+)",
              "input $1 takes batches of $3, not of $2"),
          rule(
              "Got invalid dimensions for input: (\\S+) .*?index: 1 Got: (\\d+) Expected: (\\d+)",
              "input $1 takes windows of $3 tokens, not of $2"),
          rule(
              "Invalid rank for input: (\\S+) Got: \\d+ Expected: (\\d+)",
              "input $1 wants $2 axes and is fed [batch, position]"),
          rule(
              "Attempting to broadcast an axis by a dimension other than 1\\. (\\d+) by (\\d+)",
              "sizes $1 and $2 do not go together: the windows are longer than the model's context,"
                  + " or it was exported for one size of batch and window (a smaller --context"
                  + " helps, or an export with dynamic axes)"),
          rule(
              "Failed to allocate memory for requested buffer of size (\\d+)",
              "there is no memory for $1 bytes; a smaller --context takes less"),
          rule(
              "bad allocation|std::bad_alloc",
              "there is not enough memory; a smaller --context takes less"),
          rule(
              "Type Error: (.*)",
              "the file is not sound: numbers of different types meet ($1); export it again"));

  private static final Pattern NODE = Pattern.compile("[Nn]ame: ?'([^']+)'|name '([^']+)'");

  private RuntimeWords() {}

  private static Rule rule(String pattern, String words) {
    return new Rule(Pattern.compile(pattern, Pattern.DOTALL), words);
  }

  /** One clause: the node, if the complaint names one, and what is wrong. */
  static String of(OrtException e) {
    return of(String.valueOf(e.getMessage()));
  }

  static String of(String message) {
    String complaint = message.replaceAll("\\s+", " ").strip();
    for (Rule rule : RULES) {
      Matcher matcher = rule.pattern().matcher(complaint);
      if (matcher.find()) {
        StringBuilder words = new StringBuilder();
        matcher.appendReplacement(words, rule.words());
        return node(complaint) + words.substring(matcher.start());
      }
    }
    return "ONNX Runtime says: "
        + complaint
            .replaceFirst("^Error code - \\S+ - message: ", "")
            .replaceAll("/\\S*onnxruntime\\S*\\.(cc|h):\\d+ ", ""); // a line of its source
  }

  private static String node(String complaint) {
    Matcher node = NODE.matcher(complaint);
    if (!node.find()) {
      return "";
    }
    return "node '" + (node.group(1) == null ? node.group(2) : node.group(1)) + "': ";
  }
}
