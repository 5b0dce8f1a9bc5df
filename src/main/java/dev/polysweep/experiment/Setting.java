package dev.polysweep.experiment;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a setting of an experiment means and what it may be. The settings of an experiment are the
 * components of its configuration record; nested records nest. Types: int, long, double, boolean,
 * String, an enum (written in lower case, as its constants' names), a nested record, a {@code List}
 * of numbers. A component named {@code nullModel} is written {@code null_model} unless {@link #key}
 * says otherwise.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
  /** Meaning, one sentence with the unit. */
  String value();

  /** Name in the sweep file, where it is not the component's in snake_case. */
  String key() default "";

  /** Smallest value of a number (inclusive). */
  double min() default Double.NEGATIVE_INFINITY;

  /** Largest value of a number (inclusive). */
  double max() default Double.POSITIVE_INFINITY;

  /** Whether {@link #min} itself is excluded. */
  boolean minExclusive() default false;

  /** Whether a null is allowed (only for object types). */
  boolean optional() default false;
}
