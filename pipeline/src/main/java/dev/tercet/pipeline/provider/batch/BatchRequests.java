package dev.tercet.pipeline.provider.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tercet.pipeline.json.CanonicalJson;
import dev.tercet.pipeline.provider.batch.BatchApi.Results;
import dev.tercet.pipeline.provider.batch.BatchApi.Sent;
import dev.tercet.pipeline.provider.exchange.FailedCall;
import dev.tercet.saga.Failure;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Usage;
import dev.tercet.saga.port.Extractor.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is asked and understood alike of every provider's batches. */
public final class BatchRequests {
  private static final Logger LOG = LoggerFactory.getLogger(BatchRequests.class);

  private static final int PAGE = 100;
  private static final int MOST_PAGES = 20;

  /** Clocks differ, and listings begin with the newest. */
  private static final Duration EARLIER = Duration.ofHours(1);

  /** Nothing that has a meaning in an address, and shorter than its column. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.:-]{0,199}");

  private static final Set<Integer> NO_SUCH_ADDRESS = Set.of(404, 405, 501);
  private static final Set<Integer> REFUSED = Set.of(400, 413, 415, 422);

  private final BatchHttp http;
  private final String address;

  /**
   * @param address of the batches, below the provider's
   */
  public BatchRequests(BatchHttp http, String address) {
    this.http = http;
    this.address = address;
  }

  /** What came of sending, which gives the provider's name for what it took. */
  public static Sent sent(Supplier<String> send) {
    try {
      return new Sent.Taken(send.get());
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

  /** Throws when it may not be sent any more. */
  public static void ensure(BooleanSupplier mayStill) {
    if (!mayStill.getAsBoolean()) {
      throw new BatchTroubleException(0, "what came before took too long to send it", null);
    }
  }

  /**
   * The name that the provider gave to what it has.
   *
   * @throws UnusableNameException if it cannot be asked for, or not be kept
   */
  public static String id(JsonNode answer) {
    String id = answer.path("id").asText("");
    if (id.isEmpty()) {
      throw new BatchTroubleException(0, "the provider gave no id", null);
    }
    return usable(id);
  }

  /** The same name; it becomes a part of addresses as it is. */
  public static String usable(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new UnusableNameException(name);
    }
    return name;
  }

  /** Begins a batch. */
  public String begin(JsonNode body) {
    return id(http.post(address, body));
  }

  public JsonNode look(String remote) {
    return http.get(of(remote));
  }

  /** The address of that batch. */
  public String of(String remote) {
    return address + "/" + usable(remote);
  }

  /** Cancels it, unless there is nothing to cancel any more. */
  public void cancel(String remote) {
    try {
      http.post(of(remote) + "/cancel", JsonNodeFactory.instance.objectNode());
    } catch (BatchTroubleException e) {
      if (e.status() / 100 != 4) {
        throw e;
      }
      LOG.debug("The batch {} is not to be cancelled any more", remote, e);
    }
  }

  /**
   * The newest batch that is the one, of those that began no earlier.
   *
   * @param cursor the parameter that names the last one of the page before
   * @param createdAt when a listed batch began; the far future where nothing says it
   */
  public Optional<JsonNode> newest(
      String cursor,
      Function<JsonNode, Instant> createdAt,
      Instant notBefore,
      Predicate<JsonNode> isIt) {
    Instant earliest = notBefore.minus(EARLIER);
    String after = "";
    for (int page = 0; page < MOST_PAGES; page++) {
      JsonNode listed = http.get(address + "?limit=" + PAGE + after);
      String last = "";
      for (JsonNode it : listed.path("data")) {
        if (createdAt.apply(it).isBefore(earliest)) {
          return Optional.empty();
        }
        if (isIt.test(it)) {
          return Optional.of(it);
        }
        last = it.path("id").asText("");
      }
      if (!listed.path("has_more").asBoolean(false) || last.isEmpty()) {
        return Optional.empty();
      }
      after = "&" + cursor + "=" + usable(last);
    }
    throw new BatchTroubleException(0, "there are too many batches to find one", null);
  }

  /**
   * What a line of results says.
   *
   * @param reply to that question; null when it was never asked
   */
  public record Line(UUID name, @Nullable Reply reply) {}

  /**
   * Tells each line of results.
   *
   * @param reader throws {@link IllegalArgumentException} for one that it cannot understand
   */
  public void results(String path, Function<JsonNode, Line> reader, Results told) {
    http.lines(
        path,
        text -> {
          Line line = read(text, reader);
          if (line == null) {
            told.unreadable();
          } else if (line.reply() == null) {
            told.unasked(line.name());
          } else {
            told.answered(line.name(), line.reply());
          }
        },
        told::unreadable);
  }

  private static @Nullable Line read(String text, Function<JsonNode, Line> reader) {
    try {
      return reader.apply(CanonicalJson.read(text));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      LOG.warn("A line of a batch's results is passed over: {}", e.getClass().getSimpleName());
      return null;
    }
  }

  /** The first line of results; empty when there is none that can be read. */
  public Optional<JsonNode> firstResult(String path) {
    return http.firstLine(path)
        .flatMap(line -> {
          try {
            return Optional.of(CanonicalJson.read(line));
          } catch (JsonProcessingException e) {
            LOG.warn("The first line at {} is no JSON", path);
            return Optional.empty();
          }
        });
  }

  /** A question that the provider did not answer, and is not paid for. */
  public static Reply refused(String why) {
    return new Reply.Refused(
        new Failure(
            FailedCall.REFUSED_REQUEST,
            FailureClass.TRANSIENT,
            "in a batch, " + why,
            Stage.ACCEPTED),
        Usage.NONE);
  }
}
