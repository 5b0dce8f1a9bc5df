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
 * What Spark and Hadoop take for granted on a machine, and containers often lack: a name of the
 * machine that has an address, a name of the user, and a temporary folder from which libraries can
 * be loaded. Where the answer does not matter, one is given in the machine's stead; where it does,
 * the remedy is said.
 */
final class Surroundings {

  /** What Java says where the user's number has no name. */
  private static final String NAMELESS = "?";

  private Surroundings() {}

  /**
   * Prepares this process for Spark.
   *
   * @param local whether all tasks run in this process
   * @throws SweepException if Spark could not start or could not write results, with the remedy
   */
  static void prepare(boolean local) {
    Locale.setDefault(Locale.ENGLISH); // Spark and Hadoop number files in its digits
    nameMachine(local);
    nameUser();
    loadLibraries();
  }

  /** Spark asks for the machine's address even where nobody will connect to it. */
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
   * Scala's methods do not declare what they throw.
   *
   * @throws IOException if the machine's name cannot be looked up, or it has no network at all
   */
  private static void findAddress() throws IOException {
    Utils.localCanonicalHostName();
  }

  /** Hadoop refuses to work for a user without a name, such as a container's random number. */
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

  /** Results are compressed by zstd, whose library is unpacked into the temporary folder. */
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
