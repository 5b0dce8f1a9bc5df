/**
 * Metrics of trained networks: pure functions, one class a metric, whose javadoc gives the formula,
 * the source, the range and the behaviour at the edges. Sums run in a fixed order, in double
 * precision unless a class says otherwise, so that a value is the same bits on every machine. An
 * undefined metric is NaN. This package holds errors, and what units and matrices tell of features;
 * {@code geometry} holds directions of features, {@code dictionary} autoencoders, {@code psi} the
 * polysemanticity index, and {@code statistic} summarises metrics over seeds.
 *
 * <p>These packages import {@code math} only. They may be imported by the experiments, {@code
 * feature}, {@code spark}, {@code report}, {@code job} and {@code cli}. Read {@link
 * dev.polysweep.metric.MeanSquaredError} first, a metric of one method, and {@link
 * dev.polysweep.metric.geometry.FeatureGeometry} next.
 */
package dev.polysweep.metric;
