/**
 * The geometry of feature directions: norms, cosines and overlaps, fractions of a dimension, angles
 * and projections, of any weight matrix. Every class is a pure function with its formula and its
 * source.
 *
 * <p>The package imports {@code math} and {@code metric.statistic} only; whoever may import {@code
 * metric} may import it. Read {@link dev.polysweep.metric.geometry.FeatureGeometry} first.
 */
package dev.polysweep.metric.geometry;
