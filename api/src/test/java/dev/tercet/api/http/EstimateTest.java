package dev.tercet.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.api.Http;
import dev.tercet.api.ServerInMemory;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EstimateTest {
  private static final String LETTER = "{\"source\":\"a\",\"text\":\"Ada wrote it.\"}";

  private final ServerInMemory server = new ServerInMemory();
  private final Http http = new Http(server.uri());

  @BeforeEach
  void makeAProject() {
    http.json("PUT", "/projects/letters", "{}");
  }

  @AfterEach
  void stop() {
    http.close();
    server.close();
  }

  private HttpResponse<String> lines(String lines) {
    return http.lines("/projects/letters/estimate", BodyPublishers.ofString(lines));
  }

  @Test
  void tellsOfOneDocumentAndTakesNothing() {
    HttpResponse<String> answer = http.json("POST", "/projects/letters/estimate", LETTER);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode told = Http.tree(answer);
    assertThat(told.path("documents").asInt()).isEqualTo(1);
    assertThat(told.path("passages").asInt()).isEqualTo(1);
    assertThat(told.path("calls").asInt()).isEqualTo(1);
    assertThat(told.path("unpricedCalls").asInt()).isZero();
    assertThat(Http.tree(http.get("/projects/letters/extractions")).path("items")).isEmpty();
  }

  @Test
  void tellsOfLinesWhatTheyTakeTogether() {
    HttpResponse<String> answer =
        lines(
            LETTER
                + "\n\n"
                + LETTER.replace("\"a\"", "\"b\"")
                + "\nno document\n{\"source\":\"c\",\"text\":\" \"}\n");

    JsonNode told = Http.tree(answer);
    assertThat(told.path("documents").asInt()).as(answer.body()).isEqualTo(2);
    assertThat(told.path("refused").asInt()).isEqualTo(2);
    assertThat(told.path("repeated").asInt()).isEqualTo(1);
    assertThat(told.path("calls").asInt()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/projects/others/estimate|{}|404|no-such-project",
        "/projects/letters/estimate?wait=1s|{}|422|invalid-parameter",
        "/projects/letters/estimate|{}|422|invalid-body",
        "/projects/letters/estimate|{\"source\":\"a\",\"text\":\" \"}|422|text-empty",
        "/projects/letters/estimate|{|400|malformed-json"
      })
  void refusesWhatIsNoDocument(String path, String body, int status, String code) {
    HttpResponse<String> refused = http.json("POST", path, body);
    assertThat(refused.statusCode()).isEqualTo(status);
    assertThat(Http.tree(refused).path("code").asText()).isEqualTo(code);
  }
}
