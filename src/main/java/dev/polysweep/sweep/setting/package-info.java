/**
 * The settings of an experiment as its configuration record declares them: their types and ranges,
 * and the conversion between keys with values and the record. Canonical JSON, from which a cell
 * gets its identifier, is written here.
 *
 * <p>The package may be imported by {@code sweep} and {@code job}. Read {@link
 * dev.polysweep.sweep.setting.Settings} first, then {@link
 * dev.polysweep.sweep.setting.SettingType}.
 */
package dev.polysweep.sweep.setting;
