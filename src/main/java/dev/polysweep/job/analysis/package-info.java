/** Analyses of single weight matrices and dictionaries, without a sweep and without Spark. */
package dev.polysweep.job.analysis;
