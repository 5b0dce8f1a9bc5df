package dev.polysweep.table;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The documentation of a component of a row record, from which {@link TableSchema#of} makes the
 * {@link Column}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Describe {
  /** What the column holds, in one phrase or sentence. */
  String value();

  /** The unit of the values; empty for none. */
  String unit() default "";

  /** The formula of the values; empty for none. */
  String formula() default "";
}
