package dev.tercet.storage.postgres.search;

import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.port.WordIndex;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.Rows;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills the index behind full-text queries, in transactions that are bounded by what they read. A
 * large text takes several; what of it is in is found meanwhile.
 */
public final class SearchFilling implements WordIndex {
  private static final Logger LOG = LoggerFactory.getLogger(SearchFilling.class);

  /** Most extractions of one transaction, and bytes of all its texts but the last. */
  private static final int BATCH = 256;

  private static final int BYTES = 1_000_000;

  /**
   * Looks that pass before the place of the backfill is asked for again once it was gone: only a
   * ledger that was put back from a backup has it again.
   */
  static final int LOOKS_WITHOUT = 600;

  /** Their rows are held until the commit; those that another process holds are left to it. */
  public static final String DUE =
      """
      SELECT due.extraction, due.project, due.read_to, due.pieces, coalesce(octet_length(d.text), 0)
        FROM (SELECT extraction, project, read_to, pieces, due_at
                FROM search_due
               WHERE due_at <= statement_timestamp()
               ORDER BY due_at
               LIMIT ?
                 FOR UPDATE SKIP LOCKED) AS due
        LEFT JOIN document d ON d.project = due.project AND d.extraction = due.extraction
       ORDER BY due.due_at
      """;

  private static final String TAKEN =
      """
      DELETE FROM search_due
       WHERE extraction = ANY (?::uuid[])
      """;

  private static final String UNDER_WAY =
      """
      UPDATE search_due d
         SET read_to = done.read_to,
             pieces = done.pieces
        FROM unnest(?::uuid[], ?::integer[], ?::integer[]) AS done(extraction, read_to, pieces)
       WHERE d.extraction = done.extraction
      """;

  private static final String PUT_OFF =
      """
      UPDATE search_due
         SET due_at = clock_timestamp() + interval '1 hour'
       WHERE extraction = ?
      """;

  /** The next of what had ended before there was an index; the place is gone with the last. */
  private static final String BACKFILL =
      """
      WITH place AS MATERIALIZED (
        SELECT noted_to FROM search_backfill FOR UPDATE SKIP LOCKED
      ), page AS MATERIALIZED (
        SELECT e.id, e.project, e.status
          FROM extraction e
         WHERE e.id > (SELECT noted_to FROM place)
         ORDER BY e.id
         LIMIT 1000
      ), noted AS (
        INSERT INTO search_due (extraction, project)
        SELECT id, project
          FROM page
         WHERE is_final(status)
         ORDER BY id
            ON CONFLICT (extraction) DO NOTHING
      ), moved AS (
        UPDATE search_backfill
           SET noted_to = last.id
          FROM (SELECT id FROM page ORDER BY id DESC LIMIT 1) AS last
      ), ended AS (
        DELETE FROM search_backfill
         WHERE EXISTS (SELECT FROM place)
           AND NOT EXISTS (SELECT FROM page)
      )
      SELECT count(*), EXISTS (SELECT FROM search_backfill) FROM page
      """;

  private final Database database;
  private final AtomicInteger looksWithout = new AtomicInteger();
  private final Timer time;
  private final Counter filled;

  public SearchFilling(Database database, MeterRegistry meters) {
    this.database = database;
    time =
        Timer.builder("tercet.search.fill")
            .description("Passes that took what has ended into the index of full-text queries")
            .register(meters);
    filled =
        Counter.builder("tercet.search.filled")
            .description("Extractions that these passes went on with")
            .register(meters);
  }

  /** What a step of the backfill noted, and whether it had a place to go on from. */
  private record Page(int noted, boolean hasPlace) {}

  /**
   * What is due.
   *
   * @param readTo code points of its text that are in
   * @param pieces of its text that are in
   * @param bytes of its text
   */
  record Due(UUID extraction, UUID project, int readTo, int pieces, long bytes) {
    /** The same further on. */
    Due readOn(int codePoints, int morePieces) {
      return new Due(extraction, project, readTo + codePoints, pieces + morePieces, bytes);
    }
  }

