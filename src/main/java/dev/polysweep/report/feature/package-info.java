/**
 * The report of a feature analysis, which compares dictionaries of features (autoencoders and
 * neurons) and lets a reader browse single features in a page with a script. It is made from the
 * tables of the analysis and independent of sweeps. {@code cli} and {@code job} may import this
 * package; no other package of the report may. Read {@link
 * dev.polysweep.report.feature.FeatureReport} first, which writes the files.
 */
package dev.polysweep.report.feature;
