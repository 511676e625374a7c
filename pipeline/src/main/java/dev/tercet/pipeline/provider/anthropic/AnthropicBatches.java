package dev.tercet.pipeline.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.pipeline.json.CanonicalJson;
import dev.tercet.pipeline.provider.batch.BatchApi;
import dev.tercet.pipeline.provider.batch.BatchHttp;
import dev.tercet.pipeline.provider.batch.BatchRequests;
import dev.tercet.pipeline.provider.batch.BatchRequests.Line;
import dev.tercet.saga.batch.ProviderBatch;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Anthropic's batches of messages, below the address of its messages. They have no metadata, so
 * each question's name begins with its batch's, and proves in the results whose they are.
 */
final class AnthropicBatches implements BatchApi {
  private static final String ADDRESS = "/messages/batches";

  private final AnthropicExtractor extractor;
  private final BatchRequests requests;

  AnthropicBatches(AnthropicExtractor extractor, BatchHttp http) {
    this.extractor = extractor;
    requests = new BatchRequests(http, ADDRESS);
  }

  @Override
  public Sent send(UUID batch, List<Item> items, BooleanSupplier mayStill) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode asked = body.putArray("requests");
    for (Item item : items) {
      asked
          .addObject()
          .put("custom_id", hex(batch) + hex(item.name()))
          .set("params", extractor.body(item.request()));
    }
    return BatchRequests.sent(() -> {
      BatchRequests.ensure(mayStill);
      return requests.begin(body);
    });
  }

  /** As many as a name may have, of letters and digits alone: 32 for each of two ids. */
  private static String hex(UUID id) {
    return id.toString().replace("-", "");
  }

  private static UUID id(String hex) {
    if (hex.length() != 64) {
      throw new IllegalArgumentException("no name of a question");
    }
    return new UUID(
        Long.parseUnsignedLong(hex, 32, 48, 16), Long.parseUnsignedLong(hex, 48, 64, 16));
  }

  /**
   * What has as many questions and is not known as another one may be it. Only results prove it;
   * before they are there, or when they cannot be read, it is undecided.
   */
  @Override
  public Found find(ProviderBatch batch, Predicate<String> isOther) {
    List<String> undecided = new ArrayList<>();
    Optional<JsonNode> found =
        requests.newest(
            "after_id",
            AnthropicBatches::createdAt,
            batch.begunAt(),
            it -> {
              if (questions(it) != batch.questions() || isOther.test(BatchRequests.id(it))) {
                return false;
              }
              Optional<String> name = isReadable(it) ? firstName(it) : Optional.empty();
              if (name.isEmpty()) {
                undecided.add(BatchRequests.id(it));
              }
              return name.orElse("").startsWith(hex(batch.id()));
            });
    if (found.isPresent()) {
      return new Found.Here(BatchRequests.id(found.get()));
    }
    return undecided.isEmpty() ? new Found.Absent() : new Found.Undecided(undecided);
  }

  private Optional<String> firstName(JsonNode batch) {
    return requests
        .firstResult(results(BatchRequests.id(batch)))
        .map(it -> it.path("custom_id").asText(""))
        .filter(it -> !it.isEmpty());
  }

  /** The far future where nothing says it, so that it is looked at. */
  private static Instant createdAt(JsonNode batch) {
    try {
      return Instant.parse(batch.path("created_at").asText(""));
    } catch (DateTimeException e) {
      return Instant.MAX;
    }
  }

  /** All that it was sent with, whatever has come of them. */
  private static long questions(JsonNode batch) {
    long sum = 0;
    for (JsonNode count : batch.path("request_counts")) {
      sum += count.asLong(0);
    }
    return sum;
  }

  private static boolean isOver(JsonNode batch) {
    return batch.path("processing_status").asText("").equals("ended");
  }

  private static boolean isReadable(JsonNode batch) {
    return isOver(batch) && !batch.path("results_url").asText("null").equals("null");
  }

  private String results(String remote) {
    return requests.of(remote) + "/results";
  }

  /** Each question has a line of its own, so that one without may be paid for. */
  @Override
  public Standing look(String remote) {
    JsonNode batch = requests.look(remote);
    return new Standing(
        isOver(batch) ? end(batch) : batch.path("processing_status").asText(""),
        isOver(batch),
        true,
        isReadable(batch) ? List.of(results(remote)) : List.of());
  }

  /** In the words that other providers have for it. */
  private static String end(JsonNode batch) {
    JsonNode counts = batch.path("request_counts");
    if (counts.path("expired").asLong(0) > 0) {
      return "expired";
    }
    return counts.path("canceled").asLong(0) > 0 ? "cancelled" : "completed";
  }

  @Override
  public void read(Standing standing, Results told) {
    for (String path : standing.results()) {
      requests.results(path, this::line, told);
    }
  }

  private Line line(JsonNode line) {
    UUID name = id(line.path("custom_id").asText(""));
    JsonNode result = line.path("result");
    return switch (result.path("type").asText("")) {
      case "succeeded" -> new Line(name, extractor.answered(result.path("message")));
      case "errored" ->
          new Line(
              name, BatchRequests.refused("errored: " + CanonicalJson.write(result.path("error"))));
      case "canceled", "expired" -> new Line(name, null);
      default -> throw new IllegalArgumentException("no result that is known");
    };
  }

  @Override
  public void cancel(String remote) {
    requests.cancel(remote);
  }
}
