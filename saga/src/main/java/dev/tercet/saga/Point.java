package dev.tercet.saga;

import dev.tercet.saga.id.Fingerprint;
import java.util.UUID;

/**
 * A passage's place in Qdrant.
 *
 * @param id the passage's {@code embedding_id}
 * @param vector finite, not zero, of the collection's dimension
 * @param payload what it carries
 */
@SuppressWarnings("ArrayRecordComponent") // a vector is sent, never compared or used as a key
public record Point(UUID id, float[] vector, Payload payload) {

  /**
   * What a point carries, besides {@code owner} and {@code bucket}, which the adapter adds from the
   * installation and the id (docs/protocol.md §1).
   *
   * @param project the project's internal id (tenant index)
   * @param extraction the extraction's id
   * @param ordinal the passage's place
   * @param generation the version of the source
   * @param epoch of the attempt that wrote it; a lower one never overwrites it
   * @param contentHash of the passage's text
   * @param model the embedding model
   */
  public record Payload(
      UUID project,
      UUID extraction,
      int ordinal,
      long generation,
      long epoch,
      Fingerprint contentHash,
      String model) {}
}
