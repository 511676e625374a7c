package dev.tercet.storage.postgres;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A pool whose next connection breaks once: before its transaction takes effect, or after. */
final class BreakingConnections {
  /** When the connection breaks. */
  enum When {
    /** The server never hears of it. */
    BEFORE_IT_TAKES_EFFECT,
    /** It is committed, and the answer is lost. */
    AFTER_IT_TOOK_EFFECT
  }

  private final AtomicReference<@Nullable When> next = new AtomicReference<>();

  /** The next commit, or statement that commits by itself, breaks. */
  void breakNext(When when) {
    next.set(when);
  }

  /** Whether the break is still to come. */
  boolean isArmed() {
    return next.get() != null;
  }

  DataSource over(DataSource pool) {
    return proxy(
        DataSource.class,
        (_, method, arguments) -> {
          Object result = call(pool, method, arguments);
          return result instanceof Connection connection ? breaking(connection) : result;
        });
  }

  private Connection breaking(Connection connection) {
    return proxy(
        Connection.class,
        (_, method, arguments) ->
            switch (method.getName()) {
              case "commit" -> breakAround(connection, method, arguments);
              case "prepareStatement" ->
                  breaking(connection, (PreparedStatement) call(connection, method, arguments));
              default -> call(connection, method, arguments);
            });
  }

  private PreparedStatement breaking(Connection connection, PreparedStatement statement) {
    return proxy(
        PreparedStatement.class,
        (_, method, arguments) ->
            method.getName().startsWith("execute") && connection.getAutoCommit()
                ? breakAround(statement, method, arguments)
                : call(statement, method, arguments));
  }

  private Object breakAround(Object target, Method method, Object[] arguments) throws Throwable {
    When when = next.getAndSet(null);
    if (when == null) {
      return call(target, method, arguments);
    }
    if (when == When.AFTER_IT_TOOK_EFFECT) {
      call(target, method, arguments);
    } else if (target instanceof Connection connection) {
      connection.rollback();
    }
    throw new SQLNonTransientConnectionException("the connection broke", "08006");
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof SQLException told ? told : e;
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
