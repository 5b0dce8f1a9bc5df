package dev.polysweep.report.chart;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.report.draw.Figure;
import dev.polysweep.report.draw.SvgWriter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GridMapTest {

  /** A facet's settings stand whole above it, in a line each where one line is too narrow. */
  @Test
  void titlesOfFacetsAreWhole() {
    List<GridMap.Facet> facets =
        Stream.of("bipolar", "positive_kurtosis")
            .flatMap(
                noise ->
                    Stream.of("relu", "gelu")
                        .map(
                            act ->
                                new GridMap.Facet(
                                    List.of("act = " + act, "noise = " + noise),
                                    new double[][] {{1, 2}, {3, 4}})))
            .toList();
    GridMap map =
        new GridMap("t", "n", "reg", List.of("l1", "l2"), "init", List.of("a", "b"), facets);
    String svg = SvgWriter.document(new Figure("f", "t", "a", map.draw()));
    assertTrue(svg.contains(">noise = positive_kurtosis<"), svg);
    assertTrue(svg.contains(">act = relu, noise = bipolar<"), svg);
    assertFalse(svg.contains("…"), svg);
  }
}
