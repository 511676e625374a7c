package dev.tercet.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.api.shape.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Posts documents to a project and notes what became of each. */
final class Posting {
  private static final int MOST_LINES = 100_000;
  private static final String BOUNDARY = "tercet-7d1c0a92b5e84f6e";

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
  private final Map<String, String> extractions = new LinkedHashMap<>();
  private final Map<String, String> refusals = new LinkedHashMap<>();

  Posting(ApiClient client, String project) {
    this.client = client;
    path = "/projects/" + ApiClient.encoded(project) + "/extractions";
  }

  /** The extraction of each source that was taken. */
  Map<String, String> extractions() {
    return extractions;
  }

  /** Why each of the other sources was refused. */
  Map<String, String> refusals() {
    return refusals;
  }

  /** Posts all files: texts as lines, the others one by one. */
  void post(DocumentFiles files, Terminal terminal) {
    List<Path> texts = files.texts();
    for (int from = 0; from < texts.size(); from += MOST_LINES) {
      List<Path> some = texts.subList(from, Math.min(texts.size(), from + MOST_LINES));
      client.lines(path, () -> lines(some), answer -> note(some, answer, files.size(), terminal));
    }
    for (Path file : files.others()) {
      try {
        JsonNode saga =
            client.post(
                path,
                "multipart/form-data; boundary=" + BOUNDARY,
                BodyPublishers.ofByteArrays(List.of(opening(file), bytes(file), closing())));
        extractions.put(DocumentFiles.source(file), saga.path("id").asText());
      } catch (ApiClient.ApiException e) {
        refusals.put(DocumentFiles.source(file), String.valueOf(e.getMessage()));
      }
      terminal.progress(noted(), files.size(), "posted");
    }
  }

  private int noted() {
    return extractions.size() + refusals.size();
  }

  private void note(List<Path> posted, JsonNode answer, int all, Terminal terminal) {
    String source = DocumentFiles.source(posted.get(answer.path("line").asInt() - 1));
    if (answer.has("error")) {
      refusals.put(source, answer.at("/error/detail").asText());
    } else {
      extractions.put(source, answer.path("id").asText());
    }
    terminal.progress(noted(), all, "posted");
  }

  /** The files as lines, each read when its turn comes. */
  @SuppressWarnings("JdkObsolete") // what SequenceInputStream takes
  private static InputStream lines(List<Path> files) {
    Iterator<Path> next = files.iterator();
    return new SequenceInputStream(
        new Enumeration<InputStream>() {
          @Override
          public boolean hasMoreElements() {
            return next.hasNext();
          }

          @Override
          public InputStream nextElement() {
            return line(next.next());
          }
        });
  }

  private static InputStream line(Path file) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("source", DocumentFiles.source(file));
    document.put("text", new String(bytes(file), StandardCharsets.UTF_8));
    byte[] json = Json.bytes(document);
    byte[] line = Arrays.copyOf(json, json.length + 1);
    line[json.length] = '\n';
    return new ByteArrayInputStream(line);
  }

  private static byte[] opening(Path file) {
    String source = DocumentFiles.source(file);
    String name = String.valueOf(file.getFileName()).replace("\"", "%22");
    return OPENING
        .replace("\n", "\r\n")
        .formatted(BOUNDARY, source, BOUNDARY, name)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] closing() {
    return ("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException("the file " + file + " cannot be read", e);
    }
  }
}
