/**
 * Analyses of single weight matrices and dictionaries, without a sweep and without Spark: the
 * geometry of a matrix's features, and the polysemanticity index PSI of a dictionary.
 *
 * <p>The package may be imported by {@code job} and {@code cli}, and by Java programs. Read {@link
 * dev.polysweep.job.analysis.WeightAnalyzer} first, then {@link
 * dev.polysweep.job.analysis.PsiScore}.
 */
package dev.polysweep.job.analysis;
