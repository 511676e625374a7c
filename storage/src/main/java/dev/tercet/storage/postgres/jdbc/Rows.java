package dev.tercet.storage.postgres.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads result sets. */
public final class Rows {
  private Rows() {}

  /** Makes something of the row that the result set stands on. */
  @FunctionalInterface
  public interface Mapper<T> {
    T map(ResultSet row) throws SQLException;
  }

  /** All rows of the statement, in order. */
  public static <T> List<T> list(PreparedStatement statement, Mapper<T> mapper)
      throws SQLException {
    List<T> rows = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        rows.add(mapper.map(row));
      }
    }
    return rows;
  }

  /** All rows of the statement by the id in their first column. */
  public static <T> Map<UUID, T> byId(PreparedStatement statement, Mapper<T> mapper)
      throws SQLException {
    Map<UUID, T> rows = new HashMap<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        rows.put(uuid(row, 1), mapper.map(row));
      }
    }
    return rows;
  }

  public static UUID uuid(ResultSet row, int column) throws SQLException {
    return required(row.getObject(column, UUID.class), column);
  }

  public static @Nullable UUID uuidOrNull(ResultSet row, int column) throws SQLException {
    return row.getObject(column, UUID.class);
  }

  public static String text(ResultSet row, int column) throws SQLException {
    return required(row.getString(column), column);
  }

  public static byte[] bytes(ResultSet row, int column) throws SQLException {
    return required(row.getBytes(column), column);
  }

  public static @Nullable Long longOrNull(ResultSet row, int column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }

  public static Instant instant(ResultSet row, int column) throws SQLException {
    return required(instantOrNull(row, column), column);
  }

  public static @Nullable Instant instantOrNull(ResultSet row, int column) throws SQLException {
    OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }

  private static <T> T required(@Nullable T value, int column) throws SQLException {
    if (value == null) {
      throw new SQLException("column " + column + " is null, which the schema forbids");
    }
    return value;
  }
}
