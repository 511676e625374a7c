package dev.tercet.storage.postgres.jdbc;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A statement whose parameters have names, such as {@code :limit}, and may stand in it more than
 * once. It is read once, when its class is. The columns of a batch are bound by {@link Columns},
 * and a repository's statement stands in an annotation of the same name.
 */
public final class Query {
  /** A name, or what holds a colon and is none: a text in quotes, a cast. */
  private static final Pattern NAME = Pattern.compile("'(?:[^']|'')*'|::|:([a-z]\\w*)");

  private final String sql;
  private final List<String> names;

  private Query(String sql, List<String> names) {
    this.sql = sql;
    this.names = names;
  }

  public static Query of(String text) {
    List<String> names = new ArrayList<>();
    String sql =
        NAME.matcher(text)
            .replaceAll(found -> {
              String name = found.group(1);
              if (name == null) {
                return Matcher.quoteReplacement(found.group());
              }
              names.add(name);
              return "?";
            });
    return new Query(sql, List.copyOf(names));
  }

  /** The statement as the driver gets it. */
  public String sql() {
    return sql;
  }

  /** Of a statement without parameters. */
  public Values values() {
    return new Values();
  }

  /** Begins a list of values; each name needs one. */
  public Values with(String name, @Nullable Object value) {
    return new Values().with(name, value);
  }

  /** What stands for the names of one execution. */
  public final class Values {
    private final Map<String, @Nullable Object> values = new HashMap<>();

    /** Binds one; a collection is an array of ids, and an array one of its own kind. */
    public Values with(String name, @Nullable Object value) {
      if (!names.contains(name)) {
        throw new IllegalArgumentException("no parameter is called " + name);
      }
      values.put(name, value);
      return this;
    }

    public <T> List<T> list(Connection connection, Rows.Mapper<T> mapper) throws SQLException {
      try (PreparedStatement statement = bound(connection)) {
        return Rows.list(statement, mapper);
      }
    }

    /** The row of a statement that always gives one. */
    public <T> T one(Connection connection, Rows.Mapper<T> mapper) throws SQLException {
      return list(connection, mapper).getFirst();
    }

    /** The first row, if there is any. */
    public <T> Optional<T> first(Connection connection, Rows.Mapper<T> mapper) throws SQLException {
      return list(connection, mapper).stream().findFirst();
    }

    /** How many rows it has changed. */
    public int update(Connection connection) throws SQLException {
      try (PreparedStatement statement = bound(connection)) {
        return statement.executeUpdate();
      }
    }

    @SuppressWarnings("MustBeClosed") // the caller closes it
    private PreparedStatement bound(Connection connection) throws SQLException {
      PreparedStatement statement = connection.prepareStatement(sql);
      try {
        for (int i = 0; i < names.size(); i++) {
          bind(statement, i + 1, names.get(i));
        }
        return statement;
      } catch (SQLException | RuntimeException e) {
        statement.close();
        throw e;
      }
    }

    private void bind(PreparedStatement statement, int place, String name) throws SQLException {
      switch (values.get(name)) {
        case Collection<?> ids ->
            statement.setArray(place, array(statement, "uuid", ids.toArray()));
        case String[] texts -> statement.setArray(place, array(statement, "text", texts));
        case Integer[] numbers -> statement.setArray(place, array(statement, "integer", numbers));
        case Instant at -> statement.setObject(place, at.atOffset(ZoneOffset.UTC));
        case null -> {
          if (!values.containsKey(name)) {
            throw new IllegalStateException("the parameter " + name + " has no value");
          }
          statement.setObject(place, null);
        }
        case Object value -> statement.setObject(place, value);
      }
    }

    private static Array array(PreparedStatement statement, String type, Object[] values)
        throws SQLException {
      return statement.getConnection().createArrayOf(type, values);
    }
  }
}
