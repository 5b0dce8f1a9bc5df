package dev.polysweep.report.law;

import dev.polysweep.report.page.Details;
import java.util.List;
import java.util.ServiceLoader;

/**
 * A law of the literature: what it says, who says it, what it predicts of a sweep's settings, and
 * how that is measured. Every report of a sweep on which a law bears states the law among its
 * findings, and {@code polysweep ledger} collects them. A law is found by {@link ServiceLoader}, so
 * that one in a jar of its own is added by naming the class in {@code
 * META-INF/services/dev.polysweep.report.law.Law}. A law is stateless and has a public constructor
 * without parameters.
 */
public interface Law {

  /** Returns the name of the experiment on whose sweeps it can bear. */
  String experiment();

  /** Returns the name of the law, in a few words. */
  String name();

  /** Returns who states it and where. */
  String source();

  /** Returns the law as a sentence. */
  String statement();

  /** Returns the names of the metrics of single cells that it is measured by. */
  List<String> metrics();

  /**
   * Measures the law.
   *
   * @param details the settings of the sweep, and the metrics of its cells
   * @return what is predicted and measured; empty if the sweep does not bear on the law
   */
  List<Reading> read(Details details);
}
