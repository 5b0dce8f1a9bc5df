/**
 * Reads YAML into values that know their places in the file, and makes the error messages for
 * users, which name the place, the key and what is allowed.
 *
 * <p>The package imports nothing of Polysweep, and may be imported by {@code sweep}, {@code spark},
 * {@code job} and {@code cli}. Read {@link dev.polysweep.sweep.yaml.YamlValue} first, then {@link
 * dev.polysweep.sweep.yaml.SweepException}.
 */
package dev.polysweep.sweep.yaml;
