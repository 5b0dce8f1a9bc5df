package dev.polysweep.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class DefaultsTest {

  enum Colour {
    RED,
    LIGHT_BLUE
  }

  record Every(
      @Setting(value = "int", byDefault = "256", min = 1, max = 256) int i,
      @Setting(value = "long", byDefault = "9007199254740991") long l,
      @Setting(value = "double", byDefault = "1e-3", min = 0, minExclusive = true) double d,
      @Setting(value = "boolean", byDefault = "true") boolean b,
      @Setting(value = "text", byDefault = "") String text,
      @Setting(value = "enum", byDefault = "light_blue") Colour colour,
      @Setting(value = "list", byDefault = "8, 4", min = 1) List<Integer> list,
      @Setting(value = "empty list", byDefault = "") List<Double> empty,
      @Setting(value = "absent", optional = true) Integer absent,
      @Setting(value = "present", optional = true, byDefault = "0.25") Double present,
      @Setting("nested") Inner inner) {}

  record Inner(@Setting(value = "draws", byDefault = "7") int draws) {}

  @Test
  void everyTypeIsRead() {
    Every every = Defaults.of(Every.class);
    assertEquals(
        new Every(
            256,
            9007199254740991L,
            1e-3,
            true,
            "",
            Colour.LIGHT_BLUE,
            List.of(8, 4),
            List.of(),
            null,
            0.25,
            new Inner(7)),
        every);
    assertNull(every.absent());
  }

  record NotANumber(@Setting(value = "x", byDefault = "NaN") double x) {}

  record NotAnInteger(@Setting(value = "x", byDefault = "1.5") int x) {}

  record TooLargeForAnInt(@Setting(value = "x", byDefault = "3000000000") int x) {}

  record NotAConstant(@Setting(value = "x", byDefault = "blue") Colour x) {}

  record NotABoolean(@Setting(value = "x", byDefault = "yes") boolean x) {}

  record TooSmall(@Setting(value = "x", byDefault = "0", min = 1) int x) {}

  record TooLarge(@Setting(value = "x", byDefault = "1.01", max = 1) double x) {}

  record AtTheExcludedEnd(
      @Setting(value = "x", byDefault = "0", min = 0, minExclusive = true) double x) {}

  record Infinite(@Setting(value = "x", byDefault = "1e400") double x) {}

  record ElementOutOfRange(@Setting(value = "x", byDefault = "2, 0", min = 1) List<Integer> x) {}

  record WrongType(@Setting(value = "x", byDefault = "1") float x) {}

  @Test
  void defaultsThatDoNotFitAreNamed() {
    refused(NotANumber.class, "the default \"NaN\" does not fit: it must be a number");
    refused(NotAnInteger.class, "the default \"1.5\" does not fit: it must be an integer");
    refused(TooLargeForAnInt.class, "it must be an integer");
    refused(NotAConstant.class, "it must be one of red, light_blue");
    refused(NotABoolean.class, "it must be one of false, true");
    refused(TooSmall.class, "it must be a finite number, at least 1.0");
    refused(TooLarge.class, "it must be a finite number, at most 1.0");
    refused(AtTheExcludedEnd.class, "it must be a finite number, above 0.0");
    refused(Infinite.class, "it must be a finite number");
    refused(ElementOutOfRange.class, "it must be a finite number, at least 1.0");
    refused(WrongType.class, "a setting cannot have the type float");
  }

  record Missing(@Setting("x") int x) {}

  record OptionalPrimitive(@Setting(value = "x", optional = true) int x) {}

  record NestedWithDefault(@Setting(value = "x", byDefault = "7") Inner x) {}

  record NoSetting(int x) {}

  @Test
  void recordsThatCannotHaveDefaultsAreNamed() {
    refused(Missing.class, "has no default");
    refused(OptionalPrimitive.class, "has no default");
    refused(NestedWithDefault.class, "must not have a default");
    assertTrue(
        assertThrows(IllegalStateException.class, () -> Defaults.of(NoSetting.class))
            .getMessage()
            .contains("x has no @Setting"));
  }

  private static <R extends Record> void refused(Class<R> type, String why) {
    String message =
        assertThrows(IllegalStateException.class, () -> Defaults.of(type)).getMessage();
    assertTrue(message.startsWith(type.getName() + ".x"), message);
    assertTrue(message.contains(why), message);
  }
}
