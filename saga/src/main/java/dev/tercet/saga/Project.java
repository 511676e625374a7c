package dev.tercet.saga;

import dev.tercet.saga.id.Fingerprint;
import java.time.Instant;
import java.util.UUID;

/**
 * A named collection of documents of one tenant.
 *
 * @param id internal, never reused; it is what rows, keys and payloads carry
 * @param tenant the customer it belongs to
 * @param slug its name in addresses, {@code [a-z0-9][a-z0-9-]{0,62}}; free again once the project
 *     is deleted
 * @param schema JSON Schema of one fact, as JSON text
 * @param options the project's options, as a JSON object
 * @param version grows with every change of schema or options; part of a document's fingerprint
 * @param createdAt when it was first put
 */
public record Project(
    UUID id,
    String tenant,
    String slug,
    String schema,
    String options,
    int version,
    Instant createdAt) {
  /** The fingerprint of a document that is posted to it as it is (docs/protocol.md §2). */
  public Fingerprint fingerprint(String text, String metadata) {
    return Fingerprint.of(text, metadata, schema, Integer.toString(version));
  }
}
