package dev.tercet.testkit.memory;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The one row that orders the versions of a source. Generations never go down, so it outlives its
 * extractions.
 */
record SourceRow(long accepted, UUID acceptedId, long finished, @Nullable UUID finishedId) {

  SourceRow accepting(long generation, UUID id) {
    return new SourceRow(generation, id, finished, finishedId);
  }

  SourceRow finishing(long generation, UUID id) {
    return new SourceRow(accepted, acceptedId, generation, id);
  }
}
