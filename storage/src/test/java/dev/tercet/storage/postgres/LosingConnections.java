package dev.tercet.storage.postgres;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLNonTransientConnectionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A pool that does not reach its server once. */
final class LosingConnections {
  private final AtomicBoolean next = new AtomicBoolean();
  private final AtomicInteger asked = new AtomicInteger();

  /** The next connection that is asked for is refused. */
  void loseNext() {
    next.set(true);
  }

  /** How often it was asked for a connection. */
  int asked() {
    return asked.get();
  }

  DataSource over(DataSource pool) {
    return (DataSource)
        Proxy.newProxyInstance(
            DataSource.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (_, method, arguments) -> {
              if (method.getName().equals("getConnection")) {
                asked.incrementAndGet();
                if (next.getAndSet(false)) {
                  throw new SQLNonTransientConnectionException("nobody answers", "08001");
                }
              }
              try {
                return method.invoke(pool, arguments);
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
            });
  }
}
