package dev.tercet.testkit.memory.table;

import dev.tercet.saga.id.EmbeddingId;
import dev.tercet.saga.port.CollectionStore.CollectionRecord;
import dev.tercet.saga.port.RunStore;
import dev.tercet.saga.port.RunStore.Run;
import dev.tercet.saga.port.RunStore.TaskState;
import dev.tercet.saga.schedule.Schedule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tables of recovery itself, and the advisory locks of its runs. */
public final class RecoveryTables {
  /** One run's lock: its process takes it along when it dies. */
  public record Lock(RunStore process, UUID run) {}

  public final Map<String, Lock> locks = new HashMap<>();

  public final List<Run> runs = new ArrayList<>();
  public final Map<String, TaskState> tasks = new HashMap<>();

  /** The one that was chosen last stands last. */
  public final SequencedMap<String, CollectionRecord> collections = new LinkedHashMap<>();

  public final Map<UUID, BulkRow> bulk = new LinkedHashMap<>();
  public final Map<UUID, Schedule> schedules = new LinkedHashMap<>();

  public int cursor;
  public long number;

  /** Of each bucket; null when it was never compared. */
  public final @Nullable Instant[] verifiedBuckets = new Instant[EmbeddingId.BUCKETS];

  public final Map<UUID, Instant> verifiedProjects = new HashMap<>();
  public @Nullable Instant wentBackAt;
}
