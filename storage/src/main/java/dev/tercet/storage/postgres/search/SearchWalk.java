package dev.tercet.storage.postgres.search;

import dev.tercet.saga.port.QueryTooSlowException;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Query;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.search.ExtractionList.Chosen;
import dev.tercet.storage.postgres.search.ExtractionList.Found;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Finds what has all words of a query in one of its pieces, by id downwards. A short walk down the
 * list tells which way is cheap: words that stand nearly everywhere are met by walking on, all
 * others by the index. When even that has too many, a long walk goes a part of the way, and the
 * next page goes on from there: no page costs more than a bounded amount, and none skips anything.
 */
public final class SearchWalk {
  /** Extractions that the first walk looks at, and most that a walk looks at at once. */
  private static final int FIRST = 32;

  private static final int MOST = 1_000;

  /** Walking on pays as long as one of so many has the words. */
  private static final int RARE = 4;

  /** Pieces that a walk looks into; a text with more is the index's to judge. */
  private static final int QUICK = 2;

  private static final int ALL = Integer.MAX_VALUE;

  /**
   * Whether each has the words in its first pieces, and whether it has pieces beyond these. Pieces
   * are found by their key alone: an EXISTS could become a table of all that has the words, and the
   * words could be asked of their own index for each, which costs seconds where everything has them
   * and the table was not analysed since it grew. LIMIT keeps from the first, OFFSET from the
   * second.
   */
  public static final Query LOOK =
      Query.of(
          """
          SELECT look.id,
                 (SELECT true
                    FROM (SELECT s.words
                            FROM search_piece s
                           WHERE s.extraction = look.id
                             AND s.piece < :pieces
                          OFFSET 0) AS quick
                   WHERE quick.words @@ :query::tsquery
                   LIMIT 1) IS NOT NULL,
                 (SELECT true
                    FROM search_piece s
                   WHERE s.extraction = look.id
                     AND s.piece >= :pieces
                   LIMIT 1) IS NOT NULL
            FROM unnest(:ids::uuid[]) AS look(id)
           ORDER BY look.id DESC
          """);

  /** All that the index knows, the highest ids first; the rest of the filter stops at the limit. */
  public static final Query MATCHES =
      Query.of(
          """
          WITH matching AS MATERIALIZED (
            SELECT extraction
              FROM search_piece
             WHERE words @@ :query::tsquery
          )
          SELECT m.extraction
            FROM (SELECT DISTINCT extraction
                    FROM matching
                   WHERE extraction < :before
                   ORDER BY extraction DESC) AS m
           CROSS JOIN LATERAL (
                 SELECT
                   FROM extraction e
                   JOIN source s ON s.id = e.source
                  WHERE e.id = m.extraction
                    AND e.project = :project
                    AND e.status = ANY (:statuses::extraction_status[])
                    AND e.queue = ANY (:queues::queue_name[])
                    AND (:source::text IS NULL OR s.name = :source)
                  LIMIT 1) AS wanted
           ORDER BY m.extraction DESC
           LIMIT :limit
          """);

  private final Database database;

  SearchWalk(Database database) {
    this.database = database;
  }

  /** What a look at one extraction tells. */
  private record Look(UUID id, boolean has, boolean hasMore) {}

  /** A page of at most {@code limit}; {@code from} asks for one more. */
  Found find(Chosen from, Set<String> words, int limit) {
    if (words.isEmpty()) {
      return new Found(List.of(), null);
    }
    String query = SearchQuery.of(from.project(), words);
    List<UUID> found = new ArrayList<>();
    Chosen next = from.from(from.before(), FIRST);
    boolean pays = true;
    while (pays && found.size() <= limit) {
      Chosen step = next;
      List<Look> looks = database.read(connection -> look(connection, step, query, QUICK));
      int before = found.size();
      int known = takeKnown(looks, found);
      if (known == looks.size() && looks.size() < step.limit()) {
        return page(found, limit);
      }
      pays = known == looks.size() && (found.size() - before) * RARE >= known;
      next =
          known == 0
              ? step
              : from.from(
                  looks.get(known - 1).id(), Math.min(MOST, RARE * (limit + 1 - found.size())));
    }
    return found.size() > limit ? page(found, limit) : byIndex(next, query, found, limit);
  }

  /** Takes those that have the words, up to the first of which that cannot be told. */
  private static int takeKnown(List<Look> looks, List<UUID> found) {
    int known = 0;
    while (known < looks.size() && (looks.get(known).has() || !looks.get(known).hasMore())) {
      if (looks.get(known).has()) {
        found.add(looks.get(known).id());
      }
      known++;
    }
    return known;
  }

  private Found byIndex(Chosen from, String query, List<UUID> found, int limit) {
    Chosen rest = from.from(from.before(), limit + 1 - found.size());
    try {
      found.addAll(database.readHalfway(connection -> matches(connection, rest, query)));
      return page(found, limit);
    } catch (QueryTooSlowException e) {
      return aPartOfTheWay(from.from(from.before(), MOST), query, found, limit);
    }
  }

  private Found aPartOfTheWay(Chosen from, String query, List<UUID> found, int limit) {
    List<Look> looks = database.read(connection -> look(connection, from, query, ALL));
    takeKnown(looks, found);
    return found.size() > limit || looks.size() < from.limit()
        ? page(found, limit)
        : new Found(found, looks.getLast().id());
  }

  private static Found page(List<UUID> found, int limit) {
    return found.size() <= limit
        ? new Found(found, null)
        : new Found(found.subList(0, limit), found.get(limit - 1));
  }

  private static List<Look> look(Connection connection, Chosen chosen, String query, int pieces)
      throws SQLException {
    List<UUID> ids = ExtractionList.ids(connection, chosen);
    return LOOK.with("pieces", pieces)
        .with("query", query)
        .with("ids", ids)
        .list(connection, row -> new Look(Rows.uuid(row, 1), row.getBoolean(2), row.getBoolean(3)));
  }

  private static List<UUID> matches(Connection connection, Chosen chosen, String query)
      throws SQLException {
    return chosen
        .values(MATCHES)
        .with("query", query)
        .with("source", chosen.source())
        .list(connection, row -> Rows.uuid(row, 1));
  }
}
