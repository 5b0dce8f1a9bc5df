package dev.polysweep.sweep;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names a cell by everything that determines its results: experiment, configuration and seed. */
public final class CellId {

  private CellId() {}

  /**
   * The identifier of a cell, namely the first 16 hex digits of SHA-256 over {@code experiment \n
   * identity \n seed} in UTF-8.
   */
  public static String of(String experiment, String identity, long seed) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(
                  (experiment + "\n" + identity + "\n" + seed).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JRE has SHA-256", e);
    }
  }
}
