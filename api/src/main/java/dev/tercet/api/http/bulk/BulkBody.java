package dev.tercet.api.http.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.Status;
import dev.tercet.saga.bulk.BulkAction;
import dev.tercet.saga.text.StorableText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the body of a bulk run asks for, once its shape has been checked. */
record BulkBody(JsonNode body) {
  /** A thousand ids, and room for white space. */
  static final int LIMIT = 128 << 10;

  private static final int DEFAULT_RATE = 50;

  /** Times beyond are nobody's, and no column's. */
  private static final int LAST_YEAR = 9_999;

  boolean isDryRun() {
    return body.path("dryRun").asBoolean(false);
  }

  int rate() {
    return body.path("rate").asInt(DEFAULT_RATE);
  }

  /** What a project's run does. */
  BulkAction action() {
    return BulkAction.ofLabel(body.path("action").textValue());
  }

  /** What a run over dead letters does. */
  BulkAction letterAction() {
    BulkAction action = BulkAction.ofLabel(body.path("action").asText(BulkAction.REDRIVE.label()));
    boolean explained = body.has("reason");
    if (action == BulkAction.DISCARD && !explained) {
      throw refusal("/reason", "whoever discards says why");
    }
    if (action == BulkAction.REDRIVE && explained) {
      throw refusal("/reason", "only what is discarded needs a reason");
    }
    return action;
  }

  @Nullable String reason() {
    String reason = body.path("reason").textValue();
    return reason == null ? null : StorableText.of(reason);
  }

  @Nullable String project() {
    return filter().path("project").textValue();
  }

  /** Only one in which the action can take effect. */
  @Nullable Status status() {
    String label = filter().path("status").textValue();
    if (label == null) {
      return null;
    }
    Status status = Status.ofLabel(label);
    if (!action().allows(status)) {
      throw refusal(
          "/filter/status", action().label() + " has no effect on what is " + status.label());
    }
    return status;
  }

  /**
   * Asked of {@code again} alone: a process of a release before knows the filter as little as that
   * action, and would do anything else to what is not stale, too.
   */
  boolean isStale() {
    boolean stale = filter().path("stale").asBoolean(false);
    if (stale && action() != BulkAction.AGAIN) {
      throw refusal("/filter/stale", "only again looks for what is stale");
    }
    return stale;
  }

  @Nullable String source() {
    String source = filter().path("source").textValue();
    if (source != null && !StorableText.isStorable(source)) {
      throw refusal("/filter/source", "no source has a NUL or half a character");
    }
    return source;
  }

  @Nullable String code() {
    return filter().path("code").textValue();
  }

  @Nullable FailureClass failureClass() {
    String label = filter().path("class").textValue();
    return label == null ? null : FailureClass.ofLabel(label);
  }

  @Nullable Instant after() {
    return instant("after");
  }

  @Nullable Instant before() {
    return instant("before");
  }

  List<UUID> ids() {
    List<UUID> ids = new ArrayList<>();
    filter().path("ids").forEach(id -> ids.add(UUID.fromString(id.textValue())));
    return ids;
  }

  private JsonNode filter() {
    return body.path("filter");
  }

  private @Nullable Instant instant(String name) {
    String written = filter().path(name).textValue();
    if (written == null) {
      return null;
    }
    try {
      OffsetDateTime at = OffsetDateTime.parse(written);
      if (at.getYear() > 0 && at.getYear() <= LAST_YEAR) {
        return at.toInstant();
      }
    } catch (DateTimeException e) {
      throw noInstant(name);
    }
    throw noInstant(name);
  }

  private static RuntimeException noInstant(String name) {
    return refusal(
        "/filter/" + name,
        "not an instant such as 2026-01-31T12:00:00Z or 2026-01-31T13:00:00+01:00");
  }

  private static RuntimeException refusal(String pointer, String detail) {
    return Problem.at(ProblemCode.INVALID_BODY, pointer, detail).refusal();
  }
}
