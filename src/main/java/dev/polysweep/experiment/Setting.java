package dev.polysweep.experiment;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Documents a setting of an experiment: its meaning and the values that it may have. The settings
 * of an experiment are the components of its configuration record; nested records nest. Types: int,
 * long, double, boolean, String, an enum (written in lower case, as its constants' names), a nested
 * record, a {@code List} of numbers, texts or enums, a {@code List} of records. A component named
 * {@code nullModel} is written {@code null_model} unless {@link #key} says otherwise. {@link
 * Defaults} makes a record from the defaults that {@link #byDefault} gives.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
  /**
   * Marks a setting without a default. No setting can have this text as its value, since it is not
   * printable.
   */
  String NO_DEFAULT = "\0";

  /** The meaning of the setting, in one phrase with the unit. */
  String value();

  /** The name of the setting in sweep files, if it is not the component's name in snake_case. */
  String key() default "";

  /**
   * The default, which is used if a sweep file does not give the setting, written as in a sweep
   * file: a number, true or false, a text, an enum constant's name in lower case, or the numbers of
   * a list separated by commas. Without it an optional setting is null by default. A nested record
   * has no default of its own, because its components have theirs.
   */
  String byDefault() default NO_DEFAULT;

  /** The smallest allowed value of a number (inclusive). */
  double min() default Double.NEGATIVE_INFINITY;

  /** The largest allowed value of a number (inclusive). */
  double max() default Double.POSITIVE_INFINITY;

  /** Whether {@link #min} itself is excluded. */
  boolean minExclusive() default false;

  /** Whether a null is allowed (only for object types). */
  boolean optional() default false;

  /**
   * Whether results depend on the setting. A setting that does not affect results, such as a number
   * of threads, is not part of a cell's identity: cells that differ only in such settings are the
   * same cell.
   */
  boolean affectsResults() default true;
}
