package dev.polysweep.spark.session;

import java.util.Locale;

/**
 * Makes English the default locale of the process until this object is closed. Spark and Hadoop
 * number their files in the digits of the default locale, and others would not be found again.
 */
public final class EnglishLocale implements AutoCloseable {

  private final Locale before = Locale.getDefault();

  /** Sets the locale. */
  public EnglishLocale() {
    Locale.setDefault(Locale.ENGLISH);
  }

  /** Sets the locale that there was before. */
  @Override
  public void close() {
    Locale.setDefault(before);
  }
}
