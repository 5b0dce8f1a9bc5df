package dev.polysweep.spark.session;

import com.github.luben.zstd.util.Native;
import dev.polysweep.sweep.yaml.SweepException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.spark.util.Utils;

/**
 * Makes up for what Spark and Hadoop expect of a machine and containers often lack: a host name
 * that has an address, a user name, and a temporary folder from which native libraries can be
 * loaded. Where a substitute does no harm, this class sets one; otherwise it throws an exception
 * that says what to do.
 */
final class Surroundings {

  /** The value of {@code user.name} for a user whose number has no name. */
  private static final String NAMELESS = "?";

  private Surroundings() {}

  /**
   * Prepares this process for Spark.
   *
   * @param local whether all tasks run in this process
   * @throws SweepException if Spark could not start or could not write results; the message says
   *     what to do
   */
  static void prepare(boolean local) {
    Locale.setDefault(Locale.ENGLISH); // Spark and Hadoop number files in its digits
    nameMachine(local);
    nameUser();
    loadLibraries();
  }

  /**
   * Names this machine {@code localhost} if its own name has no address and all tasks run here:
   * Spark looks up the address even if nothing will connect to it.
   */
  private static void nameMachine(boolean local) {
    try {
      findAddress();
    } catch (IOException e) {
      if (!local) {
        throw new SweepException(
            "this machine's name has no address; set SPARK_LOCAL_IP to an address of it that the"
                + " executors reach ("
                + e.getMessage()
                + ")");
      }
      Utils.setCustomHostname("localhost");
    }
  }

  /**
   * Looks up the machine's name and address as Spark will. Scala's methods do not declare the
   * exceptions that they throw; this one does.
   *
   * @throws IOException if the machine's name cannot be looked up, or the machine has no network at
   *     all
   */
  private static void findAddress() throws IOException {
    Utils.localCanonicalHostName();
  }

  /**
   * Gives the user a name, without which Hadoop refuses to work. Containers often run as a number
   * that has no name.
   */
  private static void nameUser() {
    if (NAMELESS.equals(System.getProperty("user.name"))) {
      UserGroupInformation.setLoginUser(UserGroupInformation.createRemoteUser(userNumber()));
    }
  }

  private static String userNumber() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").toString();
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return "nobody";
    }
  }

  /**
   * Loads the library of zstd, which compresses results. The library is unpacked into the temporary
   * folder.
   */
  private static void loadLibraries() {
    try {
      Native.load();
    } catch (LinkageError e) {
      throw new SweepException(
          "libraries cannot be loaded from the temporary folder, "
              + System.getProperty("java.io.tmpdir")
              + "; is it writable, and not mounted noexec? Name another with"
              + " POLYSWEEP_JAVA_OPTS=-Djava.io.tmpdir=DIR");
    }
  }
}
