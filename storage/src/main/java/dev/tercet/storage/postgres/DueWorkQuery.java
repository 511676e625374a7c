package dev.tercet.storage.postgres;

import dev.tercet.saga.DueWork;
import dev.tercet.saga.DueWork.Providers;
import dev.tercet.saga.DueWork.Reconciler;
import dev.tercet.saga.DueWork.Vectors;
import dev.tercet.saga.port.RunStore;
import dev.tercet.saga.queue.QueueName;
import dev.tercet.saga.queue.QueueSettings;
import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.recovery.RunLocks;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything that somebody may have to act on, in one statement of a few index look-ups. */
final class DueWorkQuery {
  static final Query DUE_WORK =
      Query.of(
          """
          WITH locks AS MATERIALIZED (
            SELECT pid, (classid::bigint << 32) | objid::bigint AS key
              FROM pg_locks
             WHERE locktype = 'advisory'
               AND granted
               AND objsubid = 1
               AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
          )
          SELECT EXISTS (SELECT FROM extraction WHERE status = 'processing') AS claimed,
                 EXISTS (SELECT
                           FROM worker_session w
                          WHERE w.closed_at IS NULL
                            AND (w.heartbeat_at < statement_timestamp() - :lease * interval '1 millisecond'
                                 OR w.lock_seen AND w.lock_key NOT IN (SELECT key FROM locks)))
                 OR EXISTS (SELECT
                              FROM extraction e
                              LEFT JOIN worker_session w ON w.id = e.session
                             WHERE e.status = 'processing'
                               AND (w.id IS NULL OR w.closed_at IS NOT NULL OR e.deadline < statement_timestamp())) AS suspect,
                 EXISTS (SELECT FROM extraction WHERE status = 'queued') AS queued,
                 (SELECT extract(epoch FROM greatest(e.since, e.due_at) - statement_timestamp()) * 1000
                    FROM extraction e
                   WHERE e.status = 'pending'
                     AND EXISTS (SELECT FROM project p WHERE p.id = e.project AND p.deleted_at IS NULL)
                   ORDER BY greatest(e.since, e.due_at)
                   LIMIT 1)::bigint AS due_ms,
                 EXISTS (SELECT FROM project WHERE deleted_at IS NOT NULL) AS tombstones,
                 EXISTS (SELECT FROM removal WHERE due_at <= statement_timestamp()) AS removals,
                 EXISTS (SELECT FROM search_due WHERE due_at <= statement_timestamp())
                 OR EXISTS (SELECT FROM search_backfill) AS words,
                 EXISTS (SELECT FROM bulk_run WHERE state = 'running' AND next_at <= statement_timestamp()) AS bulk,
                 EXISTS (SELECT
                           FROM schedule s
                          WHERE s.next_at <= statement_timestamp()
                            AND NOT EXISTS (SELECT
                                              FROM project p
                                             WHERE p.id = s.project
                                               AND p.deleted_at IS NOT NULL)) AS schedules,
                 EXISTS (SELECT FROM batch WHERE ended_at IS NULL AND next_at <= statement_timestamp())
                 OR EXISTS (SELECT FROM batch_question WHERE state = 'waiting' AND ready_at <= statement_timestamp())
                 OR EXISTS (SELECT FROM batch_question WHERE news) AS batches,
                 (SELECT extract(epoch FROM statement_timestamp() - last_success_at) * 1000
                    FROM reconciler_task
                   WHERE name = 'sweep')::bigint AS since_sweep_ms,
                 EXISTS (SELECT FROM collection WHERE name = :collection AND refilling) AS refilling,
                 EXISTS (SELECT FROM collection WHERE name <> :collection AND retired_at IS NULL) AS others,
                 (SELECT name
                    FROM (SELECT name, chosen_at
                            FROM collection
                           WHERE retired_at IS NULL
                           ORDER BY chosen_at DESC
                           LIMIT 2) AS used
                   ORDER BY chosen_at
                   LIMIT 1) AS reading,
                 (SELECT pid
                    FROM locks
                   WHERE key = hashtextextended('tercet.recovery.' || :reconciler, 0)
                   LIMIT 1) AS reconciler,
                 ARRAY(SELECT queue::text FROM queue_setting ORDER BY queue) AS queues,
                 ARRAY(SELECT weight FROM queue_setting ORDER BY queue) AS weights,
                 ARRAY(SELECT paused FROM queue_setting ORDER BY queue) AS paused,
                 EXISTS (SELECT FROM provider_state WHERE hastening) AS hastening,
                 (SELECT coalesce(sum(version), 0) FROM provider_state)::bigint AS provider_changes
          """);

  private DueWorkQuery() {}

  static DueWork ask(Connection connection, String collection, Duration lease, RunLocks ours)
      throws SQLException {
    return DUE_WORK
        .with("lease", lease.toMillis())
        .with("collection", collection)
        .with("reconciler", RunStore.RECONCILER.toString())
        .one(connection, row -> dueWork(row, ours));
  }

  private static DueWork dueWork(ResultSet row, RunLocks ours) throws SQLException {
    return new DueWork(
        row.getBoolean("claimed"),
        row.getBoolean("suspect"),
        row.getBoolean("queued"),
        millisOrNull(row, "due_ms"),
        row.getBoolean("tombstones"),
        row.getBoolean("removals"),
        row.getBoolean("words"),
        row.getBoolean("bulk"),
        row.getBoolean("schedules"),
        row.getBoolean("batches"),
        millisOrNull(row, "since_sweep_ms"),
        new Vectors(
            row.getBoolean("refilling"), row.getBoolean("others"), row.getString("reading")),
        reconciler(row, ours),
        queueSettings(row),
        new Providers(row.getBoolean("hastening"), row.getLong("provider_changes")));
  }

  private static @Nullable Duration millisOrNull(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Duration.ofMillis(millis);
  }

  private static Reconciler reconciler(ResultSet row, RunLocks ours) throws SQLException {
    int backend = row.getInt("reconciler");
    return row.wasNull() ? Reconciler.NOBODY : ours.whose(backend);
  }

  private static QueueSettings queueSettings(ResultSet row) throws SQLException {
    String[] queues = (String[]) row.getArray("queues").getArray();
    Integer[] weights = (Integer[]) row.getArray("weights").getArray();
    Boolean[] paused = (Boolean[]) row.getArray("paused").getArray();
    Map<QueueName, Integer> weightOf = new EnumMap<>(QueueName.class);
    Set<QueueName> stopped = EnumSet.noneOf(QueueName.class);
    for (int i = 0; i < queues.length; i++) {
      QueueName queue = QueueName.ofLabel(queues[i]);
      weightOf.put(queue, weights[i]);
      if (paused[i]) {
        stopped.add(queue);
      }
    }
    return new QueueSettings(weightOf, stopped);
  }
}
