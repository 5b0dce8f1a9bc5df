/**
 * The feature browser as a local server, in which a person tries texts of their own. Read {@link
 * dev.polysweep.job.serve.FeatureServer} first.
 */
package dev.polysweep.job.serve;
