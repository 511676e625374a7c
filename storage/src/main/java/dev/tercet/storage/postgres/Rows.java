package dev.tercet.storage.postgres;

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
final class Rows {
  private Rows() {}

  /** Makes something of the row that the result set stands on. */
  @FunctionalInterface
  interface Mapper<T> {
    T map(ResultSet row) throws SQLException;
  }

  /** All rows of the statement, in order. */
  static <T> List<T> list(PreparedStatement statement, Mapper<T> mapper) throws SQLException {
    List<T> rows = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        rows.add(mapper.map(row));
      }
    }
    return rows;
  }

  /** All rows of the statement by the id in their first column. */
  static <T> Map<UUID, T> byId(PreparedStatement statement, Mapper<T> mapper) throws SQLException {
    Map<UUID, T> rows = new HashMap<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        rows.put(uuid(row, 1), mapper.map(row));
      }
    }
    return rows;
  }

  static UUID uuid(ResultSet row, int column) throws SQLException {
    return required(row.getObject(column, UUID.class), column);
  }

  static @Nullable UUID uuidOrNull(ResultSet row, int column) throws SQLException {
    return row.getObject(column, UUID.class);
  }

  static String text(ResultSet row, int column) throws SQLException {
    return required(row.getString(column), column);
  }

  static byte[] bytes(ResultSet row, int column) throws SQLException {
    return required(row.getBytes(column), column);
  }

  static Instant instant(ResultSet row, int column) throws SQLException {
    return required(instantOrNull(row, column), column);
  }

  static @Nullable Instant instantOrNull(ResultSet row, int column) throws SQLException {
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
