package dev.tercet.acceptance.program;

import static dev.tercet.acceptance.program.Api.document;
import static dev.tercet.acceptance.program.Api.extractions;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a service tells on standard error, from its first line to its last. */
@Timeout(240)
class LogTest {
  private static final Set<String> NAMES =
      Set.of(
          "time",
          "level",
          "logger",
          "thread",
          "message",
          "requestId",
          "project",
          "extraction",
          "epoch",
          "exception");
  private static final String SECRET = "a-model-key-that-nobody-reads";
  private static final int DOCUMENTS = 60;

  @Test
  void isOneJsonObjectALineThatTellsWhose(@TempDir Path data) throws Exception {
    List<JsonNode> lines;
    String id;
    try (Tercet tercet = Tercet.serve(data, settings())) {
      Api api = tercet.api();
      api.put("/projects/letters", "{}");
      id = api.post(extractions("letters") + "?wait=30s", letter(0)).json().path("id").asText();
      api.postLines("letters", IntStream.range(1, DOCUMENTS).mapToObj(LogTest::letter).toList());
      api.awaitDone("letters", DOCUMENTS, Duration.ofSeconds(60));
      hangUp(api.address(), "gone-1");
      new Api(api.address(), "a-wrong-key-of-a-stranger").get("/projects");
      api.await(
          "the first sweep is over, which would repair what the request is to find",
          Duration.ofMinutes(1),
          () -> api.get("/reconciler").json().hasNonNull("sweepSucceededAt"));
      assertThat(RunningStores.of(data).deleteEveryTenthPoint()).isPositive();
      api.post("/projects/letters/extractions/recover", "{}");

      assertThat(tercet.stop(Duration.ofSeconds(30))).isZero();
      lines = parsed(tercet.told());
    }

    assertThat(lines).anyMatch(it -> is(it, "202 after", "project", "letters", "extraction", id));
    assertThat(lines)
        .anyMatch(it -> is(it, "done", "project", "letters", "extraction", id) && it.has("epoch"));
    assertThat(lines).anyMatch(it -> is(it, "the client hung up", "requestId", "gone-1"));
    assertThat(lines)
        .anyMatch(it ->
            is(it, "to be repaired: missing-point", "project", "letters")
                && it.has("requestId")
                && it.has("extraction")
                && it.has("epoch"));
    assertThat(lines).anyMatch(it -> is(it, "unknown key, from 127.0.0.1") && it.has("requestId"));
  }

  private static Map<String, String> settings() {
    var settings = new TreeMap<String, String>();
    settings.put("TERCET_LOG_FORMAT", "json");
    settings.put("TERCET_EMBEDDING_PROVIDER", "hash");
    settings.put("TERCET_LLM_API_KEY", SECRET);
    settings.put("TERCET_RECONCILER_INTERVAL", "1h");
    return settings;
  }

  private static List<JsonNode> parsed(String told) throws IOException {
    assertThat(told)
        .doesNotContain(SECRET)
        .doesNotContain(Tercet.KEY)
        .doesNotContain("a-wrong-key-of-a-stranger")
        .doesNotContain("\u001b");
    var lines = new ArrayList<JsonNode>();
    for (String line : told.lines().toList()) {
      JsonNode json = new ObjectMapper().readTree(line);
      assertThat(OffsetDateTime.parse(json.path("time").asText())).isNotNull();
      assertThat(json.properties()).allMatch(it -> NAMES.contains(it.getKey()));
      assertThat(line.getBytes(StandardCharsets.UTF_8).length).isLessThan(1_024);
      lines.add(json);
    }
    return lines;
  }

  /** Whether the line begins like this and has these fields. */
  private static boolean is(JsonNode line, String message, String... fields) {
    boolean is = line.path("message").asText().startsWith(message);
    for (int i = 0; i < fields.length; i += 2) {
      is &= line.path(fields[i]).asText().equals(fields[i + 1]);
    }
    return is;
  }

  /** In the midst of a body. */
  private static void hangUp(URI address, String id) throws IOException {
    try (var socket = new Socket(address.getHost(), address.getPort())) {
      socket.setSoLinger(true, 0);
      socket
          .getOutputStream()
          .write(
              "POST %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nX-Request-Id: %s\r\nContent-Type: application/json\r\nContent-Length: 500\r\nExpect: 100-continue\r\n\r\n"
                  .formatted(extractions("letters"), Tercet.KEY, id)
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(socket.getInputStream().read()).isEqualTo('H'); // it has begun to be served
    }
  }

  private static String letter(int number) {
    return document("letter-" + number, "Pay " + number + ".00 EUR to Ada Lovelace.");
  }
}
