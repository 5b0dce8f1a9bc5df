package dev.polysweep.report;

import java.util.List;

/** Nothing beyond what all experiments have. */
record PlainPage(String experiment) implements ExperimentPage {

  @Override
  public List<String> metrics() {
    return List.of();
  }

  @Override
  public List<String> arrays() {
    return List.of();
  }

  @Override
  public List<Finding> findings(Details details) {
    return List.of();
  }

  @Override
  public List<Section> sections(Details details, FileNames names) {
    return List.of();
  }
}
