/**
 * The polysemanticity index PSI of a dictionary: three components, their null, and how they
 * combine. The definitions are this project's own; the original's were never published.
 */
package dev.polysweep.metric.psi;
