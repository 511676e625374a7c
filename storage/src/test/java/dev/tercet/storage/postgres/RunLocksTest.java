package dev.tercet.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.embedded.PostgresAddress;
import dev.tercet.saga.RecoveryStore.RunLock;
import dev.tercet.saga.StoreUnavailableException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

/** The locks of recovery's runs when a connection is lost in silence. */
@Timeout(60)
class RunLocksTest {
  private static final String RUN = "everything";
  private final PGSimpleDataSource server = server();
  private final AtomicBoolean silent = new AtomicBoolean();

  @Test
  void takesTheLockAgainFromTheSessionThatALostConnectionLeftBehind() {
    var locks = new RunLocks(losing(server));
    RunLock first = locks.tryLock(RUN).orElseThrow();
    silent.set(true);
    assertThatThrownBy(first::close).isInstanceOf(StoreUnavailableException.class);
    silent.set(false);
    assertThat(new RunLocks(server).tryLock(RUN)).as("of another process").isEmpty();

    RunLock second = locks.tryLock(RUN).orElseThrow();
    second.close();
    RunLock others = new RunLocks(server).tryLock(RUN).orElseThrow();
    assertThat(locks.tryLock(RUN)).as("of another process").isEmpty();
    others.close();
  }

  @Test
  void endsNobodyWhoTookTheLockMeanwhile() {
    var locks = new RunLocks(losing(server));
    RunLock lost = locks.tryLock(RUN).orElseThrow();
    silent.set(true);
    assertThatThrownBy(lost::close).isInstanceOf(StoreUnavailableException.class);
    silent.set(false);
    locks.tryLock(RUN).orElseThrow().close();
    RunLock others = new RunLocks(server).tryLock(RUN).orElseThrow();

    assertThat(locks.tryLock(RUN)).isEmpty();
    others.close();
    locks.tryLock(RUN).orElseThrow().close();
  }

  private static PGSimpleDataSource server() {
    PostgresAddress address = PostgresServerUnderTest.freshDatabase();
    var source = new PGSimpleDataSource();
    source.setUrl(address.url());
    source.setUser(address.username());
    source.setPassword(address.password());
    return source;
  }

  /** Connections that are given up while silence lasts, and of which the server never hears. */
  private DataSource losing(DataSource pool) {
    return (DataSource)
        Proxy.newProxyInstance(
            DataSource.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (_, method, arguments) ->
                method.invoke(pool, arguments) instanceof Connection connection
                    ? losing(connection)
                    : null);
  }

  private Connection losing(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (_, method, arguments) -> {
              if (silent.get()) {
                if (method.getName().equals("close")) {
                  return null;
                }
                throw new SQLNonTransientConnectionException("no answer", "08006");
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause() instanceof SQLException told ? told : e;
              }
            });
  }
}
