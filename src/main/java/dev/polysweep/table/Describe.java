package dev.polysweep.table;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a component of a row record holds; {@link TableSchema#of} makes its column from it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Describe {
  /** Meaning, one sentence. */
  String value();

  /** Unit. */
  String unit() default "";

  /** Formula. */
  String formula() default "";
}
