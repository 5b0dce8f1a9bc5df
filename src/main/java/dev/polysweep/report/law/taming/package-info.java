/** Laws that are measured on mitigations of incidental polysemanticity. */
package dev.polysweep.report.law.taming;
