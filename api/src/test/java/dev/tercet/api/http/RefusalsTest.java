package dev.tercet.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.api.Http;
import dev.tercet.api.ServerInMemory;
import dev.tercet.saga.port.StoreFullException;
import dev.tercet.saga.port.StoreUnavailableException.Store;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalsTest {
  private final ServerInMemory server = new ServerInMemory();
  private final Http http = new Http(server.uri());

  @BeforeAll
  void aProject() {
    assertThat(http.json("PUT", "/projects/p", "{}").statusCode()).isEqualTo(201);
  }

  @AfterAll
  void stop() {
    http.close();
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {                                                  | 400 | malformed-json |
          {"source":"a","source":"b","text":"x"}             | 400 | malformed-json |
          {"source":"a","text":"x"} {}                       | 400 | malformed-json |
          []                                                 | 422 | invalid-body | ''
          {"source":"a"}                                     | 422 | invalid-body | /text
          {"source":1,"text":"x"}                            | 422 | invalid-body | /source
          {"source":"a","text":"x","extra":1}                | 422 | invalid-body | /extra
          {"source":"a","text":"x","metadata":[]}            | 422 | invalid-body | /metadata
          {"source":"a","text":"x","queue":"fast"}           | 422 | invalid-body | /queue
          {"source":"a","text":"x","runAt":"soon"}           | 422 | invalid-body | /runAt
          {"source":"a\\u0000","text":"x"}                   | 422 | source-unstorable | /source
          {"source":"a\\ud800","text":"x"}                   | 422 | source-unstorable | /source
          {"source":"","text":"x"}                           | 422 | invalid-body | /source
          {"source":" ","text":"x"}                          | 422 | source-empty | /source
          {"source":"a","text":"x","metadata":{"n":1e99999}} | 422 | metadata-invalid | /metadata/n
          {"source":"a","text":"x","metadata":{"n":1e400}}   | 422 | metadata-invalid | /metadata/n
          {"source":"a","text":"x","metadata":{"n":1e-16384}} | 422 | metadata-invalid | /metadata/n
          {"source":"a","text":"x","metadata":{"n":[0e-99999]}} | 422 | metadata-invalid | /metadata/n/0
          {"source":"a","text":"x","metadata":{"n":-1e2147483647}} | 422 | invalid-body | /metadata/n
          {"source":"a","text":"x","metadata":{"n":1e99999999999}} | 422 | invalid-body |
          {"source":"a","text":""}                           | 422 | text-empty | /text
          {"source":"a","text":" \\t\\u00a0\\u2003\\r\\n"}   | 422 | text-empty | /text
          {"source":"a","text":"\\u200b\\ufeff\\u00ad\\u2060\\u180e\\u3164\\udb40\\udc41\\ufe0f"} | 422 | text-empty | /text
          {"source":"\\u200b","text":"x"}                    | 422 | source-empty | /source
          NaN                                                | 400 | malformed-json |
          {"source":"a","text":"x","runAt":1e5}              | 422 | invalid-body | /runAt
          """)
  void refusesWhatIsNoDocument(String body, int status, String code, @Nullable String pointer) {
    assertProblem(http.json("POST", "/projects/p/extractions", body), status, code, pointer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"schema":[]}                                       | invalid-body | /schema
          {"schema":{"type":"objekt"}}                        | invalid-schema | /schema/type
          {"schema":{"$ref":"http://127.0.0.1:9/secret.json"}} | invalid-schema |
          {"schema":{"properties":{"a":{"$ref":"other.json"}}}} | invalid-schema |
          {"schema":{"$ref":"#/$defs/none"}}                  | invalid-schema |
          {"schema":{"pattern":"("}}                          | invalid-schema |
          {"options":1}                                       | invalid-body | /options
          {"options":{"language":"en"}}                       | unknown-option | /options/language
          {"options":{"partialResults":"some"}}               | invalid-body | /options/partialResults
          {"options":{"z":1,"a/b~c":null}}                    | unknown-option | /options/a~1b~0c
          {"options":{"model":7}}                             | invalid-body   | /options/model
          {"options":{"model":""}}                            | invalid-body   | /options/model
          {"options":{"model":"nobody"}}                      | unknown-model  | /options/model
          {"options":{"model":"rules/other"}}                 | unknown-model  | /options/model
          {"options":{"fallback":"nobody"}}                   | unknown-model  | /options/fallback
          {"options":{"fallback":"rules"}}                    | unknown-model  | /options/fallback
          {"options":{"fallbackAfter":"5m"}}                  | unknown-model  | /options/fallbackAfter
          {"options":{"fallbackAfter":"25h"}}                 | invalid-body   | /options/fallbackAfter
          {"options":{"lane":"batch"}}                        | no-batches     | /options/lane
          {"options":{"lane":"batch","model":"rules"}}        | no-batches     | /options/lane
          {"options":{"lane":"slow"}}                         | invalid-body   | /options/lane
          {"options":{"batchMinutes":9}}                      | invalid-body   | /options/batchMinutes
          {"schemas":{}}                                      | invalid-body | /schemas
          """)
  void refusesAProjectThatCannotBe(String body, String code, @Nullable String pointer) {
    HttpResponse<String> response = http.json("PUT", "/projects/refused", body);

    assertProblem(response, 422, code, pointer);
    assertThat(http.get("/projects/refused").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "limit=0, 422, invalid-parameter",
    "limit=1001, 422, invalid-parameter",
    "limit=many, 422, invalid-parameter",
    "limit=1&limit=2, 422, invalid-parameter",
    "cursor=x, 422, invalid-parameter",
    "cursor=AAAAAAAAAAAAAAAAAAAAAAAA, 422, invalid-parameter",
    "status=lost, 422, invalid-parameter",
    "queue=fast, 422, invalid-parameter",
    "colour=red, 422, invalid-parameter"
  })
  void refusesParametersThatMakeNoSense(String query, int status, String code) {
    assertProblem(http.get("/projects/p/extractions?" + query), status, code, null);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /nowhere, 404, no-such-address",
    "GET, /projects/q, 404, no-such-project",
    "GET, /projects/Q!, 404, no-such-project",
    "GET, /projects/q/extractions, 404, no-such-project",
    "GET, /projects/p/extractions/7, 404, no-such-extraction",
    "GET, /projects/p/extractions/01890000-0000-7000-8000-000000000000, 404, no-such-extraction",
    "GET, /projects/p/extractions/01890000-0000-7000-8000-000000000000/text, 404, no-such-extraction",
    "GET, /projects/p/extractions/01890000-0000-7000-8000-000000000000/history, 404, no-such-extraction",
    "GET, /projects/p/extractions/01890000-0000-7000-8000-000000000000/passages, 404, no-such-extraction",
    "DELETE, /projects/p/extractions/01890000-0000-7000-8000-000000000000, 404, no-such-extraction",
    "POST, /projects/p/extractions/01890000-0000-7000-8000-000000000000/retry, 404, no-such-extraction",
    "PATCH, /projects/p, 405, method-not-allowed",
    "DELETE, /projects, 405, method-not-allowed",
  })
  void saysWhatIsNotThere(String method, String path, int status, String code) {
    HttpRequest request = http.request(path).method(method, BodyPublishers.noBody()).build();

    assertProblem(http.send(request), status, code, null);
  }

  @Test
  void refusesATypeItDoesNotTake() {
    HttpRequest request =
        http.request("/projects/p/extractions")
            .POST(BodyPublishers.ofString("<a/>"))
            .header("Content-Type", "text/xml")
            .build();

    assertProblem(http.send(request), 415, "unsupported-media-type", null);
  }

  @Test
  void refusesProjectNamesThatAreNone() {
    assertProblem(http.json("PUT", "/projects/-a", "{}"), 422, "invalid-parameter", null);
    assertProblem(http.json("PUT", "/projects/Aa", "{}"), 422, "invalid-parameter", null);
    assertProblem(
        http.json("PUT", "/projects/" + "a".repeat(64), "{}"), 422, "invalid-parameter", null);
  }

  @Test
  void letsNobodyInWithoutTheKey() {
    HttpRequest without = HttpRequest.newBuilder(server.uri().resolve("/projects")).build();
    HttpRequest wrong =
        HttpRequest.newBuilder(server.uri().resolve("/nowhere"))
            .header("Authorization", "Bearer " + ServerInMemory.KEY + "x")
            .build();
    HttpRequest metrics = HttpRequest.newBuilder(server.uri().resolve("/prometheus")).build();

    assertProblem(http.send(without), 401, "unauthorized", null);
    assertProblem(http.send(wrong), 401, "unauthorized", null);
    assertProblem(http.send(metrics), 401, "unauthorized", null);
    assertThat(http.send(without).headers().firstValue("WWW-Authenticate")).isPresent();
  }

  @Test
  void saysWhenAStoreIsAwayAndWhenToComeBack() {
    server.breakStores(ServerInMemory.postgresAway());
    try {
      HttpResponse<String> response = http.get("/projects");

      assertProblem(response, 503, "store-unavailable", null);
      assertThat(response.headers().firstValue("Retry-After")).contains("2");
    } finally {
      server.breakStores(null);
    }
  }

  @Test
  void takesNoDocumentWhileTheDiskLacksRoomAndSaysSo() {
    String document = "{\"source\":\"full\",\"text\":\"x\"}";
    server.fillDisk("the disk has 3 MiB left");
    HttpResponse<String> response = http.json("POST", "/projects/p/extractions", document);
    assertProblem(response, 507, "disk-full", null);
    assertThat(response.body()).contains("the disk has 3 MiB left");
    assertThat(http.get("/health/readiness").body()).contains("the disk has 3 MiB left");
    assertThat(http.get("/projects/p/extractions?source=full").body()).doesNotContain("\"id\"");

    server.fillDisk("");
    assertThat(http.json("POST", "/projects/p/extractions", document).statusCode()).isEqualTo(202);
  }

  @Test
  void saysWhenTheDiskOfAStoreIsFull() {
    server.breakStores(
        new StoreFullException(
            Store.POSTGRES,
            "ERROR: could not extend file \"base/16384/16813\": No space left on device",
            new IllegalStateException()));
    try {
      HttpResponse<String> response = http.get("/projects");

      assertProblem(response, 507, "disk-full", null);
      assertThat(response.body()).contains("postgres has no room").doesNotContain("base/16384");
    } finally {
      server.breakStores(null);
    }
  }

  @Test
  void keepsTheReasonOfAFailureToItself() {
    server.breakStores(new IllegalStateException("password=hunter2"));
    try {
      HttpResponse<String> response = http.get("/projects");

      assertProblem(response, 500, "internal", null);
      assertThat(response.body()).doesNotContain("hunter2");
    } finally {
      server.breakStores(null);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-0", "-0.0", "1e-16383", "1e308", "0e16383", "123456789012345678901234567890"})
  void keepsEveryNumberThatStoresCanKeep(String number) {
    String body =
        "{\"source\":\"n%s\",\"text\":\"x\",\"metadata\":{\"n\":%s}}".formatted(number, number);

    assertThat(http.json("POST", "/projects/p/extractions", body).statusCode()).isEqualTo(202);
  }

  @Test
  void saysWhatIsWrongWithJsonAndNothingOfItsParser() {
    for (String body :
        List.of(
            "[".repeat(300),
            "{\"a\":",
            "NaN",
            "{'a':1}",
            "\"\\q\"",
            "1" + "0".repeat(2_000),
            "01",
            "/**/1",
            "\u0000")) {
      HttpResponse<String> response = http.json("POST", "/projects/p/extractions", body);

      assertProblem(response, 400, "malformed-json", null);
      assertThat(response.body())
          .doesNotContain("Stream", "JsonReadFeature", "REDACTED", "`", "com.", "java.");
    }
  }

  private static void assertProblem(
      HttpResponse<String> response, int status, String code, @Nullable String pointer) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    JsonNode problem = Http.tree(response);
    assertThat(problem.path("code").asText()).as(response.body()).isEqualTo(code);
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("type").asText()).isEqualTo("urn:tercet:problem:" + code);
    assertThat(problem.path("title").asText()).isNotBlank();
    assertThat(problem.path("detail").asText()).isNotBlank();
    if (pointer != null) {
      assertThat(problem.path("pointer").asText()).as(response.body()).isEqualTo(pointer);
    }
  }
}
