package dev.tercet.storage.postgres.bulk;

import dev.tercet.saga.Document;
import dev.tercet.saga.Status;
import dev.tercet.saga.bulk.BulkOrder;
import dev.tercet.saga.port.BulkStore;
import dev.tercet.saga.queue.QueueName;
import dev.tercet.storage.postgres.extraction.RepeatSql;
import dev.tercet.storage.postgres.jdbc.Columns;
import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.operation.StatusChanges;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Accepts the documents of a page once more, as new versions (docs/protocol.md §11). */
final class MakeAgain {
  /** What their texts take as they are stored, without unpacking them. */
  static final Query SIZES =
      Query.of(
          """
          SELECT d.extraction, pg_column_size(d.text)
            FROM document d
           WHERE d.project = :project
             AND d.extraction = ANY (:ids::uuid[])
          """);

  /** As many of them, in order, as there is room for, and the first one in any case. */
  static final Query DOCUMENTS =
      Query.of(
          """
          SELECT l.name, l.text, l.metadata, l.queue
            FROM (SELECT s.name, d.text, d.metadata, e.queue, d.extraction,
                         sum(octet_length(d.text)) OVER (ORDER BY d.extraction) - octet_length(d.text) AS before
                    FROM document d
                    JOIN extraction e ON e.id = d.extraction
                    JOIN source s ON s.id = d.source
                   WHERE d.project = :project
                     AND d.extraction = ANY (:ids::uuid[])) AS l
           WHERE l.before < :most
           ORDER BY l.extraction
          """);

  /**
   * Behind the locks of projects and sources. Left alone is what is not done any more, and what has
   * a newer version, unless that has failed or was cancelled over the same words, or is being
   * deleted. The fingerprint is that of a document that is posted now, part by part as {@code
   * Fingerprint.of} reads them.
   */
  static final Query AGAIN =
      Query.of(
          RepeatSql.of(
              """
              WITH made AS MATERIALIZED (
                SELECT uuidv7() AS id, e.id AS again, e.project, e.source, e.queue, e.max_attempts,
                       s.newest_accepted + 1 AS generation, clock_timestamp() AS at,
                       sha256(convert_to(concat(octet_length(d.text), ':', d.text,
                                                octet_length(d.metadata::text), ':', d.metadata::text,
                                                octet_length(p.schema::text), ':', p.schema::text,
                                                octet_length(p.version::text), ':', p.version::text),
                                         'UTF8')) AS fingerprint
                  FROM unnest(:ids::uuid[]) AS i(id)
                  JOIN extraction e ON e.id = i.id
                                   AND e.status::text = 'done'
                                   AND e.since < :begun
                  JOIN project p ON p.id = e.project AND p.deleted_at IS NULL
                  JOIN document d ON d.project = e.project AND d.extraction = e.id
                  JOIN source s ON s.id = e.source
                  LEFT JOIN extraction newest ON newest.id = s.newest_accepted_id
                  LEFT JOIN document newer ON newer.project = e.project AND newer.extraction = newest.id
                 WHERE newest.id IS NULL
                    OR newest.id = e.id
                    OR newest.status::text = 'deleting'
                    OR NOT answers_again(newest.status)
                   AND newer.text = d.text
                   AND newer.metadata::text = d.metadata::text
              ), {next}, {removals}, {trail}
              SELECT was, status FROM changes
              """,
              "accepted",
              ":reason::text"));

  private MakeAgain() {}

  /** The bytes of the texts of these extractions of a project. */
  static Map<UUID, Integer> sizes(Connection connection, UUID project, List<UUID> ids)
      throws SQLException {
    Map<UUID, Integer> sizes = new HashMap<>();
    SIZES
        .with("project", project)
        .with("ids", ids)
        .list(connection, row -> sizes.put(Rows.uuid(row, 1), row.getInt(2)));
    return sizes;
  }

  /** Their documents, as they were posted. */
  static List<Document> documents(Connection connection, UUID project, List<UUID> ids)
      throws SQLException {
    return DOCUMENTS
        .with("project", project)
        .with("ids", ids)
        .with("most", BulkStore.MOST_BYTES)
        .list(connection, MakeAgain::document);
  }

  private static Document document(ResultSet row) throws SQLException {
    return new Document(
        Rows.text(row, 1),
        Rows.text(row, 2),
        Rows.text(row, 3),
        QueueName.ofLabel(Rows.text(row, 4)),
        null,
        null,
        List.of());
  }

  /** Makes them; how many new versions there are. */
  static int make(
      Connection connection, UUID project, DueRun run, List<UUID> ids, StatusChanges changes)
      throws SQLException {
    lock(connection, project, ids);
    return (int)
        AGAIN
            .with("ids", ids)
            .with("begun", run.begun())
            .with("reason", BulkOrder.words(run.action(), run.id(), run.reason()))
            .list(
                connection,
                row -> {
                  String was = row.getString(1);
                  Status to = Status.ofLabel(Rows.text(row, 2));
                  changes.add(was == null ? null : Status.ofLabel(was), to);
                  return to;
                })
            .stream()
            .filter(to -> to == Status.PENDING)
            .count();
  }

  /** As accepting does, so that neither waits for the other crosswise. */
  private static void lock(Connection connection, UUID project, List<UUID> ids)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(RepeatSql.LOCK)) {
      Columns.of(statement, List.of(project))
          .uuids(it -> it)
          .then(ids)
          .uuids(it -> it)
          .uuids(_ -> project);
      statement.execute();
    }
  }
}
