package dev.tercet.storage.postgres.extraction;

import dev.tercet.saga.Claim;
import dev.tercet.storage.postgres.jdbc.Columns;
import dev.tercet.storage.postgres.jdbc.Rows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Locks the sources of claims that are to end as done, before anything is decided. */
public final class SourceLocks {
  /** Locks the sources in key order, as accepting does. */
  private static final String LOCK =
      """
      SELECT e.id, s.id
        FROM unnest(?::uuid[]) AS i(id)
        JOIN extraction e ON e.id = i.id
        JOIN source s ON s.id = e.source
       ORDER BY s.project, s.name, e.generation
         FOR NO KEY UPDATE OF s
      """;

  private SourceLocks() {}

  /** A claim, and the key of its source. */
  public record Sourced(Claim claim, long source) {}

  /**
   * Waits for the sources, and returns the claims that have one in rounds of which none holds a
   * source twice: two generations end one after the other, the older first.
   */
  public static List<List<Sourced>> rounds(Connection connection, List<Claim> batch)
      throws SQLException {
    List<List<Sourced>> rounds = new ArrayList<>();
    List<Sourced> left = locked(connection, batch);
    while (!left.isEmpty()) {
      Set<Long> sources = new HashSet<>();
      List<Sourced> now = new ArrayList<>();
      List<Sourced> later = new ArrayList<>();
      left.forEach(it -> (sources.add(it.source()) ? now : later).add(it));
      rounds.add(now);
      left = later;
    }
    return rounds;
  }

  private static List<Sourced> locked(Connection connection, List<Claim> batch)
      throws SQLException {
    Map<UUID, Claim> claims = new HashMap<>();
    batch.forEach(it -> claims.put(it.extraction(), it));
    try (PreparedStatement statement = connection.prepareStatement(LOCK)) {
      Columns.of(statement, batch).uuids(Claim::extraction);
      List<Sourced> locked = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          Claim claim = claims.get(Rows.uuid(row, 1));
          if (claim != null) {
            locked.add(new Sourced(claim, row.getLong(2)));
          }
        }
      }
      return locked;
    }
  }
}
