package dev.tercet.storage.postgres.bulk;

import dev.tercet.saga.FailureClass;
import dev.tercet.saga.Status;
import dev.tercet.saga.bulk.BulkAction;
import dev.tercet.saga.bulk.BulkFilter;
import dev.tercet.saga.port.BulkStore;
import dev.tercet.saga.port.BulkStore.Matched;
import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.operation.MadeWithColumn;
import dev.tercet.storage.postgres.operation.SqlPieces;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds the extractions of a filter. A stretch of an index is looked at, whatever of it matches, so
 * that a page costs as much where few match as where all do.
 *
 * @param action whose run it is, or would be
 * @param begun when the run began; null while one is only thought of
 */
record BulkWalk(BulkAction action, BulkFilter filter, @Nullable Instant begun) {
  /** So many rows are looked at to count what matches, in all statuses and queues together. */
  static final int MOST_LOOKED = 2 * BulkStore.MOST_COUNTED;

  /**
   * What of the rows matches; what is not known of a row is unlike everything. What an action on a
   * status takes has stood there since before the run; what any other takes was accepted before it.
   */
  private static final String MATCHES =
      """
      (:code::text IS NULL OR l.failure_code = :code)
             AND (:class::text IS NULL OR l.failure_class = :class::text::failure_class)
             AND (:after::timestamptz IS NULL OR l.since >= :after)
             AND (:before::timestamptz IS NULL OR l.since < :before)
             AND (:unlike::text[] IS NULL OR l.status = 'done' AND (l.made_with <@ :unlike::text[]) IS NOT TRUE)
             AND (:settled::timestamptz IS NULL OR l.since < :settled)
             AND (:source::text IS NULL OR EXISTS (SELECT FROM source s WHERE s.id = l.source AND s.name = :source))
             AND (:known::timestamptz IS NULL
                  OR EXISTS (SELECT
                               FROM document d
                              WHERE d.project = l.project
                                AND d.extraction = l.id
                                AND d.created_at <= :known))\
      """;

  /**
   * Of all statuses and queues at once, so that none is missed while it goes from one to another.
   */
  private static final String OF_PROJECT =
      """
      found.*
            FROM unnest(:statuses::text[]::extraction_status[]) AS s(status)
           CROSS JOIN unnest(enum_range(NULL::queue_name)) AS q(queue)
           CROSS JOIN LATERAL (
                 SELECT e.id, e.project, e.source, e.since, e.status, e.made_with, e.failure_code,
                        e.failure_class
                   FROM extraction e
                  WHERE uuid_send(e.project) = uuid_send(:project::uuid)
                    AND e.status = s.status
                    AND e.queue = q.queue
                    AND uuid_send(e.id) > uuid_send(:from::uuid)
                  ORDER BY uuid_send(e.id)
                  LIMIT :look) AS found\
      """;

  /** Where a page ends; all statuses and queues are read for it, a stretch of each. */
  private static final String BY_ID =
      """

           ORDER BY found.id
           LIMIT :look\
      """;

  /**
   * Where counting ends. It asks for no order, so that one status and queue is read after another
   * and the limit is one of all that is read, and not of each.
   */
  private static final String IN_ANY_ORDER =
      """

           LIMIT :look\
      """;

  private static final String OF_SOURCE =
      """
      e.id, e.project, e.source, e.since, e.status, e.made_with, e.failure_code, e.failure_class
            FROM source s
            JOIN document d ON d.source = s.id
            JOIN extraction e ON e.id = d.extraction
           WHERE e.status = ANY (:statuses::text[]::extraction_status[])
             AND s.project = :project
             AND s.name = :source
             AND e.id > :from
           ORDER BY e.id
           LIMIT :look\
      """;

  private static final String OF_IDS =
      """
      e.id, e.project, e.source, e.since, e.status, e.made_with, e.failure_code, e.failure_class
            FROM extraction e
           WHERE e.status = ANY (:statuses::text[]::extraction_status[])
             AND e.project = :project
             AND e.id = ANY (:ids::uuid[])
             AND e.id > :from
           ORDER BY e.id
           LIMIT :look\
      """;

  static final Query PAGE_OF_PROJECT = pageOf(OF_PROJECT + BY_ID);
  static final Query PAGE_OF_SOURCE = pageOf(OF_SOURCE);
  static final Query PAGE_OF_IDS = pageOf(OF_IDS);
  static final Query COUNT_OF_PROJECT = countOf(OF_PROJECT + IN_ANY_ORDER);
  static final Query COUNT_OF_SOURCE = countOf(OF_SOURCE);
  static final Query COUNT_OF_IDS = countOf(OF_IDS);

