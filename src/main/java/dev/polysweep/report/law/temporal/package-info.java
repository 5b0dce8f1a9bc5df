/** Laws that are measured on interventions during training. */
package dev.polysweep.report.law.temporal;
