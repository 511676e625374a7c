package dev.tercet.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.api.ServerInMemory;
import dev.tercet.api.shape.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/** A client that sends any bytes. */
final class RawClient implements AutoCloseable {
  private static final int NONE = -2;

  private final Socket socket;
  private final InputStream in;

  /** The first byte of an answer that was waited for but not read. */
  private int first = NONE;

  RawClient(URI uri) throws IOException {
    socket = new Socket(uri.getHost(), uri.getPort());
    socket.setSoTimeout(60_000);
    in = socket.getInputStream();
  }

  /** An answer with its head as it was sent. */
  record Answer(String head, String body) {
    int status() {
      return Integer.parseInt(head.split(" ", 3)[1]);
    }

    JsonNode json() {
      return Json.stored(body);
    }
  }

  /** The head of a request with a key, without the empty line. */
  static String head(String line, String... headers) {
    return line
        + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
        + ServerInMemory.KEY
        + "\r\n"
        + String.join("", Arrays.stream(headers).map(it -> it + "\r\n").toList());
  }

  RawClient send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
    return this;
  }

  /** Sends one byte after each pause until the server answers or hangs up. */
  void drip(String text, Duration pause) throws IOException {
    socket.setSoTimeout((int) pause.toMillis());
    try {
      for (int i = 0; !hasAnswer(); i++) {
        send(text.substring(i % text.length(), i % text.length() + 1));
      }
    } catch (SocketException e) {
      assertThat(e).as("the server hung up").hasMessageNotContaining("timed out");
    } finally {
      socket.setSoTimeout(60_000);
    }
  }

  /** Waits up to the socket's timeout for the first byte of an answer, and keeps it. */
  private boolean hasAnswer() throws IOException {
    if (first != NONE) {
      return true;
    }
    try {
      first = in.read();
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  private int next() throws IOException {
    if (first != NONE) {
      int kept = first;
      first = NONE;
      return kept;
    }
    return in.read();
  }

  /** True when nothing comes for so long. */
  boolean hearsNothing(Duration within) throws IOException {
    socket.setSoTimeout((int) within.toMillis());
    boolean nothing = !hasAnswer();
    socket.setSoTimeout(60_000);
    return nothing;
  }

  /** The next answer; its body by Content-Length, or to the end of a chunked one. */
  Answer answer() throws IOException {
    String head = head();
    String lower = head.toLowerCase(Locale.ROOT);
    var body = new ByteArrayOutputStream();
    if (lower.contains("transfer-encoding: chunked")) {
      new Chunks(in).transferTo(body);
    } else if (lower.contains("content-length: ")) {
      String length = lower.split("content-length: ", 2)[1].split("\r\n", 2)[0];
      body.writeBytes(in.readNBytes(Integer.parseInt(length)));
    }
    return new Answer(head, body.toString(StandardCharsets.UTF_8));
  }

  /** The head of the next answer. */
  String head() throws IOException {
    return readUntil("\r\n\r\n");
  }

  /** What comes up to these characters, with them. */
  String readUntil(String end) throws IOException {
    var read = new StringBuilder();
    while (read.length() < end.length() || read.lastIndexOf(end) != read.length() - end.length()) {
      int next = next();
      assertThat(next).as("after: " + read).isGreaterThanOrEqualTo(0);
      read.append((char) next);
    }
    return read.toString();
  }

  InputStream in() {
    return in;
  }

  /** True when the server closes the connection without more than the end of a line. */
  boolean isHungUp() throws IOException {
    try {
      int read = next();
      while (read == '\r' || read == '\n') {
        read = next();
      }
      return read < 0;
    } catch (SocketException e) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
