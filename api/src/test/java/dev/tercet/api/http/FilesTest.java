package dev.tercet.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.api.Http;
import dev.tercet.api.ServerInMemory;
import dev.tercet.api.intake.Body;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FilesTest {
  private static final String BOUNDARY = "a-boundary";

  private final ServerInMemory server = new ServerInMemory();
  private final Http http = new Http(server.uri());

  @BeforeAll
  void aProject() {
    http.json("PUT", "/projects/p", "{}");
  }

  @AfterAll
  void stop() {
    http.close();
    server.close();
  }

  @Test
  void takesAFileWithItsNameAsSource() {
    HttpResponse<String> response =
        post("note.md", "# Grüße".getBytes(StandardCharsets.UTF_8), Map.of());

    assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
    assertThat(Http.tree(response).get("source").asText()).isEqualTo("note.md");
    assertThat(text(response)).isEqualTo("# Grüße");
  }

  @Test
  void takesTheTextOutOfAPage() {
    byte[] html =
        "<title>Title</title><p>One</p><script>no</script><p>Two<br>lines</p>"
            .getBytes(StandardCharsets.UTF_8);

    HttpResponse<String> response =
        post("page.html", html, Map.of("source", "page", "metadata", "{\"a\":1}", "queue", "low"));

    assertThat(Http.tree(response).get("source").asText()).isEqualTo("page");
    assertThat(Http.tree(response).get("queue").asText()).isEqualTo("low");
    assertThat(text(response)).isEqualTo("Title\n\nOne\n\nTwo\nlines");
  }

  @Test
  void readsTextWithABadByteAndSaysSoInTheSaga() {
    byte[] file = "Gr\u00fc\u00dfe\n".getBytes(StandardCharsets.UTF_8);
    file[file.length - 1] = (byte) 0xff;

    HttpResponse<String> response = post("bad.txt", file, Map.of());

    assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
    assertThat(text(response)).isEqualTo("Gr\u00fc\u00dfe\ufffd");
    assertThat(Http.tree(response).at("/warnings/0/message").asText()).contains("U+FFFD");
    String saga = http.get(response.headers().firstValue("Location").orElseThrow()).body();
    assertThat(saga).contains("U+FFFD");
  }

  @Test
  void refusesWhatHasNoText() {
    HttpResponse<String> response =
        post("image.png", new byte[] {(byte) 0x89, 'P', 'N', 'G', 0}, Map.of());

    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(Http.tree(response).get("code").asText()).isEqualTo("unreadable-document");
    assertThat(Http.tree(response).get("pointer").asText()).isEqualTo("/file");
  }

  @Test
  void refusesPartsThatMakeNoSense() {
    byte[] file = "x".getBytes(StandardCharsets.UTF_8);

    assertThat(post("a.txt", file, Map.of("metadata", "[]")).statusCode()).isEqualTo(422);
    assertThat(post("a.txt", file, Map.of("queue", "fast")).statusCode()).isEqualTo(422);
    assertThat(post("a.txt", file, Map.of("runAt", "soon")).statusCode()).isEqualTo(422);
    assertThat(post("", new byte[0], Map.of()).statusCode()).isEqualTo(422);
  }

  @Test
  void refusesAFileOverTheLimit() {
    HttpResponse<String> response = post("large.txt", new byte[Body.DOCUMENT_LIMIT + 1], Map.of());

    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(Http.tree(response).get("code").asText()).isEqualTo("too-large");
  }

  private String text(HttpResponse<String> response) {
    return http.get(response.headers().firstValue("Location").orElseThrow() + "/text").body();
  }

  private HttpResponse<String> post(String name, byte[] file, Map<String, String> fields) {
    var body = new ByteArrayOutputStream();
    fields.forEach((field, value) ->
        write(
            body,
            "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                .formatted(BOUNDARY, field, value)));
    if (!name.isEmpty()) {
      write(
          body,
          "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n\r\n"
              .formatted(BOUNDARY, name));
      body.writeBytes(file);
      write(body, "\r\n");
    }
    write(body, "--" + BOUNDARY + "--\r\n");
    return http.send(
        http.request("/projects/p/extractions")
            .POST(BodyPublishers.ofByteArray(body.toByteArray()))
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .build());
  }

  private static void write(ByteArrayOutputStream body, String text) {
    body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
