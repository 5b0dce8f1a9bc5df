package dev.polysweep.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.k8s.KubernetesExecutorConf;
import org.apache.spark.deploy.k8s.SparkPod;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.ResourceProfile$;
import org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scala.Option;
import scala.collection.JavaConverters;

/**
 * The pod template as Kubernetes types it, and the executor's pod that Spark makes of it and {@code
 * spark-kubernetes.conf}.
 */
class PodTest {

  private static final Path TEMPLATE = Path.of("conf/executor-pod.yaml");

  /** Reads Kubernetes' types and refuses what they do not have, which the client would keep. */
  private final ObjectMapper strict =
      new ObjectMapper(new YAMLFactory())
          .setAnnotationIntrospector(
              new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(Annotated member) {
                  return false;
                }
              });

  @Test
  void theTemplateHasOnlyFieldsOfAPod() throws IOException {
    Pod pod = strict.readValue(TEMPLATE.toFile(), Pod.class);
    assertEquals("Pod", pod.getKind());
    assertEquals("v1", pod.getApiVersion());
    assertEquals("NoSchedule", pod.getSpec().getTolerations().get(0).getEffect());
  }

  @ParameterizedTest
  @CsvSource({"tolerations:,toleration:", "mountPath:,mountpath:", "operator: Gt,operater: Gt"})
  void aMisspeltFieldIsRefused(String word, String misspelt) throws IOException {
    String template = Files.readString(TEMPLATE);
    assertTrue(template.contains(word));
    String wrong = template.replaceFirst(word, misspelt);
    assertThrows(
        UnrecognizedPropertyException.class, () -> strict.readValue(wrong, Pod.class), misspelt);
  }

  @Test
  void sparkMakesAnExecutorWithOneGpuOfIt() throws IOException {
    SparkPod made = executor();
    Pod pod = made.pod();
    Container container = made.container();
    assertEquals("executor", container.getName());
    assertEquals("REGISTRY/polysweep:0.1.0", container.getImage());
    Map<String, Quantity> limits = container.getResources().getLimits();
    assertEquals(new Quantity("1"), limits.get("nvidia.com/gpu"));
    assertEquals(
        Quantity.getAmountInBytes(new Quantity("9Gi")),
        Quantity.getAmountInBytes(limits.get("memory")));
    Map<String, String> mounts =
        container.getVolumeMounts().stream()
            .collect(Collectors.toMap(VolumeMount::getName, VolumeMount::getMountPath));
    assertEquals("/var/cache/javacpp", mounts.get("libraries"), "of the template");
    assertEquals("/shared", mounts.get("results"), "of the configuration");
    Map<String, EnvVar> environment =
        container.getEnv().stream().collect(Collectors.toMap(EnvVar::getName, e -> e));
    assertEquals("PCI_BUS_ID", environment.get("CUDA_DEVICE_ORDER").getValue());
    assertEquals("1", environment.get("OMP_NUM_THREADS").getValue());
    assertEquals("nvidia.com/gpu", pod.getSpec().getTolerations().get(0).getKey());
    assertEquals(
        List.of("6"),
        pod.getSpec()
            .getAffinity()
            .getNodeAffinity()
            .getRequiredDuringSchedulingIgnoredDuringExecution()
            .getNodeSelectorTerms()
            .get(0)
            .getMatchExpressions()
            .get(0)
            .getValues());
    assertEquals(
        "polysweep",
        pod.getSpec().getVolumes().stream()
            .filter(volume -> volume.getName().equals("results"))
            .findFirst()
            .orElseThrow()
            .getPersistentVolumeClaim()
            .getClaimName());
  }

  /** As the driver's scheduler would ask Kubernetes for it. */
  private static SparkPod executor() throws IOException {
    SparkConf conf = new SparkConf(false);
    JavaConverters.mapAsJavaMap(
            SubmitLine.of(Path.of("conf/spark-kubernetes.conf")).sparkProperties())
        .forEach(conf::set);
    conf.set("spark.driver.host", "driver").set("spark.driver.port", "7078");
    conf.set("spark.kubernetes.executor.podNamePrefix", "polysweep");
    ResourceProfile$.MODULE$.clearDefaultProfile(); // it is kept for the process
    try (KubernetesClient client =
        new KubernetesClientBuilder().withConfig(Config.empty()).build()) {
      return new KubernetesExecutorBuilder()
          .buildFromFeatures(
              new KubernetesExecutorConf(
                  conf, "app", "1", Option.empty(), ResourceProfile.DEFAULT_RESOURCE_PROFILE_ID()),
              new SecurityManager(
                  conf, Option.empty(), SecurityManager.$lessinit$greater$default$3()),
              client,
              ResourceProfile$.MODULE$.getOrCreateDefaultProfile(conf))
          .pod();
    } finally {
      ResourceProfile$.MODULE$.clearDefaultProfile();
    }
  }
}