  @Override
  public int fillOnce() {
    try {
      int done = filled(BATCH, _ -> {});
      return done > 0 ? done : backfilled();
    } catch (StoreUnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      return fillOneOrPutItOff(e);
    }
  }

  private int backfilled() {
    if (looksWithout.getAndUpdate(it -> Math.max(0, it - 1)) > 0) {
      return 0;
    }
    Page page = database.repeatable(SearchFilling::backfill);
    if (!page.hasPlace()) {
      looksWithout.set(LOOKS_WITHOUT);
    }
    return page.noted();
  }

  /** One that cannot be taken in must not keep the others out. */
  private int fillOneOrPutItOff(RuntimeException first) {
    var tried = new AtomicReference<@Nullable UUID>();
    try {
      return filled(1, tried::set);
    } catch (StoreUnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      e.addSuppressed(first);
      UUID late = tried.get();
      if (late == null) {
        throw e;
      }
      LOG.warn("{} cannot be found by its words for now, tried again in an hour", late, e);
      return database.repeatable(connection -> putOff(connection, late));
    }
  }

  /** Nothing is counted of a look that found nothing due. */
  private int filled(int limit, Consumer<UUID> begun) {
    Timer.Sample pass = Timer.start();
    int done = database.repeatable(connection -> fill(connection, limit, begun));
    if (done > 0) {
      pass.stop(time);
      filled.increment(done);
    }
    return done;
  }

  private static int fill(Connection connection, int limit, Consumer<UUID> begun)
      throws SQLException {
    List<Due> due = within(due(connection, limit));
    if (due.isEmpty()) {
      return 0;
    }
    begun.accept(due.getFirst().extraction());
    List<Due> underWay = new ArrayList<>();
    List<UUID> taken = new ArrayList<>(due.stream().map(Due::extraction).toList());
    var pieces = new SearchPieceRows(connection);
    pieces.begin(due);
    underWay.addAll(pieces.addTexts(due));
    underWay.forEach(it -> taken.remove(it.extraction()));
    pieces.addFacts(taken);
    goOnLater(connection, underWay);
    try (PreparedStatement statement = connection.prepareStatement(TAKEN)) {
      statement.setArray(1, connection.createArrayOf("uuid", taken.toArray()));
      statement.executeUpdate();
    }
    return due.size();
  }

  private static List<Due> due(Connection connection, int limit) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(DUE)) {
      statement.setInt(1, limit);
      return Rows.list(
          statement,
          row ->
              new Due(
                  Rows.uuid(row, 1),
                  Rows.uuid(row, 2),
                  row.getInt(3),
                  row.getInt(4),
                  row.getLong(5)));
    }
  }

  /** The first of them, as many as one transaction may read. */
  private static List<Due> within(List<Due> due) {
    long bytes = 0;
    int count = 0;
    while (count < due.size() && bytes < BYTES) {
      bytes += due.get(count++).bytes();
    }
    return due.subList(0, count);
  }

  private static void goOnLater(Connection connection, List<Due> underWay) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(UNDER_WAY)) {
      statement.setArray(
          1, connection.createArrayOf("uuid", underWay.stream().map(Due::extraction).toArray()));
      statement.setArray(
          2, connection.createArrayOf("int4", underWay.stream().map(Due::readTo).toArray()));
      statement.setArray(
          3, connection.createArrayOf("int4", underWay.stream().map(Due::pieces).toArray()));
      statement.executeUpdate();
    }
  }

  private static int putOff(Connection connection, UUID late) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(PUT_OFF)) {
      statement.setObject(1, late);
      return statement.executeUpdate();
    }
  }

  private static Page backfill(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(BACKFILL);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return new Page(row.getInt(1), row.getBoolean(2));
    }
  }
}
