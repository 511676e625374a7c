package dev.tercet.pipeline.provider.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import com.sun.net.httpserver.HttpServer;
import dev.tercet.pipeline.provider.exchange.EndpointSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Results are read line by line, however long a line is. */
@Timeout(120)
class ResultLinesTest {
  private static final long LONG_LINE = 200L << 20;

  /** More than the longest line three times, which a buffer that doubles takes. */
  private static final long MOST_MEMORY = 100L << 20;

  private final List<String> told = new ArrayList<>();
  private int tooLong;

  private void read(InputStream in) throws IOException {
    ResultLines.read(in, told::add, () -> tooLong++);
  }

  private static InputStream text(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void tellsEachLineAlsoTheLastOneWithoutAnEnd() throws IOException {
    read(text("a\n\nä 𝄞\nlast"));
    assertThat(told).containsExactly("a", "ä 𝄞", "last");
    assertThat(tooLong).isZero();
  }

  @Test
  void aLineOfTheGreatestLengthIsToldAndALongerOneIsPassedOver() throws IOException {
    String longest = "x".repeat(ResultLines.LONGEST);
    read(text("before\n" + longest + "\n" + longest + "y\nafter"));
    assertThat(told).hasSize(3).startsWith("before").endsWith("after");
    assertThat(told.get(1)).hasSize(ResultLines.LONGEST);
    assertThat(tooLong).isEqualTo(1);
  }

  @Test
  void aLineWithoutEndTakesNoMoreMemoryThanTheLongest() throws IOException {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    read(
        new SequenceInputStream(
            Collections.enumeration(
                List.of(text("before\n"), new Endless(LONG_LINE), text("\nafter\n")))));
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(MOST_MEMORY);
    assertThat(told).containsExactly("before", "after");
    assertThat(tooLong).isEqualTo(1);
  }

  /** So many bytes that are no end of a line. */
  private static final class Endless extends InputStream {
    private long left;

    Endless(long length) {
      left = length;
    }

    @Override
    public int read() {
      return left-- > 0 ? 'x' : -1;
    }

    @Override
    public int read(byte[] into, int from, int most) {
      int length = (int) Math.min(most, left);
      if (length <= 0) {
        return -1;
      }
      Arrays.fill(into, from, from + length, (byte) 'x');
      left -= length;
      return length;
    }
  }

  @Test
  void aFirstLineIsTakenAndTheRestNeverComes() throws Exception {
    var hungUp = new CountDownLatch(1);
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpServer server = endless("{\"first\":1}\n", hungUp);
      try {
        assertThat(http(client, server).firstLine("/results")).contains("{\"first\":1}");
        assertThat(hungUp.await(30, TimeUnit.SECONDS)).isTrue();
      } finally {
        server.stop(0);
      }
    }
  }

  @Test
  void aFirstLineWithoutEndIsNone() throws Exception {
    var hungUp = new CountDownLatch(1);
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpServer server = endless("", hungUp);
      try {
        assertThat(http(client, server).firstLine("/results")).isEmpty();
        assertThat(hungUp.await(30, TimeUnit.SECONDS)).isTrue();
      } finally {
        server.stop(0);
      }
    }
  }

  private static BatchHttp http(HttpClient client, HttpServer server) {
    String address = "http://127.0.0.1:" + server.getAddress().getPort();
    return new BatchHttp(
        client, new EndpointSettings(address, "model", null, Duration.ofSeconds(5)), _ -> {});
  }

  private static HttpServer endless(String begin, CountDownLatch hungUp) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/results",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] more = new byte[1 << 16];
          Arrays.fill(more, (byte) 'x');
          OutputStream out = exchange.getResponseBody();
          out.write(begin.getBytes(StandardCharsets.UTF_8));
          try {
            while (true) {
              out.write(more);
            }
          } catch (IOException e) {
            hungUp.countDown();
          }
        });
    server.start();
    return server;
  }
}
