/**
 * Laws that are measured on the toy model of superposition: its polygons, its phase diagram, and
 * what its dimensions hold.
 */
package dev.polysweep.report.law.toy;
