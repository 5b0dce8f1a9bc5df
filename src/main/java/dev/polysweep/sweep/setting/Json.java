package dev.polysweep.sweep.setting;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes JSON from maps, lists, texts, numbers, booleans and null. Numbers and texts are written as
 * RFC 8785 (JSON Canonicalization Scheme) does, so a value has one spelling whatever the JDK; its
 * sorting of keys is left to the caller's map.
 */
public final class Json {

  private Json() {}

  /** Makes an object from alternating keys and values; the keys keep this order. */
  public static Map<String, Object> object(Object... keysAndValues) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      object.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return object;
  }

  /** Writes a value on one line without spaces. */
  public static String compact(Object value) {
    StringBuilder out = new StringBuilder();
    write(out, value, -1);
    return out.toString();
  }

  /** Writes a value indented by two spaces, with a final line break. */
  public static String pretty(Object value) {
    StringBuilder out = new StringBuilder();
    write(out, value, 0);
    return out.append('\n').toString();
  }

  private static void write(StringBuilder out, Object value, int depth) {
    if (value instanceof Map<?, ?> map) {
      Iterator<?> entries = map.entrySet().iterator();
      items(out, '{', entries, '}', depth);
    } else if (value instanceof List<?> list) {
      // Lists of plain values are written on one line.
      boolean plain = list.stream().noneMatch(x -> x instanceof Map || x instanceof List);
      items(out, '[', list.iterator(), ']', plain ? -1 : depth);
    } else if (value instanceof Map.Entry<?, ?> entry) {
      out.append(text(entry.getKey().toString())).append(depth < 0 ? ":" : ": ");
      write(out, entry.getValue(), depth);
    } else if (value instanceof Double number) {
      out.append(number(number));
    } else if (value instanceof String text) {
      out.append(text(text));
    } else {
      out.append(value); // Long, Integer, Boolean, null
    }
  }

  private static void items(
      StringBuilder out, char open, Iterator<?> items, char close, int depth) {
    out.append(open);
    boolean any = items.hasNext();
    int inner = depth < 0 ? -1 : depth + 1;
    while (items.hasNext()) {
      breakLine(out, inner);
      write(out, items.next(), inner);
      if (items.hasNext()) {
        out.append(',');
      }
    }
    if (any) {
      breakLine(out, depth);
    }
    out.append(close);
  }

  private static void breakLine(StringBuilder out, int depth) {
    if (depth >= 0) {
      out.append('\n').append("  ".repeat(depth));
    }
  }

  /** Writes text in quotes. Only the characters that JSON requires to be escaped are escaped. */
  static String text(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        default -> {
          if (c < ' ') {
            out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"').toString();
  }

  /**
   * Writes a number with the fewest digits that read back as the same double, laid out as
   * ECMAScript does: 0.0001, 1e-7, 12, 1e+21. {@link Double#toString} will not do: before JDK 19 it
   * wrote more digits than needed for some numbers.
   *
   * @throws IllegalArgumentException if the number is not finite, for which JSON has no word
   */
  static String number(double x) {
    if (!Double.isFinite(x)) {
      throw new IllegalArgumentException(x + " cannot be written as JSON");
    }
    if (x == 0) {
      return "0";
    }
    BigDecimal shortest = shortest(Math.abs(x)).stripTrailingZeros();
    String digits = shortest.unscaledValue().toString();
    int point = digits.length() - shortest.scale(); // value = 0.digits × 10^point
    return (x < 0 ? "-" : "") + layOut(digits, point);
  }

  private static BigDecimal shortest(double x) {
    BigDecimal exact = new BigDecimal(x);
    for (int digits = 1; digits < 17; digits++) {
      // The nearest decimal is tried first. Above a power of two, doubles lie further apart, so
      // that the next decimal up may read back as x where the nearest does not.
      for (RoundingMode mode : new RoundingMode[] {RoundingMode.HALF_EVEN, RoundingMode.UP}) {
        BigDecimal rounded = exact.round(new MathContext(digits, mode));
        if (rounded.doubleValue() == x) {
          return rounded;
        }
      }
    }
    return exact.round(new MathContext(17, RoundingMode.HALF_EVEN));
  }

  private static String layOut(String digits, int point) {
    int k = digits.length();
    if (point > 21 || point <= -6) {
      String mantissa = k == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
      return mantissa + "e" + (point > 0 ? "+" : "") + (point - 1);
    }
    if (point <= 0) {
      return "0." + "0".repeat(-point) + digits;
    }
    if (point >= k) {
      return digits + "0".repeat(point - k);
    }
    return digits.substring(0, point) + "." + digits.substring(point);
  }
}
