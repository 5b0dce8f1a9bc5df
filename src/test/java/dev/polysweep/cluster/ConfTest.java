package dev.polysweep.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkSubmitArguments;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import scala.collection.JavaConverters;

/** What lies in {@code conf} for clusters, as Spark and Kubernetes will take it. */
class ConfTest {

  private static final Path CONF = Path.of("conf");

  @ParameterizedTest
  @CsvSource({
    "spark-defaults.conf,  spark://HOST:7077,        client,  lib/polysweep.jar",
    "spark-gpu.conf,       spark://HOST:7077,        client,  lib/polysweep.jar",
    "spark-yarn.conf,      yarn,                     cluster, lib/polysweep.jar",
    "spark-kubernetes.conf, k8s://https://HOST:6443, cluster, /opt/polysweep/lib/polysweep.jar"
  })
  void sparkSubmitTakesTheLineInEachFile(String file, String master, String mode, String jar)
      throws IOException {
    SparkSubmitArguments submit = parse(file);
    assertEquals(master, submit.master());
    assertEquals(mode, submit.deployMode() == null ? "client" : submit.deployMode());
    assertTrue(submit.primaryResource().endsWith(jar), submit.primaryResource());
    assertEquals("dev.polysweep.cli.Main", submit.mainClass());
    assertEquals("run", submit.childArgs().apply(0));
    assertEquals("--out", submit.childArgs().apply(submit.childArgs().size() - 2));
    assertTrue(submit.propertiesFile().endsWith(file), submit.propertiesFile());
    Map<String, String> settings = JavaConverters.mapAsJavaMap(submit.sparkProperties());
    for (String who : List.of("driver", "executor")) {
      assertTrue(
          settings
              .get("spark." + who + ".extraJavaOptions")
              .contains("--add-modules=jdk.incubator.vector"),
          who);
    }
    assertEquals("1", settings.get("spark.executorEnv.OMP_NUM_THREADS"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark-defaults.conf",
        "spark-gpu.conf",
        "spark-yarn.conf",
        "spark-kubernetes.conf"
      })
  void theWholeProcessMayHoldItsHeapAndNd4jsMemory(String file) throws IOException {
    SparkConf conf = new SparkConf(false);
    JavaConverters.mapAsJavaMap(parse(file).sparkProperties()).forEach(conf::set);
    Map<String, String> options =
        Arrays.stream(conf.get("spark.executor.extraJavaOptions").split(" "))
            .filter(option -> option.startsWith("-Dorg.bytedeco.javacpp.max"))
            .collect(
                Collectors.toMap(
                    o -> o.substring(o.lastIndexOf('.') + 1, o.indexOf('=')),
                    o -> o.substring(o.indexOf('=') + 1)));
    long heap = conf.getSizeAsMb("spark.executor.memory");
    long nd4j = megabytes(conf, options.get("maxbytes"));
    long process = megabytes(conf, options.get("maxphysicalbytes"));
    assertTrue(heap + nd4j < process, file);
    if (conf.contains("spark.executor.memoryOverhead")) {
      assertTrue(process <= heap + conf.getSizeAsMb("spark.executor.memoryOverhead"), file);
    }
  }

  @Test
  void thePodTemplateHasTheFieldsThatSparkAndKubernetesDocument() throws IOException {
    Map<?, ?> pod = yaml("executor-pod.yaml");
    assertEquals(Set.of("apiVersion", "kind", "metadata", "spec"), pod.keySet());
    assertEquals("v1", pod.get("apiVersion"));
    assertEquals("Pod", pod.get("kind"));
    Map<?, ?> spec = (Map<?, ?>) pod.get("spec");
    assertEquals(Set.of("tolerations", "affinity", "containers", "volumes"), spec.keySet());
    Map<?, ?> toleration = (Map<?, ?>) ((List<?>) spec.get("tolerations")).get(0);
    assertEquals(
        Map.of("key", "nvidia.com/gpu", "operator", "Exists", "effect", "NoSchedule"), toleration);
    Map<?, ?> container = (Map<?, ?>) ((List<?>) spec.get("containers")).get(0);
    assertEquals(Set.of("name", "env", "volumeMounts"), container.keySet());
    Map<?, ?> mount = (Map<?, ?>) ((List<?>) container.get("volumeMounts")).get(0);
    Map<?, ?> volume = (Map<?, ?>) ((List<?>) spec.get("volumes")).get(0);
    assertEquals(volume.get("name"), mount.get("name"));

    Map<String, String> settings =
        JavaConverters.mapAsJavaMap(parse("spark-kubernetes.conf").sparkProperties());
    assertEquals(
        container.get("name"), settings.get("spark.kubernetes.executor.podTemplateContainerName"));
    assertEquals(
        "conf/executor-pod.yaml", settings.get("spark.kubernetes.executor.podTemplateFile"));
    assertEquals("nvidia.com", settings.get("spark.executor.resource.gpu.vendor"));
    assertTrue(
        settings
            .get("spark.executor.extraJavaOptions")
            .contains("-Dorg.bytedeco.javacpp.cachedir=" + mount.get("mountPath")));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void theDiscoveryScriptPrintsWhatNvidiaSmiSays(@TempDir Path bin) throws Exception {
    assertEquals("{\"name\": \"gpu\", \"addresses\": [\"0\"]}", discovered(bin, "echo 0", 0));
    assertEquals(
        "{\"name\": \"gpu\", \"addresses\": [\"0\",\"1\",\"5\"]}",
        discovered(bin, "echo 0; echo 1; echo 5", 0));
    assertEquals("", discovered(bin, "exit 9", 9));
  }

  private static String discovered(Path bin, String smi, int exit) throws Exception {
    Path fake = Files.writeString(bin.resolve("nvidia-smi"), "#!/bin/sh\n" + smi + "\n");
    fake.toFile().setExecutable(true);
    ProcessBuilder script = new ProcessBuilder("sh", CONF.resolve("gpus.sh").toString());
    script.environment().merge("PATH", bin.toString(), (path, first) -> first + ":" + path);
    Process process = script.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(exit, process.waitFor());
    return out.strip();
  }

  private static SparkSubmitArguments parse(String file) throws IOException {
    return SubmitLine.of(CONF.resolve(file));
  }

  private static Map<?, ?> yaml(String file) throws IOException {
    String text = Files.readString(CONF.resolve(file));
    return (Map<?, ?>) new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
  }

  private static long megabytes(SparkConf conf, String size) {
    return conf.clone().set("size", size).getSizeAsMb("size");
  }
}
