package dev.tercet.api.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.api.StoresInMemory;
import dev.tercet.api.services.Backlog;
import dev.tercet.api.services.KnownProjects;
import dev.tercet.api.services.Services;
import dev.tercet.api.shape.Json;
import dev.tercet.saga.Project;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LineStreamTest {
  private static final int MEMORY = 1 << 20;

  /** Their answers are more than is kept in memory, and more than wait to be written. */
  private static final int MANY = 8_000;

  private final Services services = new StoresInMemory().services();
  private final InFlight inFlight =
      new InFlight(MEMORY, new SpoolFolder(Path.of("target"), MEMORY, () -> ""));
  private final Project project = services.projects().put("default", "p", "{}", "{}").project();

  @Test
  void refusesLinesBeyondTheLimitOnceAndKeepsThoseBefore() throws IOException {
    List<JsonNode> answers = answers("{\"source\":\"a\",\"text\":\"x\"}\n".repeat(9), 3);

    assertThat(answers).hasSize(4);
    assertThat(answers.get(2).hasNonNull("id")).isTrue();
    assertThat(answers.get(3).get("line").asInt()).isEqualTo(4);
    assertThat(answers.get(3).at("/error/code").asText()).isEqualTo("too-many-lines");
    assertThat(inFlight.free()).isEqualTo(MEMORY);
  }

  @Test
  @Timeout(120)
  void takesNoMoreAfterTooManyBytesThatLeadToNothing() throws IOException {
    InputStream endless =
        new ByteArrayInputStream(new byte[1]) {
          @Override
          public synchronized int read(byte[] into, int offset, int length) {
            Arrays.fill(into, offset, offset + length, (byte) '\n');
            return length;
          }
        };
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        InputStream answers = stream(inFlight, threads, 3).start(endless)) {
      assertThat(new String(answers.readAllBytes(), StandardCharsets.UTF_8))
          .contains("too-large")
          .hasLineCount(1);
    }
  }

  @Test
  void answersNothingToNothing() throws IOException {
    assertThat(answers("\n \n", 3)).isEmpty();
  }

  @Test
  @Timeout(120)
  void takesAllLinesButBreaksOffWhenTheirAnswersFindNoRoom() throws Exception {
    var full = new InFlight(MEMORY, new SpoolFolder(Path.of("target"), MEMORY, () -> "it is full"));
    var allRead = new CountDownLatch(1);
    var lines = new StringBuilder();
    for (int n = 0; n < MANY; n++) {
      lines.append("{\"source\":\"s%d\",\"text\":\"x\"}\n".formatted(n));
    }
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try (InputStream answers =
        stream(full, threads, MANY)
            .start(
                new ByteArrayInputStream(lines.toString().getBytes(StandardCharsets.UTF_8)) {
                  @Override
                  public void close() {
                    allRead.countDown();
                  }
                })) {
      assertThat(allRead.await(1, TimeUnit.MINUTES)).isTrue();
      var read = new ByteArrayOutputStream();
      assertThatThrownBy(() -> answers.transferTo(read))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("missing");
      assertThat(read.toString(StandardCharsets.UTF_8).lines().count()).isBetween(1L, MANY - 1L);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void breaksOffWhenTheLinesAreNotReadToTheirEnd() throws IOException {
    InputStream broken =
        new ByteArrayInputStream(new byte[1]) {
          @Override
          public synchronized int read(byte[] into, int offset, int length) {
            throw new IllegalStateException("a fault of ours");
          }
        };
    ExecutorService threads =
        Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().uncaughtExceptionHandler((_, _) -> {}).factory());
    try (InputStream answers = stream(inFlight, threads, MANY).start(broken)) {
      assertThatThrownBy(answers::readAllBytes).isInstanceOf(IOException.class);
    } finally {
      threads.shutdownNow();
    }
  }

  private LineStream stream(InFlight of, ExecutorService threads, int most) {
    return new LineStream(project, intake(), of, threads, most);
  }

  private Intake intake() {
    var backlog = new Backlog(() -> services, Long.MAX_VALUE, System::nanoTime);
    return new Intake(() -> services, new KnownProjects(() -> services), () -> "", backlog);
  }

  private List<JsonNode> answers(String lines, int most) throws IOException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        InputStream answers =
            stream(inFlight, threads, most)
                .start(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)))) {
      return new String(answers.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(Json::stored)
          .toList();
    }
  }
}