  /** Failed ones of all projects, in the order in which they failed. */
  static final Query PAGE_OF_FAILED =
      Query.of(
          SqlPieces.in(
              """
              WITH l AS MATERIALIZED (
                  SELECT e.id, e.project, e.source, e.since, e.status, e.made_with, e.failure_code, e.failure_class
                    FROM extraction e
                   WHERE e.status = 'failed'
                     AND (e.since, e.id) > (:from_since::timestamptz, :from::uuid)
                     AND e.since < :settled
                   ORDER BY e.since, e.id
                   LIMIT :look
              )
              SELECT l.id, l.since, p.tenant = :tenant AND p.deleted_at IS NULL
                     AND {matches} AS matches
                FROM l
                JOIN project p ON p.id = l.project
               ORDER BY l.since, l.id
              """,
              Map.of("matches", MATCHES)));

  private static Query pageOf(String walk) {
    return of(
        """
        WITH l AS MATERIALIZED (
            SELECT {walk}
        )
        SELECT l.id, l.since, {matches} AS matches
          FROM l
         ORDER BY l.id
        """,
        walk);
  }

  /** A row for each status, or one without any; each says how many rows were looked at. */
  private static Query countOf(String walk) {
    return of(
        """
        WITH l AS MATERIALIZED (
            SELECT {walk}
        )
        SELECT matched.status, matched.n, (SELECT count(*) FROM l) AS looked
          FROM (VALUES (1)) AS one(thing)
          LEFT JOIN (SELECT kept.status, count(*) AS n
                       FROM (SELECT l.status
                               FROM l
                              WHERE {matches}
                              LIMIT :most) AS kept
                      GROUP BY kept.status) AS matched ON true
        """,
        walk);
  }

  private static Query of(String whole, String walk) {
    return Query.of(SqlPieces.in(whole, Map.of("walk", walk, "matches", MATCHES)));
  }

  /** Up to where a run has looked. */
  record Place(Instant since, UUID id) {}

  /** A row that was looked at. */
  record Seen(Place place, boolean matches) {}

  /** How many rows a page looks at; fewer than that at its end. */
  int look() {
    return filter.project() != null && filter.ids().isEmpty() && filter.source() == null
        ? BulkStore.PAGE / statuses().length
        : BulkStore.PAGE;
  }

  /** The rows behind that place. */
  List<Seen> page(Connection connection, Place from) throws SQLException {
    Query query = query(PAGE_OF_PROJECT, PAGE_OF_SOURCE, PAGE_OF_IDS);
    return values(query, from, look()).list(connection, BulkWalk::seen);
  }

  private static Seen seen(ResultSet row) throws SQLException {
    return new Seen(new Place(Rows.instant(row, 2), Rows.uuid(row, 1)), row.getBoolean(3));
  }

  /** How many of a project's match. */
  Matched count(Connection connection) throws SQLException {
    if (filter.project() == null) {
      throw new IllegalArgumentException("failed ones of all projects are counted by their causes");
    }
    Query query = query(COUNT_OF_PROJECT, COUNT_OF_SOURCE, COUNT_OF_IDS);
    Map<Status, Long> byStatus = new EnumMap<>(Status.class);
    List<Long> looked =
        values(query, new Place(Instant.EPOCH, new UUID(0, 0)), MOST_LOOKED)
            .with("most", BulkStore.MOST_COUNTED + 1)
            .list(
                connection,
                row -> {
                  String status = row.getString(1);
                  if (status != null) {
                    byStatus.put(Status.ofLabel(status), row.getLong(2));
                  }
                  return row.getLong(3);
                });
    var matched = new Matched(byStatus, looked.getFirst() == MOST_LOOKED);
    return matched.count() > BulkStore.MOST_COUNTED ? new Matched(byStatus, true) : matched;
  }

  private Query query(Query ofProject, Query ofSource, Query ofIds) {
    if (filter.project() == null) {
      return PAGE_OF_FAILED;
    }
    return filter.ids().isEmpty() ? filter.source() == null ? ofProject : ofSource : ofIds;
  }

  private Query.Values values(Query query, Place from, int look) {
    FailureClass failureClass = filter.failureClass();
    Query.Values values =
        query
            .with("from", from.id())
            .with("look", look)
            .with("code", filter.code())
            .with("class", failureClass == null ? null : failureClass.label())
            .with("source", filter.source())
            .with("after", filter.after())
            .with("before", filter.before())
            .with("unlike", MadeWithColumn.written(filter.unlike()))
            .with("settled", action.isOfStatus() ? begun : null)
            .with("known", action.isOfStatus() ? null : begun);
    if (filter.project() == null) {
      return values.with("from_since", from.since()).with("tenant", filter.tenant());
    }
    values.with("project", filter.project()).with("statuses", statuses());
    return filter.ids().isEmpty() ? values : values.with("ids", filter.ids());
  }

  /** What is named is looked at wherever it stands, so that its refusal is counted. */
  private String[] statuses() {
    Status only = filter.status();
    if (only != null) {
      return new String[] {only.label()};
    }
    return (filter.ids().isEmpty()
            ? action.statuses().stream()
            : Arrays.stream(Status.values()).filter(it -> it != Status.DELETING))
        .map(Status::label)
        .toArray(String[]::new);
  }
}
