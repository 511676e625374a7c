package dev.tercet.storage.postgres.recovery;

import dev.tercet.saga.port.RunStore.Run;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One run of recovery. */
@MappedEntity("reconciler_run")
record RunRow(
    @Id UUID id,
    @Nullable UUID project,
    Instant startedAt,
    Instant finishedAt,
    boolean success,
    String report) {
  Run run() {
    return new Run(id, project, startedAt, finishedAt, success, report);
  }
}
