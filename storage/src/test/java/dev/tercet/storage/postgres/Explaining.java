package dev.tercet.storage.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tercet.storage.postgres.jdbc.Database;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Connections on which every statement is explained before it runs: with the parameters that it is
 * about to get, by the generic plan that it has in production, and really run, in a savepoint that
 * is rolled back. Then once more without each index that it used and that nothing has needed yet.
 */
final class Explaining {
  /** Runs of one statement that are explained; the first may have met nothing. */
  private static final int RUNS = 4;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> BEGINNINGS =
      Set.of("execute", "executeQuery", "executeUpdate", "addBatch");
  private static final Pattern PARAMETER = Pattern.compile("\\?");

  private final Bounds bounds;
  private final Map<String, Integer> runs = new TreeMap<>();

  /** The most pages that a run of each statement looked at. */
  final SortedMap<String, Long> buffers = new TreeMap<>();

  /** What is wrong, in words. */
  final SortedSet<String> faults = new TreeSet<>();

  /** The statement that fails without the index, by the index. */
  final SortedMap<String, String> needed = new TreeMap<>();

  private volatile boolean on;
  private String where = "";

  Explaining(Bounds bounds) {
    this.bounds = bounds;
  }

  /** What a plan may do. */
  interface Bounds {
    /** The index of the whole table that this one is a part of, or itself. */
    String whole(String index);

    /** In words, what is wrong with the plan; null when nothing is. */
    @Nullable String fault(String sql, Plan plan);

    /** How an index is taken away; null when its loss is not to be tried. */
    @Nullable String drop(String index);
  }

  void begin() {
    on = true;
  }

  /** From now on every statement is explained as if for the first time; what is wrong ends so. */
  synchronized void again(String ending) {
    runs.clear();
    where = ending;
  }

  DataSource over(DataSource pool) {
    return proxy(
        DataSource.class,
        (_, method, arguments) -> {
          Object result = call(pool, method, arguments);
          return result instanceof Connection connection ? explaining(connection) : result;
        });
  }

  private Connection explaining(Connection connection) {
    return proxy(
        Connection.class,
        (_, method, arguments) -> {
          Object result = call(connection, method, arguments);
          if (on && method.getName().equals("setAutoCommit") && !connection.getAutoCommit()) {
            letWrite(connection);
          }
          return on && result instanceof PreparedStatement statement
              ? explaining(connection, statement, (String) arguments[0])
              : result;
        });
  }

  /** Readers' transactions write nothing, but without an index for a moment. */
  private static void letWrite(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TRANSACTION READ WRITE");
    }
  }

  private PreparedStatement explaining(
      Connection connection, PreparedStatement statement, String sql) {
    TreeMap<Integer, String> bound = new TreeMap<>();
    return proxy(
        PreparedStatement.class,
        (_, method, arguments) -> {
          String name = method.getName();
          if (name.startsWith("set")
              && arguments.length == 2
              && arguments[0] instanceof Integer at) {
            bound.put(at, literal(arguments[1]));
          }
          if (BEGINNINGS.contains(name)) {
            explain(connection, sql, String.join(", ", bound.values()));
          }
          return call(statement, method, arguments);
        });
  }

  private static String literal(@Nullable Object value) throws SQLException {
    return switch (value) {
      case null -> "NULL";
      case byte[] bytes -> "'\\x" + HexFormat.of().formatHex(bytes) + "'";
      case Array array -> quoted(array.toString());
      default -> quoted(value.toString());
    };
  }

  private static String quoted(String value) {
    return "'" + value.replace("'", "''") + "'";
  }

  private synchronized void explain(Connection connection, String sql, String values)
      throws SQLException {
    if (runs.merge(sql, 1, Integer::sum) > RUNS) {
      return;
    }
    boolean alone = connection.getAutoCommit();
    if (alone) {
      connection.setAutoCommit(false);
      letWrite(connection);
    }
    try (Statement statement = connection.createStatement()) {
      String run =
          "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE explained"
              + (values.isEmpty() ? "" : "(" + values + ")");
      statement.execute("SAVEPOINT explaining");
      statement.execute("PREPARE explained AS " + numbered(sql));
      try {
        judge(statement, sql, run);
      } finally {
        statement.execute("DEALLOCATE explained");
      }
    } finally {
      if (alone) {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    }
  }

  /** The plan alone, of what nothing runs here: as it is made without knowing any parameter. */
  void look(Connection connection, String sql) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute(Database.SETTINGS);
      statement.execute("SAVEPOINT explaining");
      judge(statement, sql, "EXPLAIN (GENERIC_PLAN, FORMAT JSON) " + numbered(sql));
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  static String numbered(String sql) {
    int[] parameter = {0};
    return PARAMETER.matcher(sql).replaceAll(_ -> "\\$" + ++parameter[0]);
  }

  private void judge(Statement statement, String sql, String run) throws SQLException {
    Plan plan;
    try {
      plan = plan(statement, run);
    } catch (SQLException e) {
      faults.add(shortened(sql) + " could not be explained: " + e.getMessage() + where);
      return;
    } finally {
      statement.execute("ROLLBACK TO SAVEPOINT explaining");
    }
    buffers.merge(sql, plan.buffers(), Long::max);
    String fault = bounds.fault(sql, plan);
    if (fault != null) {
      faults.add(shortened(sql) + " " + fault + where);
    }
    for (String part : plan.indexes()) {
      String index = bounds.whole(part);
      String drop = needed.containsKey(index) ? null : bounds.drop(index);
      if (drop != null && failsWithout(statement, sql, run, drop)) {
        needed.put(index, shortened(sql));
      }
    }
  }

  private boolean failsWithout(Statement statement, String sql, String run, String drop)
      throws SQLException {
    try {
      statement.execute(drop);
    } catch (SQLException e) {
      faults.add(drop + " is not possible: " + e.getMessage());
      statement.execute("ROLLBACK TO SAVEPOINT explaining");
      return false;
    }
    try {
      statement.execute("SET LOCAL statement_timeout = '2s'");
      return bounds.fault(sql, plan(statement, run)) != null;
    } catch (SQLException _) {
      return true; // too slow, or not possible at all
    } finally {
      statement.execute("ROLLBACK TO SAVEPOINT explaining");
    }
  }

  private static Plan plan(Statement statement, String run) throws SQLException {
    try (ResultSet row = statement.executeQuery(run)) {
      row.next();
      return Plan.of(JSON.readTree(row.getString(1)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static String shortened(String sql) {
    return sql.lines()
        .map(String::strip)
        .collect(Collectors.joining(" "))
        .replaceAll("^(.{120}).*", "$1 …");
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
