package dev.tercet.storage.postgres.recovery;

import dev.tercet.saga.port.CollectionStore.CollectionRecord;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is recorded of one of Qdrant's collections. */
@MappedEntity("collection")
record CollectionRow(
    @Id String name,
    String model,
    int dimension,
    UUID incarnation,
    boolean refilling,
    @Nullable UUID refilledTo,
    Instant chosenAt,
    @Nullable Instant retiredAt) {
  CollectionRecord recorded() {
    return new CollectionRecord(
        name, model, dimension, incarnation.toString(), refilling, refilledTo, retiredAt != null);
  }
}
