/**
 * Metrics of trained networks: pure functions, one class a metric, whose javadoc gives the formula,
 * the source, the range and the behaviour at the edges. Sums run in a fixed order, in double
 * precision unless a class says otherwise, so that a value is the same bits on every machine. An
 * undefined metric is NaN. The sub-package {@code statistic} summarises metrics over seeds, and
 * {@code psi} holds the polysemanticity index, which takes several classes.
 *
 * <p>These packages import {@code math} only. They may be imported by the experiments, {@code
 * feature}, {@code spark}, {@code report}, {@code job} and {@code cli}. Read {@link
 * dev.polysweep.metric.Macs} first, a metric of one method, and {@link
 * dev.polysweep.metric.FeatureGeometry} next.
 */
package dev.polysweep.metric;
