package dev.tercet.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
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

  /** A part before the file's; lines end as RFC 2046 wants. */
  private static final String FIELD =
      """
      --%s
      Content-Disposition: form-data; name="%s"

      %s
      """;

  private static final String OPENING =
      """
      --%s
      Content-Disposition: form-data; name="file"; filename="%s"
      Content-Type: application/octet-stream

      """;

  private final ApiClient client;
  private final String path;

  /** Drawn, since a file that held a known one would add parts of its own to its form. */
  private final String boundary = "tercet-" + UUID.randomUUID();

  private final Map<String, String> fields;
  private final Consumer<String> refused;
  private final Map<String, String> extractions = new LinkedHashMap<>();
  private final Map<String, JsonNode> taken = new LinkedHashMap<>();
  private final Map<String, String> refusals = new LinkedHashMap<>();

  /**
   * Posts nothing yet.
   *
   * @param fields what is said of every file besides its name, such as {@code queue}
   * @param refused is told of every file that is refused, in a line, when it happens
   */
  public PostDocuments(
      ApiClient client, String project, Map<String, String> fields, Consumer<String> refused) {
    this.client = client;
    this.fields = fields;
    this.refused = refused;
    path = "/projects/" + ApiClient.encoded(project) + "/extractions";
  }

  /** What the service said to one file: its extraction, or why it was refused. */
  private record Answer(JsonNode extraction, String refusal) {
    static Answer refused(String why) {
      return new Answer(MissingNode.getInstance(), why);
    }
  }

  /** The extraction of each source that was taken. */
  public Map<String, String> extractions() {
    return extractions;
  }

  /** Those extractions as they were when they were taken, by id. */
  public Map<String, JsonNode> taken() {
    return taken;
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
      String id = answer.extraction().path("id").asText();
      extractions.put(source, id);
      taken.put(id, answer.extraction());
    } else {
      refusals.put(source, answer.refusal());
      refused.accept(PrintedText.of("refused %s: %s".formatted(source, answer.refusal())));
    }
  }

  private Answer posted(String source, Path file) {
    try {
      if (Files.size(file) > LARGEST_MIB << 20) {
        return Answer.refused("it is larger than " + LARGEST_MIB + " MiB");
      }
      return patiently(source, file);
    } catch (ApiClient.ApiException e) {
      return Answer.refused(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return Answer.refused("the file cannot be read");
    }
  }

  /** A service that is busy is asked again. */
  private Answer patiently(String source, Path file) throws IOException {
    var pause = new LoopSignal();
    for (int tries = 1; ; tries++) {
      try {
        return new Answer(
            client.post(path, "multipart/form-data; boundary=" + boundary, body(source, file)), "");
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
    var opening = new StringBuilder(field("source", source));
    fields.forEach((field, value) -> opening.append(field(field, value)));
    opening.append(OPENING.replace("\n", "\r\n").formatted(boundary, name));
    return BodyPublishers.concat(
        BodyPublishers.ofByteArray(opening.toString().getBytes(StandardCharsets.UTF_8)),
        BodyPublishers.ofFile(file),
        BodyPublishers.ofByteArray(
            ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8)));
  }

  private String field(String name, String value) {
    return FIELD.replace("\n", "\r\n").formatted(boundary, name, value);
  }
}
