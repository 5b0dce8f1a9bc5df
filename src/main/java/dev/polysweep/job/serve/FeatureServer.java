package dev.polysweep.job.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.polysweep.transformer.TransformerException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/**
 * Serves the feature browser on this machine alone, with a panel in which a person types a text.
 * The address holds a secret that is drawn anew for each server, and the name of the host that a
 * browser asks for must be this machine's own, so that no page of the web can ask here. There are
 * two things to get, the page and answers to questions about a text; anything else is not found.
 */
public final class FeatureServer implements AutoCloseable {

  private static final int LONGEST = 1 << 16; // bytes of a question
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final ServedFeatures features;
  private final String secret;
  private final Set<String> hosts;
  private final String page;

  private FeatureServer(HttpServer server, ServedFeatures features) {
    this.server = server;
    this.features = features;
    byte[] drawn = new byte[16];
    new SecureRandom().nextBytes(drawn);
    secret = HexFormat.of().formatHex(drawn);
    hosts = Set.of("127.0.0.1:" + port(), "localhost:" + port());
    page = TryPanel.in(features.page());
  }

  /**
   * Starts to serve.
   *
   * @param features what to serve; it is closed with the server
   * @param port port to listen on; 0 for a free one
   * @throws IOException if the port cannot be used
   */
  public static FeatureServer start(ServedFeatures features, int port) throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0);
    FeatureServer server = new FeatureServer(http, features);
    http.createContext("/", server::handle);
    http.start();
    return server;
  }

  /** The address of the page, with its secret. */
  public String address() {
    return "http://127.0.0.1:" + port() + "/" + secret + "/";
  }

  private int port() {
    return server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String host = exchange.getRequestHeaders().getFirst("Host");
      if (host == null || !hosts.contains(host)) {
        send(exchange, 403, "text/plain", "not for this host\n");
        return;
      }
      String path = exchange.getRequestURI().getPath();
      boolean get = exchange.getRequestMethod().equals("GET");
      boolean post = exchange.getRequestMethod().equals("POST");
      if (get && same(path, "/" + secret + "/")) {
        send(exchange, 200, "text/html; charset=utf-8", page);
      } else if (post && same(path, "/" + secret + "/answer")) {
        answer(exchange);
      } else {
        send(exchange, 404, "text/plain", "not found\n");
      }
    }
  }

  /** Compares in a time that does not tell how much is the same. */
  private static boolean same(String path, String expected) {
    return MessageDigest.isEqual(
        path.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(LONGEST + 1);
    if (body.length > LONGEST) {
      problem(exchange, "the text is too long");
      return;
    }
    try {
      JsonNode question = JSON.readTree(body);
      send(exchange, 200, "application/json", JSON.writeValueAsString(features.answer(question)));
    } catch (JsonProcessingException e) {
      problem(exchange, "the question is not JSON");
    } catch (IllegalArgumentException | TransformerException e) {
      problem(exchange, e.getMessage());
    }
  }

  private static void problem(HttpExchange exchange, String words) throws IOException {
    send(exchange, 400, "application/json", JSON.writeValueAsString(Map.of("problem", words)));
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /** Stops to serve. */
  @Override
  public void close() {
    server.stop(0);
    features.close();
  }
}
