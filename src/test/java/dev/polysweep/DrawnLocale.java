package dev.polysweep;

import java.util.Locale;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives every class of tests the locale that was drawn for the build ({@link TestMachine}). Opening
 * Spark sets another one for the whole process, which would reach all later classes.
 */
public final class DrawnLocale implements BeforeAllCallback {

  private static final Locale DRAWN = Locale.getDefault();

  @Override
  public void beforeAll(ExtensionContext context) {
    Locale.setDefault(DRAWN);
  }
}
