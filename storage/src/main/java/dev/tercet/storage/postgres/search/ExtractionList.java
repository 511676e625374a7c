package dev.tercet.storage.postgres.search;

import dev.tercet.saga.Extraction;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.ExtractionReader.Filter;
import dev.tercet.saga.port.ExtractionReader.Page;
import dev.tercet.saga.queue.QueueName;
import dev.tercet.saga.text.SearchWords;
import dev.tercet.storage.postgres.extraction.ExtractionQueries;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.operation.SqlPieces;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Pages of sagas by id downwards, with their usage. A page is chosen first, by ids alone; the rest
 * is read for the chosen.
 */
public final class ExtractionList {
  private static final UUID HIGHEST = new UUID(-1, -1);

  public static final Query IDS = ofProject("");

  private static final Query IDS_OF_SOURCE = ofSource("");

  /** What has changed its status since it was chosen is left out. */
  private static final Query SAGAS =
      Query.of(
          """
          SELECT g.*
            FROM saga g
            JOIN project p ON p.id = g.project AND p.deleted_at IS NULL
           WHERE g.id = ANY (:ids::uuid[])
             AND g.status = ANY (:statuses::extraction_status[])
           ORDER BY g.id DESC
          """);

  /**
   * A walk along the index of lists for each wanted status and queue, each no further than the
   * page: what it costs depends on the page, not on what stands in other statuses or queues.
   *
   * @param more what is chosen of an extraction {@code e} behind its id
   */
  static Query ofProject(String more) {
    return Query.of(
        SqlPieces.in(
            """
            SELECT found.*
              FROM unnest(:statuses::extraction_status[]) AS s(status)
             CROSS JOIN unnest(:queues::queue_name[]) AS q(queue)
             CROSS JOIN LATERAL (
                   SELECT e.id{more}
                     FROM extraction e
                    WHERE uuid_send(e.project) = uuid_send(:project::uuid)
                      AND e.status = s.status
                      AND e.queue = q.queue
                      AND uuid_send(e.id) < uuid_send(:before::uuid)
                    ORDER BY uuid_send(e.id) DESC
                    LIMIT :limit) AS found
             ORDER BY found.id DESC
             LIMIT :limit
            """,
            Map.of("more", more)));
  }

  /** The same of the versions of a source. */
  static Query ofSource(String more) {
    return Query.of(
        SqlPieces.in(
            """
            SELECT e.id{more}
              FROM source s
              JOIN document d ON d.source = s.id
              JOIN extraction e ON e.id = d.extraction
             WHERE e.status = ANY (:statuses::extraction_status[])
               AND e.queue = ANY (:queues::queue_name[])
               AND s.project = :project
               AND e.id < :before
               AND s.name = :source
             ORDER BY e.id DESC
             LIMIT :limit
            """,
            Map.of("more", more)));
  }

  private final Database database;
  private final SearchWalk search;
  private final StaleWalk stale;

  ExtractionList(Database database) {
    this.database = database;
    search = new SearchWalk(database);
    stale = new StaleWalk(database);
  }

  Page page(UUID project, Filter filter) {
    Found found = find(Chosen.of(project, filter), filter);
    List<Extraction> extractions =
        found.ids().isEmpty() ? List.of() : extractions(found.ids(), filter);
    return new Page(extractions, found.next());
  }

  /**
   * Ids of a page.
   *
   * @param next before which the next page begins, null when there is none
   */
  record Found(List<UUID> ids, @Nullable UUID next) {}

  /**
   * Which extractions are looked at.
   *
   * @param before only lower ids
   * @param limit at most so many
   */
  record Chosen(
      UUID project,
      @Nullable String source,
      List<String> statuses,
      List<String> queues,
      UUID before,
      int limit) {

    /** A page and one more, which tells that there is another page. */
    static Chosen of(UUID project, Filter filter) {
      return new Chosen(
          project,
          filter.source(),
          ExtractionList.statuses(filter.status()),
          filter.queue() == null
              ? Arrays.stream(QueueName.values()).map(QueueName::label).toList()
              : List.of(filter.queue().label()),
          filter.before() == null ? HIGHEST : filter.before(),
          filter.limit() + 1);
    }

    /** What every statement that chooses names. */
    Query.Values values(Query query) {
      return query
          .with("project", project)
          .with("statuses", statuses.toArray(String[]::new))
          .with("queues", queues.toArray(String[]::new))
          .with("before", before)
          .with("limit", limit);
    }

    /** The same of the statement for a project, or for a source where one is wanted. */
    Query.Values values(Query ofProject, Query ofSource) {
      return source == null ? values(ofProject) : values(ofSource).with("source", source);
    }

    /** The same further on. */
    Chosen from(UUID lower, int most) {
      return new Chosen(project, source, statuses, queues, lower, most);
    }
  }

  private Found find(Chosen chosen, Filter filter) {
    if (filter.unlike() != null) {
      return stale.find(chosen, filter.unlike(), filter.limit());
    }
    return filter.query() == null
        ? found(database.read(connection -> ids(connection, chosen)), filter)
        : search.find(chosen, SearchWords.of(filter.query()), filter.limit());
  }

  private static Found found(List<UUID> ids, Filter filter) {
    return ids.size() <= filter.limit()
        ? new Found(ids, null)
        : new Found(ids.subList(0, filter.limit()), ids.get(filter.limit() - 1));
  }

  static List<UUID> ids(Connection connection, Chosen chosen) throws SQLException {
    return chosen.values(IDS, IDS_OF_SOURCE).list(connection, row -> Rows.uuid(row, 1));
  }

  private List<Extraction> extractions(List<UUID> ids, Filter filter) {
    return database.read(connection ->
        SAGAS
            .with("ids", ids)
            .with("statuses", statuses(filter.status()).toArray(String[]::new))
            .list(connection, ExtractionQueries::extraction));
  }

  /** Nothing that is being deleted is ever seen. */
  private static List<String> statuses(@Nullable Status only) {
    Set<Status> wanted = only == null ? Set.of(Status.values()) : Set.of(only);
    return wanted.stream().filter(it -> it != Status.DELETING).map(Status::label).toList();
  }
}
