package dev.tercet.pipeline.provider.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.pipeline.json.CanonicalJson;
import dev.tercet.pipeline.provider.batch.BatchApi;
import dev.tercet.pipeline.provider.batch.BatchHttp;
import dev.tercet.pipeline.provider.batch.BatchTroubleException;
import dev.tercet.pipeline.provider.exchange.FailedCall;
import dev.tercet.saga.Failure;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Usage;
import dev.tercet.saga.port.Extractor.Reply;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** OpenAI's files and batches, below the address of its chat requests. */
final class OpenAiBatches implements BatchApi {
  private static final Logger LOG = LoggerFactory.getLogger(OpenAiBatches.class);

  /** By which a batch is found whose name nobody has heard. */
  private static final String OURS = "tercet-batch";

  private static final int PAGE = 100;
  private static final int MOST_PAGES = 20;

  /** Clocks differ, and listings begin with the newest. */
  private static final Duration EARLIER = Duration.ofHours(1);

  private static final Set<String> OVER = Set.of("completed", "failed", "expired", "cancelled");
  private static final Set<Integer> NO_SUCH_ADDRESS = Set.of(404, 405, 501);
  private static final Set<Integer> REFUSED = Set.of(400, 413, 415, 422);

  private final OpenAiExtractor extractor;
  private final BatchHttp http;

  OpenAiBatches(OpenAiExtractor extractor, BatchHttp http) {
    this.extractor = extractor;
    this.http = http;
  }

  @Override
  public Sent send(UUID batch, List<Item> items, BooleanSupplier mayStill) {
    try {
      String file = upload(batch, items);
      if (!mayStill.getAsBoolean()) {
        throw new BatchTroubleException(0, "the upload took too long to go on", null);
      }
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      body.put("input_file_id", file);
      body.put("endpoint", "/v1/chat/completions");
      body.put("completion_window", "24h");
      body.putObject("metadata").put(OURS, batch.toString());
      return new Sent.Taken(id(http.post("/batches", body)));
    } catch (BatchTroubleException e) {
      if (NO_SUCH_ADDRESS.contains(e.status())) {
        return new Sent.Unsupported();
      }
      if (REFUSED.contains(e.status())) {
        return new Sent.Refused(String.valueOf(e.getMessage()));
      }
      throw e;
    }
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
    return id(
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

  private static String id(JsonNode answer) {
    String id = answer.path("id").asText("");
    if (id.isEmpty()) {
      throw new BatchTroubleException(0, "the provider gave no id", null);
    }
    return id;
  }

  @Override
  public Optional<String> find(UUID batch, Instant notBefore) {
    long earliest = notBefore.minus(EARLIER).getEpochSecond();
    String after = "";
    for (int page = 0; page < MOST_PAGES; page++) {
      JsonNode listed = http.get("/batches?limit=" + PAGE + after);
      String last = "";
      for (JsonNode it : listed.path("data")) {
        if (it.path("metadata").path(OURS).asText("").equals(batch.toString())) {
          return Optional.of(id(it));
        }
        last = it.path("id").asText("");
        if (it.path("created_at").asLong(Long.MAX_VALUE) < earliest) {
          return Optional.empty();
        }
      }
      if (!listed.path("has_more").asBoolean(false) || last.isEmpty()) {
        return Optional.empty();
      }
      after = "&after=" + last;
    }
    throw new BatchTroubleException(0, "there are too many batches to find one", null);
  }

  @Override
  public Standing look(String remote) {
    JsonNode batch = http.get("/batches/" + remote);
    String state = batch.path("status").asText("");
    List<String> files =
        Stream.of("output_file_id", "error_file_id")
            .map(it -> batch.path(it).asText(""))
            .filter(it -> !it.isEmpty() && !it.equals("null"))
            .toList();
    if (state.equals("failed")) {
      LOG.warn("The batch {} failed: {}", remote, CanonicalJson.write(batch.path("errors")));
    }
    return new Standing(state, OVER.contains(state), state.equals("completed"), files);
  }

  @Override
  public void read(Standing standing, BiConsumer<UUID, Reply> told) {
    for (String file : standing.results()) {
      http.lines("/files/" + file + "/content", line -> tell(line, told));
    }
  }

  private void tell(String line, BiConsumer<UUID, Reply> told) {
    try {
      JsonNode result = CanonicalJson.read(line);
      UUID name = UUID.fromString(result.path("custom_id").asText(""));
      told.accept(name, reply(result));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      LOG.warn("A line of a batch's results is passed over: {}", e.getClass().getSimpleName());
    }
  }

  private Reply reply(JsonNode result) {
    JsonNode response = result.path("response");
    int status = response.path("status_code").asInt(0);
    JsonNode body = response.path("body");
    if (status / 100 == 2) {
      return extractor
          .answered(CanonicalJson.write(body))
          .orElseGet(
              () -> FailedCall.broken("the answer has no choice with a message", Usage.NONE));
    }
    String error = CanonicalJson.write(status == 0 ? result.path("error") : body);
    return new Reply.Refused(
        new Failure(
            FailedCall.REFUSED_REQUEST,
            FailureClass.TRANSIENT,
            "in a batch, status " + status + ": " + error,
            Stage.ACCEPTED),
        Usage.NONE);
  }

  @Override
  public void cancel(String remote) {
    try {
      http.post("/batches/" + remote + "/cancel", JsonNodeFactory.instance.objectNode());
    } catch (BatchTroubleException e) {
      if (e.status() / 100 != 4) {
        throw e;
      }
      LOG.debug("The batch {} is not to be cancelled any more", remote, e);
    }
  }
}
