package dev.polysweep.report.explorer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Models in two dimensions while they train: a slider over the logged steps, and for each model the
 * columns of its matrix W as arrows, with the way that their tips have come. Of many logged steps
 * some are shown, as evenly spaced as the logged ones.
 *
 * @param steps the logged steps, ascending
 * @param models the models
 */
public record Training(List<Integer> steps, List<Model> models) {

  /** Greatest number of steps that are shown. */
  static final int MOST_STEPS = 60;

  private static final String HTML =
      """
      <div class="explorer" id="training" hidden>
      <p>How the arrows came there: move the slider through training. The fine lines are the ways of the tips.</p>
      <div class="tools" role="group" aria-label="Step of training">
      <button id="play" type="button">Play</button>
      <label class="long">step of training<input id="step" type="range" min="0" value="0" step="any"></label>
      <p class="count" id="at-step" role="status"></p>
      </div>
      <div class="planes" id="planes"></div>
      </div>
      """;

  /**
   * A model while it trains.
   *
   * @param title its configuration, what it forms and its seed, in words
   * @param features number of features
   * @param w matrix W {@code [2, features]} at every logged step, row-major, one after another
   */
  public record Model(String title, int features, float[] w) {}

  /** Returns the models as a part of a page. */
  public Widget widget() {
    List<Integer> shown = shown();
    ObjectNode root = Json.MAPPER.createObjectNode();
    ArrayNode at = root.putArray("steps");
    shown.forEach(index -> at.add(steps.get(index)));
    ArrayNode list = root.putArray("models");
    for (Model model : models) {
      ObjectNode node = list.addObject().put("title", model.title());
      node.put("features", model.features());
      ArrayNode frames = node.putArray("frames");
      int size = 2 * model.features();
      for (int index : shown) {
        ArrayNode frame = frames.addArray();
        for (int i = 0; i < size; i++) {
          frame.add(Math.round(1000.0 * model.w()[index * size + i]) / 1000.0);
        }
      }
    }
    return new Widget(
        HTML,
        "steps",
        Json.text(root),
        List.of(Library.D3.script(), Widget.resource("training.js")),
        List.of(Widget.resource("explorer.css")));
  }

  /** Returns the indices of the steps that are shown: the first, the last, and some between. */
  List<Integer> shown() {
    int count = Math.min(MOST_STEPS, steps.size());
    List<Integer> shown = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      shown.add(count == 1 ? 0 : (int) Math.round((double) i * (steps.size() - 1) / (count - 1)));
    }
    return shown;
  }
}
