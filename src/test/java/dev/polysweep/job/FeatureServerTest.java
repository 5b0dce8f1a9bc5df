package dev.polysweep.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polysweep.engine.sae.SaeLensFolder;
import dev.polysweep.engine.sae.SaeParameters;
import dev.polysweep.engine.sae.TrainedSae;
import dev.polysweep.job.serve.FeatureServer;
import dev.polysweep.job.serve.ServedFeatures;
import dev.polysweep.report.feature.FeaturePageTest;
import dev.polysweep.report.feature.FeatureReport;
import dev.polysweep.report.page.Browser;
import dev.polysweep.sweep.yaml.SweepException;
import dev.polysweep.transformer.Models;
import dev.polysweep.transformer.OnnxGraph;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The feature browser as a server, over its socket. */
class FeatureServerTest {

  private static final int WIDTH = 512;

  @TempDir private Path folder;

  private ServedFeatures features() throws IOException {
    OnnxGraph model = Models.read("bytes-1l");
    Map<String, Object> recipe = new LinkedHashMap<>();
    recipe.put("model", "bytes-1l");
    recipe.put("model_sha256", model.hash());
    recipe.put("tap", model.tensor("/mlp_act/Relu"));
    recipe.put("width", WIDTH);
    recipe.put("tokenizer", "bytes");
    recipe.put("context", 64);
    Path activations = Files.createDirectories(folder.resolve("activations"));
    Files.writeString(
        activations.resolve("manifest.json"),
        new ObjectMapper().writeValueAsString(Map.of("recipe", recipe)));
    Path sae = folder.resolve("sae");
    SaeLensFolder.write(sae, TrainedSae.relu(SaeParameters.random(WIDTH, 32, 1)), Map.of());
    Files.writeString(
        folder.resolve("features.html"),
        "<meta content=\"default-src 'none'; script-src 'sha256-x'\"><main></main><body></body>");
    Files.writeString(
        folder.resolve(ServedFeatures.ANALYSIS),
        ServedFeatures.analysis(activations, Map.of("sae", sae)));
    return ServedFeatures.open(folder, null);
  }

  @Test
  void answersWhatFeaturesDoAndNothingElse() throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    try (FeatureServer server = FeatureServer.start(features(), 0)) {
      String address = server.address();
      HttpResponse<String> page = get(client, address);
      assertEquals(200, page.statusCode());
      assertTrue(page.body().contains("Try your own text"));
      assertTrue(page.body().contains("connect-src 'self'; script-src 'sha256-"));

      JsonNode answer =
          ask(client, address, 200, "{\"text\":\"the cat\",\"dictionary\":\"neurons\"}");
      assertEquals("[\"t\",\"h\",\"e\",\" \",\"c\",\"a\",\"t\"]", answer.get("tokens").toString());
      assertTrue(answer.get("surprisal").get(0).isNull());
      assertTrue(answer.get("surprisal").get(1).asDouble() > 0);
      JsonNode neuron = answer.get("active").get(3).get(0);
      assertTrue(neuron.get(1).asDouble() > 0);

      String of = "{\"text\":\"the cat\",\"dictionary\":\"neurons\",\"feature\":";
      JsonNode without = ask(client, address, 200, of + neuron.get(0) + "}");
      assertFalse(without.get("without").equals(without.get("surprisal")), "it matters");
      int silent = silent(answer);
      JsonNode same = ask(client, address, 200, of + silent + "}");
      assertEquals(same.get("surprisal"), same.get("without"), "what is silent changes nothing");

      assertEquals(
          64,
          ask(client, address, 200, "{\"text\":\"" + "a".repeat(70) + "\",\"dictionary\":\"sae\"}")
              .get("tokens")
              .size());
      ask(client, address, 400, "{\"text\":\"\",\"dictionary\":\"sae\"}");
      ask(client, address, 400, "{\"text\":\"a\",\"dictionary\":\"nothing\"}");
      ask(client, address, 400, "{\"text\":\"a\",\"dictionary\":\"sae\",\"feature\":32}");
      ask(client, address, 400, "no json");
      ask(client, address, 400, "\"" + "a".repeat(1 << 17) + "\"");

      String root = address.substring(0, address.indexOf('/', "http://".length()) + 1);
      assertEquals(404, get(client, root).statusCode(), "without the secret");
      assertEquals(404, get(client, root + "0".repeat(32) + "/").statusCode());
      assertEquals(404, get(client, address + "analysis.json").statusCode());
      assertEquals(404, get(client, address + "../sae/cfg.json").statusCode());
      int port = URI.create(address).getPort();
      String path = URI.create(address).getPath();
      assertTrue(raw(port, path, "evil.example:" + port).startsWith("HTTP/1.1 403"));
      assertTrue(raw(port, path, "localhost:" + port).startsWith("HTTP/1.1 200"));
    }
  }

  /** A person types, looks at a token and takes a feature out; axe finds no fault with it. */
  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void theServedPageWorksInChromium() throws Exception {
    features().close();
    new FeatureReport(FeaturePageTest.input("sae", 32)).write(folder);
    try (FeatureServer server = FeatureServer.start(ServedFeatures.open(folder, null), 0)) {
      JsonNode looked = Browser.lookAt(folder, List.of(server.address()));
      assertEquals(List.of(), Browser.problems(looked.get(0)));
    }
  }

  @Test
  void whatCannotBeServedIsSaid() throws IOException {
    SweepException none =
        assertThrows(SweepException.class, () -> ServedFeatures.open(folder, null));
    assertTrue(none.getMessage().contains("polysweep features makes them"), none.getMessage());
    features().close();
    SweepException other =
        assertThrows(SweepException.class, () -> ServedFeatures.open(folder, "bytes-1l-random"));
    assertTrue(other.getMessage().contains("is not the model"), other.getMessage());
  }

  private static int silent(JsonNode answer) {
    boolean[] active = new boolean[WIDTH];
    answer.get("active").forEach(row -> row.forEach(pair -> active[pair.get(0).asInt()] = true));
    for (int f = 0; f < WIDTH; f++) {
      if (!active[f]) {
        return f;
      }
    }
    throw new AssertionError("every neuron is active");
  }

  private static HttpResponse<String> get(HttpClient client, String address) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode ask(HttpClient client, String address, int status, String question)
      throws Exception {
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(URI.create(address + "answer"))
                .POST(HttpRequest.BodyPublishers.ofString(question))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertEquals(status, response.statusCode(), response.body());
    return new ObjectMapper().readTree(response.body());
  }

  /** A request with a host of one's own, which Java's client does not allow. */
  private static String raw(int port, String path, String host) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      out.flush();
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
