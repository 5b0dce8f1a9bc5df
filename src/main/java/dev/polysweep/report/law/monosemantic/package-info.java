/** Laws that are measured on dictionaries of sparse autoencoders. */
package dev.polysweep.report.law.monosemantic;
