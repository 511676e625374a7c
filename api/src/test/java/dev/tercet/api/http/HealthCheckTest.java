package dev.tercet.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.api.ServerInMemory;
import dev.tercet.api.shape.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** The health checks of the container image and of the compose file, run as they are written. */
class HealthCheckTest {
  private static final Pattern COMMAND = Pattern.compile("HEALTHCHECK[^\\[]*CMD (\\[.*])");

  /** Longer than Docker waits for either; a check that needs its whole bound still ends. */
  private static final int LONGEST_SECONDS = 20;

  /** A check: the words of its command, of which one may hold a fixed port. */
  record Check(String name, List<String> words) {
    int run(int port) throws IOException, InterruptedException {
      List<String> command =
          words.stream().map(it -> it.replace("127.0.0.1/6333", "127.0.0.1/" + port)).toList();
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
      builder.environment().put("TERCET_PORT", Integer.toString(port));
      Process process = builder.start();
      try {
        assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)).as("ends").isTrue();
        return process.exitValue();
      } finally {
        process.destroyForcibly();
      }
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Check> checks() throws IOException {
    return Stream.of(new Check("image", image()), new Check("compose", compose()));
  }

  @ParameterizedTest
  @MethodSource("checks")
  void succeedsOnAnAnswerOf200WhetherOrNotTheConnectionStays(Check check) throws Exception {
    try (var kept = new Answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", true);
        var closed = new Answering("HTTP/1.0 200 OK\r\n\r\n{}", false)) {
      assertThat(check.run(kept.port())).isZero();
      assertThat(check.run(closed.port())).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("checks")
  void failsWhenItIsNotLive(Check check) throws Exception {
    int nobody;
    try (var unavailable =
            new Answering("HTTP/1.1 503 Service Unavailable\r\nX: 200 OK\r\n\r\n", true);
        var silent = new Answering("", true)) {
      assertThat(check.run(unavailable.port())).isNotZero();
      assertThat(check.run(silent.port())).isNotZero();
      nobody = silent.port();
    }
    assertThat(check.run(nobody)).isNotZero();
  }

  @Test
  void findsTheServiceLive() throws Exception {
    try (var server = new ServerInMemory()) {
      assertThat(new Check("image", image()).run(server.uri().getPort())).isZero();
    }
  }

  private static List<String> image() throws IOException {
    String file = Files.readString(Path.of("..", "Dockerfile")).replace("\\\n", " ");
    var found = COMMAND.matcher(file);
    assertThat(found.find()).isTrue();
    List<String> words = new ArrayList<>();
    for (JsonNode word : Json.stored(found.group(1))) {
      words.add(word.asText());
    }
    return words;
  }

  /** Of Qdrant, whose image has no curl either; a doubled dollar sign stands for one. */
  private static List<String> compose() throws IOException {
    JsonNode file =
        Json.MAPPER.valueToTree(
            new Yaml().load(Files.readString(Path.of("..", "docker-compose.yml"))));
    List<String> words = new ArrayList<>();
    for (JsonNode word : file.at("/services/qdrant/healthcheck/test")) {
      words.add(word.asText().replace("$$", "$"));
    }
    assertThat(words.removeFirst()).isEqualTo("CMD");
    return words;
  }

  /** Answers every connection the same, and keeps it open or closes it. */
  private static final class Answering implements AutoCloseable {
    private final ServerSocket socket;
    private final List<Socket> kept = new ArrayList<>();

    Answering(String answer, boolean keep) throws IOException {
      socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
      Thread.ofVirtual().start(() -> answerUntilClosed(answer, keep));
    }

    int port() {
      return socket.getLocalPort();
    }

    private void answerUntilClosed(String answer, boolean keep) {
      while (!socket.isClosed()) {
        try {
          Socket connection = socket.accept();
          kept.add(connection);
          // What was not read when a connection closes would reset it.
          assertThat(connection.getInputStream().read(new byte[512])).isPositive();
          connection.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
          connection.getOutputStream().flush();
          if (!keep) {
            connection.close();
          }
        } catch (IOException e) {
          return;
        }
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
      for (Socket connection : kept) {
        connection.close();
      }
    }
  }
}
