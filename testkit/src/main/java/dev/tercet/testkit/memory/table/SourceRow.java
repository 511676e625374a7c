package dev.tercet.testkit.memory.table;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The one row that orders the versions of a source. Generations never go down, so it outlives its
 * extractions.
 */
public record SourceRow(long accepted, UUID acceptedId, long finished, @Nullable UUID finishedId) {

  public SourceRow accepting(long generation, UUID id) {
    return new SourceRow(generation, id, finished, finishedId);
  }

  public SourceRow finishing(long generation, UUID id) {
    return new SourceRow(accepted, acceptedId, generation, id);
  }
}
