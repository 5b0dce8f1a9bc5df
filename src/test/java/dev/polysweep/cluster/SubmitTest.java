package dev.polysweep.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkSubmit;
import org.apache.spark.deploy.yarn.ClientArguments;
import org.junit.jupiter.api.Test;
import scala.Option;
import scala.Tuple4;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * What {@code spark-submit} makes of each line that the project shows: Spark's own preparation, up
 * to the class that it would call and that class's arguments.
 */
class SubmitTest {

  private static final List<String> RUN = List.of("run", "sweeps/taming.yaml");

  /** What would be started, with what, under which configuration. */
  private record Prepared(List<String> arguments, SparkConf conf, String main) {}

  private static Prepared prepare(String file) throws IOException {
    Tuple4<Seq<String>, Seq<String>, SparkConf, String> ready =
        new SparkSubmit()
            .prepareSubmitEnvironment(SubmitLine.of(Path.of("conf", file)), Option.empty());
    return new Prepared(
        List.copyOf(JavaConverters.seqAsJavaList(ready._1())), ready._3(), ready._4());
  }

  @Test
  void standaloneRunsPolysweepAsItsDriver() throws IOException {
    for (String file : List.of("spark-defaults.conf", "spark-gpu.conf")) {
      Prepared prepared = prepare(file);
      assertEquals("dev.polysweep.cli.Main", prepared.main());
      assertEquals(RUN, prepared.arguments().subList(0, 2));
      assertEquals("spark://HOST:7077", prepared.conf().get("spark.master"));
    }
  }

  @Test
  void yarnIsSentTheJarTheFilesAndTheArguments() throws IOException {
    Prepared prepared = prepare("spark-yarn.conf");
    assertEquals("org.apache.spark.deploy.yarn.YarnClusterApplication", prepared.main());
    ClientArguments yarn = new ClientArguments(prepared.arguments().toArray(new String[0]));
    assertTrue(yarn.userJar().endsWith("lib/polysweep.jar"), yarn.userJar());
    assertEquals("dev.polysweep.cli.Main", yarn.userClass());
    assertEquals(
        List.of("run", "taming.yaml", "--out", "hdfs:///user/me/taming"),
        JavaConverters.bufferAsJavaList(yarn.userArgs()));
    List<String> sent = new ArrayList<>();
    for (String path : prepared.conf().get("spark.yarn.dist.files").split(",")) {
      sent.add(Path.of(java.net.URI.create(path)).getFileName().toString());
    }
    assertEquals(List.of("gpus.sh", "log4j2.properties", "taming.yaml"), sent);
  }

  @Test
  void kubernetesIsGivenTheJarOfTheImage() throws IOException {
    Prepared prepared = prepare("spark-kubernetes.conf");
    assertEquals("org.apache.spark.deploy.k8s.submit.KubernetesClientApplication", prepared.main());
    assertEquals(
        List.of(
            "--primary-java-resource",
            "local:///opt/polysweep/lib/polysweep.jar",
            "--main-class",
            "dev.polysweep.cli.Main",
            "--arg",
            "run",
            "--arg",
            "/opt/polysweep/sweeps/taming.yaml",
            "--arg",
            "--out",
            "--arg",
            "/shared/taming"),
        prepared.arguments());
  }

  @Test
  void thePagesLinesAreThoseOfTheFiles() throws IOException {
    List<List<String>> expected = new ArrayList<>();
    for (String file : List.of("spark-defaults.conf", "spark-yarn.conf", "spark-kubernetes.conf")) {
      expected.addAll(SubmitLine.in(Path.of("conf", file)));
    }
    assertEquals(expected, SubmitLine.in(Path.of("src/site/markdown/clusters.md")));
  }
}
