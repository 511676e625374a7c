package dev.tercet.testkit.memory;

import dev.tercet.saga.CollectionStore.CollectionRecord;
import dev.tercet.saga.RunStore;
import dev.tercet.saga.RunStore.Run;
import dev.tercet.saga.RunStore.TaskState;
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
final class RecoveryTables {
  /** One run's lock: its process takes it along when it dies. */
  record Lock(RunStore process, UUID run) {}

  final Map<String, Lock> locks = new HashMap<>();

  final List<Run> runs = new ArrayList<>();
  final Map<String, TaskState> tasks = new HashMap<>();

  /** The one that was chosen last stands last. */
  final SequencedMap<String, CollectionRecord> collections = new LinkedHashMap<>();

  int cursor;
  long number;
  final Map<Integer, Instant> verifiedBuckets = new HashMap<>();
  final Map<UUID, Instant> verifiedProjects = new HashMap<>();
  @Nullable Instant wentBackAt;
}
