package dev.tercet.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.api.Http;
import dev.tercet.api.ServerInMemory;
import dev.tercet.api.shape.Json;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class LinesTest {
  private final ServerInMemory server = new ServerInMemory();
  private final Http http = new Http(server.uri());
  private int projects;
  private String path = "";

  @BeforeEach
  void aProject() {
    projects++;
    http.json("PUT", "/projects/p" + projects, "{}");
    path = "/projects/p" + projects + "/extractions";
  }

  @AfterAll
  void stop() {
    http.close();
    server.close();
  }

  @Test
  void answersEveryLineInOrder() {
    List<JsonNode> answers = answers(post(lines(1, 3_000)));

    assertThat(answers).hasSize(3_000);
    for (int i = 0; i < answers.size(); i++) {
      assertThat(answers.get(i).get("line").asInt()).isEqualTo(i + 1);
      assertThat(answers.get(i).get("source").asText()).isEqualTo("s" + (i + 1));
      assertThat(answers.get(i).get("status").asText()).isEqualTo("pending");
      assertThat(answers.get(i).hasNonNull("id")).isTrue();
    }
    assertThat(counts().get("pending").asInt() + counts().get("queued").asInt()).isEqualTo(3_000);
  }

  @Test
  void keepsGoodLinesWhenOthersAreBad() {
    String body =
        """
        {"source":"a","text":"x"}

        {"source":"b"}
        no json
        {"source":"c","text":"x","metadata":{"k":"\\u0000"}}
        {"source":"d\\u0000","text":"x"}
        {"source":"e","text":"last, without an end of line"}\
        """;

    List<JsonNode> answers = answers(post(body));

    assertThat(answers).extracting(it -> it.get("line").asInt()).containsExactly(1, 3, 4, 5, 6, 7);
    assertThat(answers)
        .extracting(it -> it.at("/error/code").asText())
        .containsExactly("", "invalid-body", "malformed-json", "", "source-unstorable", "");
    assertThat(answers.get(1).at("/error/pointer").asText()).isEqualTo("/text");
    assertThat(answers.get(1).at("/error/status").asInt()).isEqualTo(422);
  }

  @Test
  void checksTheProjectBeforeTheFirstLine() {
    path = "/projects/none/extractions";

    assertThat(post(lines(1, 10)).statusCode()).isEqualTo(404);
  }

  @Test
  void skipsALineThatIsTooLongAndGoesOn() {
    String tooLong = "{\"source\":\"long\",\"text\":\"" + "x".repeat(24 << 20) + "\"}\n";

    List<JsonNode> answers = answers(post(lines(1, 1) + tooLong + lines(3, 3)));

    assertThat(answers)
        .extracting(it -> it.at("/error/code").asText())
        .containsExactly("", "too-large", "");
    assertThat(server.inFlight.free()).isEqualTo(96L << 20);
  }

  @Test
  void answersALineBeforeTheNextOneIsSent() throws IOException {
    try (Socket socket = open();
        OutputStream out = socket.getOutputStream();
        InputStream in = socket.getInputStream()) {
      head(out);
      chunk(out, lines(1, 1));
      BufferedReader reader = reader(in);
      assertThat(nextAnswer(reader).get("source").asText()).isEqualTo("s1");
      for (int i = 2; i <= 4; i++) {
        chunk(out, lines(i, i));
        assertThat(nextAnswer(reader).get("source").asText()).isEqualTo("s" + i);
      }
      end(out);
    }
  }

  @Test
  void readsOnWhileTheClientDoesNotReadItsAnswers() throws IOException {
    try (Socket socket = open();
        OutputStream out = socket.getOutputStream();
        InputStream in = socket.getInputStream()) {
      head(out);
      String longSource = "x".repeat(2_000);
      for (int i = 1; i <= 10_000; i++) {
        chunk(out, "{\"source\":\"" + longSource + "\",\"text\":\"x\"}\n");
      }
      end(out);
      BufferedReader reader = reader(in);
      for (int i = 1; i <= 10_000; i++) {
        assertThat(nextAnswer(reader).get("line").asInt()).isEqualTo(i);
      }
    }
  }

  @Test
  void breaksTheAnswerOffWhenItFindsNoRoomSoThatItDoesNotLookWhole() throws IOException {
    server.fillDisk("the disk is full");
    try (var socket = new Socket()) {
      socket.setReceiveBufferSize(16 << 10);
      socket.setSoTimeout(60_000);
      socket.connect(new InetSocketAddress(server.uri().getHost(), server.uri().getPort()));
      OutputStream out = socket.getOutputStream();
      head(out);
      for (int i = 0; i < 50; i++) {
        chunk(out, "{}\n".repeat(1_000));
      }
      end(out);
      BufferedReader reader = reader(socket.getInputStream());

      assertThatThrownBy(() -> reader.lines().forEach(_ -> {}))
          .hasRootCauseInstanceOf(IOException.class);
    } finally {
      server.fillDisk("");
    }
  }

  @Test
  void saysInALineThatPackedLinesAreCutShort() {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(lines(1, 3).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] cut = Arrays.copyOf(packed.toByteArray(), packed.size() - 8);

    List<JsonNode> answers =
        answers(
            http.send(
                http.request(path)
                    .POST(BodyPublishers.ofByteArray(cut))
                    .header("Content-Type", "application/x-ndjson")
                    .header("Content-Encoding", "gzip")
                    .build()));

    assertThat(answers.getLast().at("/error/code").asText()).isEqualTo("malformed-request");
  }

  @Test
  void finishesWhatItHasReadWhenTheClientHangsUp() throws IOException {
    try (Socket socket = open();
        OutputStream out = socket.getOutputStream();
        InputStream in = socket.getInputStream()) {
      head(out);
      chunk(out, lines(1, 200) + "{\"source\":\"cut\",\"te");
      nextAnswer(reader(in));
    }
    awaitTrue(() -> server.inFlight.free() == 96L << 20);

    assertThat(accepted()).isBetween(1, 200);
    assertThat(Http.tree(http.get(path + "?source=cut")).get("items")).isEmpty();
    assertThat(post(lines(1, 1)).statusCode()).isEqualTo(202);
  }

  private static void awaitTrue(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waiting").isLessThan(deadline);
      LockSupport.parkNanos(10_000_000);
    }
  }

  private int accepted() {
    return counts().get("pending").asInt() + counts().get("queued").asInt();
  }

  private JsonNode counts() {
    return Http.tree(http.get(path.replace("/extractions", ""))).get("counts");
  }

  private HttpResponse<String> post(String body) {
    return http.lines(path, BodyPublishers.ofString(body));
  }

  private static List<JsonNode> answers(HttpResponse<String> response) {
    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/x-ndjson");
    var answers = new ArrayList<JsonNode>();
    response.body().lines().forEach(line -> answers.add(Json.stored(line)));
    return answers;
  }

  private static String lines(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(i -> "{\"source\":\"s" + i + "\",\"text\":\"text " + i + "\"}\n")
        .collect(Collectors.joining());
  }

  private Socket open() throws IOException {
    URI uri = server.uri();
    var socket = new Socket(uri.getHost(), uri.getPort());
    socket.setSoTimeout(60_000);
    return socket;
  }

  private void head(OutputStream out) throws IOException {
    String head =
        "POST %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"
                .formatted(path, ServerInMemory.KEY)
            + "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n";
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private static void chunk(OutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.write(bytes);
    out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private static void end(OutputStream out) throws IOException {
    out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  /** The body's lines, once the server has sent its head. */
  private static BufferedReader reader(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int read = in.read();
      assertThat(read).as("the server's head: " + head).isGreaterThanOrEqualTo(0);
      head.append((char) read);
    }
    assertThat(head).startsWith("HTTP/1.1 202").containsIgnoringCase("chunked");
    return new BufferedReader(new InputStreamReader(new Chunks(in), StandardCharsets.UTF_8));
  }

  private static JsonNode nextAnswer(BufferedReader reader) throws IOException {
    String line = reader.readLine();
    assertThat(line).as("the next answer").isNotNull();
    return Json.stored(line);
  }
}
