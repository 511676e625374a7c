package dev.tercet.pipeline.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.pipeline.json.CanonicalJson;
import dev.tercet.pipeline.provider.batch.BatchApi;
import dev.tercet.pipeline.provider.batch.BatchHttp;
import dev.tercet.pipeline.provider.batch.BatchRequests;
import dev.tercet.pipeline.provider.batch.BatchRequests.Line;
import dev.tercet.pipeline.provider.exchange.FailedCall;
import dev.tercet.saga.Usage;
import dev.tercet.saga.batch.ProviderBatch;
import dev.tercet.saga.port.Extractor.Reply;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** OpenAI's files and batches, below the address of its chat requests. */
final class OpenAiBatches implements BatchApi {
  private static final Logger LOG = LoggerFactory.getLogger(OpenAiBatches.class);

  /** By which a batch is found whose name nobody has heard. */
  private static final String OURS = "tercet-batch";

  private static final Set<String> OVER = Set.of("completed", "failed", "expired", "cancelled");

  /** Of questions that a batch has not come to. */
  private static final Set<String> UNASKED = Set.of("batch_expired", "batch_cancelled");

  private final OpenAiExtractor extractor;
  private final BatchHttp http;
  private final BatchRequests requests;

  OpenAiBatches(OpenAiExtractor extractor, BatchHttp http) {
    this.extractor = extractor;
    this.http = http;
    requests = new BatchRequests(http, "/batches");
  }

  @Override
  public Sent send(UUID batch, List<Item> items, BooleanSupplier mayStill) {
    return BatchRequests.sent(() -> {
      String file = upload(batch, items);
      BatchRequests.ensure(mayStill);
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      body.put("input_file_id", file);
      body.put("endpoint", "/v1/chat/completions");
      body.put("completion_window", "24h");
      body.putObject("metadata").put(OURS, batch.toString());
      return requests.begin(body);
    });
  }

  private String upload(UUID batch, List<Item> items) {
    String boundary = "tercet-" + batch;
    Stream<String> head =
        Stream.of(
            "--" + boundary,
            "Content-Disposition: form-data; name=\"purpose\"",
            "",
            "batch",
            "--" + boundary,
            "Content-Disposition: form-data; name=\"file\"; filename=\"%s.jsonl\"".formatted(batch),
            "Content-Type: application/jsonl",
            "");
    var body = new StringBuilder();
    head.forEach(it -> body.append(it).append("\r\n"));
    items.forEach(it -> body.append(line(it)).append('\n'));
    body.append("\r\n--").append(boundary).append("--\r\n");
    return BatchRequests.id(
        http.post(
            "/files",
            "multipart/form-data; boundary=" + boundary,
            BodyPublishers.ofString(body.toString())));
  }

  private String line(Item item) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("custom_id", item.name().toString());
    line.put("method", "POST");
    line.put("url", "/v1/chat/completions");
    line.set("body", extractor.body(item.request()));
    return CanonicalJson.write(line);
  }

  /** It carries our name, and whoever is not there was not taken. */
  @Override
  public Found find(ProviderBatch batch, Predicate<String> isOther) {
    String name = batch.id().toString();
    Optional<JsonNode> found =
        requests.newest(
            "after",
            OpenAiBatches::createdAt,
            batch.begunAt(),
            it -> it.path("metadata").path(OURS).asText("").equals(name));
    return found
        .<Found>map(it -> new Found.Here(BatchRequests.id(it)))
        .orElseGet(Found.Absent::new);
  }

  /** The far future where nothing says it, so that it is looked at. */
  private static Instant createdAt(JsonNode batch) {
    long latest = Instant.MAX.getEpochSecond();
    return Instant.ofEpochSecond(Math.clamp(batch.path("created_at").asLong(latest), 0, latest));
  }

  @Override
  public Standing look(String remote) {
    JsonNode batch = requests.look(remote);
    String state = batch.path("status").asText("");
    List<String> files =
        Stream.of("output_file_id", "error_file_id")
            .map(it -> batch.path(it).asText(""))
            .filter(it -> !it.isEmpty() && !it.equals("null"))
            .map(BatchRequests::usable)
            .toList();
    if (state.equals("failed")) {
      LOG.warn("The batch {} failed: {}", remote, CanonicalJson.write(batch.path("errors")));
    }
    return new Standing(state, OVER.contains(state), state.equals("completed"), files);
  }

  @Override
  public void read(Standing standing, Results told) {
    for (String file : standing.results()) {
      requests.results("/files/" + file + "/content", this::line, told);
    }
  }

  private Line line(JsonNode result) {
    UUID name = UUID.fromString(result.path("custom_id").asText(""));
    JsonNode response = result.path("response");
    int status = response.path("status_code").asInt(0);
    if (status == 0 && UNASKED.contains(result.path("error").path("code").asText(""))) {
      return new Line(name, null);
    }
    if (status / 100 == 2) {
      return new Line(name, answered(response.path("body")));
    }
    JsonNode error = status == 0 ? result.path("error") : response.path("body");
    return new Line(
        name, BatchRequests.refused("status " + status + ": " + CanonicalJson.write(error)));
  }

  private Reply answered(JsonNode body) {
    return extractor
        .answered(CanonicalJson.write(body))
        .orElseGet(() -> FailedCall.broken("the answer has no choice with a message", Usage.NONE));
  }

  @Override
  public void cancel(String remote) {
    requests.cancel(remote);
  }
}
