/**
 * Makes a validated sweep from a sweep file, from the command line or from a Java program, and
 * writes a sweep and the JSON Schema of sweep files.
 *
 * <p>The package may be imported by {@code job} and {@code cli}. Read {@link
 * dev.polysweep.sweep.file.SweepFile} first, then {@link dev.polysweep.sweep.file.SweepBuilder},
 * which builds a sweep in Java.
 */
package dev.polysweep.sweep.file;
