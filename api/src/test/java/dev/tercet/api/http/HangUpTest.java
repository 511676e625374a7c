package dev.tercet.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.api.Http;
import dev.tercet.api.ServerInMemory;
import dev.tercet.testkit.file.HostileFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Nobody reads a file for a client that is gone. */
class HangUpTest {
  private static final int MOST_TRIES = 100;

  @Test
  void aReaderIsKilledWhenTheClientHangsUp() throws Exception {
    try (var server = new ServerInMemory(Map.of("TERCET_DOCUMENTS_TIMEOUT", "10m"));
        var http = new Http(server.uri())) {
      http.json("PUT", "/projects/p", "{}");
      assertThat(post(http).statusCode()).isEqualTo(202);
      ProcessHandle reader = reader();

      try (var _ = upload(server)) {
        awaitBusy(http);
      }

      reader.onExit().get(2, TimeUnit.MINUTES);
      assertThat(post(http).statusCode()).isEqualTo(202);
    }
  }

  private static ProcessHandle reader() {
    List<ProcessHandle> children = ProcessHandle.current().children().toList();
    assertThat(children).hasSize(1);
    return children.getFirst();
  }

  /** A file that is never done, by a client that can hang up. */
  private static Socket upload(ServerInMemory server) throws IOException {
    var body = new ByteArrayOutputStream();
    body.writeBytes(opening());
    body.writeBytes(HostileFiles.formThatDrawsItselfTwice().bytes());
    body.writeBytes(latin("\r\n--b--\r\n"));
    var client = new Socket(server.uri().getHost(), server.uri().getPort());
    String head =
        """
        POST /projects/p/extractions HTTP/1.1
        Host: localhost
        Authorization: Bearer %s
        Content-Type: multipart/form-data; boundary=b
        Content-Length: %d

        """
            .formatted(ServerInMemory.KEY, body.size());
    client.getOutputStream().write(latin(head.replace("\n", "\r\n")));
    client.getOutputStream().write(body.toByteArray());
    client.getOutputStream().flush();
    return client;
  }

  /** Until the only reader is at work with that file. */
  private static void awaitBusy(Http http) {
    int status = 202;
    for (int tries = 0; tries < MOST_TRIES && status != 503; tries++) {
      status = post(http).statusCode();
    }
    assertThat(status).isEqualTo(503);
  }

  private static HttpResponse<String> post(Http http) {
    var body = new ByteArrayOutputStream();
    body.writeBytes(opening());
    body.writeBytes(latin("words " + System.nanoTime() + "\r\n--b--\r\n"));
    return http.send(
        http.request("/projects/p/extractions")
            .POST(BodyPublishers.ofByteArray(body.toByteArray()))
            .header("Content-Type", "multipart/form-data; boundary=b")
            .build());
  }

  private static byte[] opening() {
    return latin(
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n");
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
