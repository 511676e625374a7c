package dev.tercet.cli.client;

import dev.tercet.cli.terminal.PrintedText;
import dev.tercet.cli.terminal.Terminal;
import dev.tercet.pipeline.LoopSignal;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Posts documents to a project and notes what became of each. */
public final class PostDocuments {
  private static final int AT_ONCE = 4;
  private static final long LARGEST_MIB = 24;
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int MOST_TRIES = 300;

  /** The parts before the file's bytes; lines end as RFC 2046 wants. */
  private static final String OPENING =
      """
      --%s
      Content-Disposition: form-data; name="source"

      %s
      --%s
      Content-Disposition: form-data; name="file"; filename="%s"
      Content-Type: application/octet-stream

      """;

  private final ApiClient client;
  private final String path;

  /** Drawn, since a file that held a known one would add parts of its own to its form. */
  private final String boundary = "tercet-" + UUID.randomUUID();

  private final Consumer<String> refused;
  private final Map<String, String> extractions = new LinkedHashMap<>();
  private final Map<String, String> refusals = new LinkedHashMap<>();

  /** {@code refused} is told of every file that is refused, in a line, when it happens. */
  public PostDocuments(ApiClient client, String project, Consumer<String> refused) {
    this.client = client;
    this.refused = refused;
    path = "/projects/" + ApiClient.encoded(project) + "/extractions";
  }

  /** What the service said to one file: the id of its extraction, or why it was refused. */
  private record Answer(String id, String refusal) {}

  /** The extraction of each source that was taken. */
  public Map<String, String> extractions() {
    return extractions;
  }

  /** Why each of the other sources was refused. */
  public Map<String, String> refusals() {
    return refusals;
  }

  /** Posts all files, a few at once. */
  public void post(DocumentFiles files, Terminal terminal) {
    Map<String, Future<Answer>> answers = new LinkedHashMap<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      files
          .files()
          .forEach(
              (source, file) -> answers.put(source, threads.submit(() -> posted(source, file))));
      answers.forEach((source, answer) -> {
        note(source, ApiClient.result(answer));
        terminal.progress(extractions.size() + refusals.size(), files.size(), "posted");
      });
    }
  }

  private void note(String source, Answer answer) {
    if (answer.refusal().isEmpty()) {
      extractions.put(source, answer.id());
    } else {
      refusals.put(source, answer.refusal());
      refused.accept(PrintedText.of("refused %s: %s".formatted(source, answer.refusal())));
    }
  }

  private Answer posted(String source, Path file) {
    try {
      if (Files.size(file) > LARGEST_MIB << 20) {
        return new Answer("", "it is larger than " + LARGEST_MIB + " MiB");
      }
      return patiently(source, file);
    } catch (ApiClient.ApiException e) {
      return new Answer("", String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return new Answer("", "the file cannot be read");
    }
  }

  /** A service that is busy is asked again. */
  private Answer patiently(String source, Path file) throws IOException {
    var pause = new LoopSignal();
    for (int tries = 1; ; tries++) {
      try {
        return new Answer(
            client
                .post(path, "multipart/form-data; boundary=" + boundary, body(source, file))
                .path("id")
                .asText(),
            "");
      } catch (ApiClient.ApiException e) {
        if (!e.isBusy() || tries == MOST_TRIES) {
          throw e;
        }
        pause.rest(PAUSE);
      }
    }
  }

  private BodyPublisher body(String source, Path file) throws IOException {
    String name =
        source
            .substring(source.lastIndexOf('/') + 1)
            .replace("\"", "%22")
            .replace("\r", "%0D")
            .replace("\n", "%0A");
    String opening = OPENING.replace("\n", "\r\n").formatted(boundary, source, boundary, name);
    return BodyPublishers.concat(
        BodyPublishers.ofByteArray(opening.getBytes(StandardCharsets.UTF_8)),
        BodyPublishers.ofFile(file),
        BodyPublishers.ofByteArray(
            ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8)));
  }
}
