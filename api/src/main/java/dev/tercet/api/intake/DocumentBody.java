package dev.tercet.api.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import dev.tercet.api.shape.BodyShape;
import dev.tercet.api.shape.Json;
import dev.tercet.saga.Document;
import dev.tercet.saga.queue.QueueName;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one document's JSON, a whole body or a line. */
public final class DocumentBody {
  private DocumentBody() {}

  /** The document that the first {@code length} bytes describe, or a refusal with its pointer. */
  public static Document read(
      byte[] bytes, int length, Document.@Nullable Idempotency idempotency) {
    JsonNode body = Json.read(bytes, 0, length);
    BodyShape.EXTRACTION_POST.check(body);
    JsonNode metadata = body.get("metadata");
    JsonNode queue = body.get("queue");
    JsonNode runAt = body.get("runAt");
    return new Document(
        body.required("source").textValue(),
        body.required("text").textValue(),
        metadata == null ? Document.NO_METADATA : metadata.toString(),
        queue == null ? QueueName.DEFAULT : QueueName.ofLabel(queue.textValue()),
        runAt == null ? null : instant(runAt.textValue()),
        idempotency,
        List.of());
  }

  /** The instant that {@code runAt} names. */
  public static Instant instant(String runAt) {
    try {
      return OffsetDateTime.parse(runAt).toInstant();
    } catch (DateTimeParseException e) {
      throw Problem.at(
              ProblemCode.INVALID_BODY,
              "/runAt",
              "not an instant such as 2026-01-31T12:00:00Z or 2026-01-31T13:00:00+01:00")
          .refusal();
    }
  }
}
