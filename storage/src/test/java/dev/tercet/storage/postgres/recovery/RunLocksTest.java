package dev.tercet.storage.postgres.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.embedded.postgres.PostgresAddress;
import dev.tercet.saga.DueWork.Reconciler;
import dev.tercet.saga.port.RunStore.RunLock;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.storage.postgres.PostgresServerUnderTest;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The locks of recovery's runs on the one connection of a process, and when that is lost. */
@Timeout(60)
class RunLocksTest {
  private static final String RUN = "everything";

  private static final String END_ALL_OTHERS =
      """
      SELECT pg_terminate_backend(pid, 5000)
        FROM pg_stat_activity
       WHERE datname = current_database()
         AND pid <> pg_backend_pid()
      """;

  private static final String HOLDER =
      """
      SELECT pid
        FROM pg_locks
       WHERE locktype = 'advisory'
         AND granted
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      """;

  private final PostgresAddress address = PostgresServerUnderTest.freshDatabase();
  private final AtomicBoolean silent = new AtomicBoolean();
  private final AtomicInteger opened = new AtomicInteger();
  private final RunLocks locks = new RunLocks(() -> losing(open()));
  private final RunLocks ofAnother = new RunLocks(this::open);

  @AfterEach
  void close() {
    locks.close();
    ofAnother.close();
  }

  private Connection open() throws SQLException {
    opened.incrementAndGet();
    return DriverManager.getConnection(address.url(), address.username(), address.password());
  }

  /** The backend that holds the only lock. */
  private int holder() throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(address.url(), address.username(), address.password());
        PreparedStatement statement = connection.prepareStatement(HOLDER);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getInt(1);
    }
  }

  private void endAllSessions() throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(address.url(), address.username(), address.password());
        PreparedStatement statement = connection.prepareStatement(END_ALL_OTHERS)) {
      statement.execute();
    }
  }

  private static List<RunLock> taken(RunLocks locks, int count) {
    return IntStream.range(0, count)
        .mapToObj(run -> locks.tryLock("run " + run).orElseThrow())
        .toList();
  }

  @Test
  void holdAsManyAsThereAreRunsOnOneConnection() {
    List<RunLock> held = taken(locks, 40);

    assertThat(opened).hasValue(1);
    assertThat(ofAnother.tryLock("run 39")).isEmpty();
    held.get(39).close();
    ofAnother.tryLock("run 39").orElseThrow().close();
    assertThat(ofAnother.tryLock("run 38")).as("the others stay").isEmpty();
    held.forEach(RunLock::close);
  }

  @Test
  void areLostTogetherAndSaySo() throws SQLException {
    List<RunLock> held = taken(locks, 3);
    endAllSessions();

    taken(ofAnother, 3).forEach(RunLock::close);
    for (RunLock lock : held) {
      assertThatThrownBy(lock::close).isInstanceOf(StoreUnavailableException.class);
    }
    taken(locks, 3).forEach(RunLock::close);
    assertThat(opened).as("one, one of another process, and a new one").hasValue(3);
  }

  @Test
  void freeNothingOfTheConnectionThatCameAfterTheirOwn() throws SQLException {
    RunLock former = locks.tryLock(RUN).orElseThrow();
    endAllSessions();
    assertThat(locks.tryLock(RUN)).as("its run goes on in this process").isEmpty();
    locks.tryLock("another run").orElseThrow().close();
    RunLock now = locks.tryLock(RUN).orElseThrow();

    assertThatThrownBy(former::close).isInstanceOf(StoreUnavailableException.class);

    assertThat(ofAnother.tryLock(RUN)).isEmpty();
    now.close();
  }

  @Test
  void areTakenAgainFromTheSessionThatALostConnectionLeftBehind() {
    RunLock first = locks.tryLock(RUN).orElseThrow();
    silent.set(true);
    assertThatThrownBy(first::close).isInstanceOf(StoreUnavailableException.class);
    silent.set(false);
    assertThat(ofAnother.tryLock(RUN)).as("its ghost has it").isEmpty();

    locks.tryLock("another run").orElseThrow().close();

    ofAnother.tryLock(RUN).orElseThrow().close();
  }

  @Test
  void areNobodysWhileOnlyTheSessionThatWasLostHoldsThem() throws SQLException {
    RunLock first = locks.tryLock(RUN).orElseThrow();
    int backend = holder();
    assertThat(locks.whose(backend)).isEqualTo(Reconciler.THIS);
    assertThat(ofAnother.whose(backend)).isEqualTo(Reconciler.ANOTHER);
    silent.set(true);
    assertThatThrownBy(first::close).isInstanceOf(StoreUnavailableException.class);
    silent.set(false);

    assertThat(holder()).as("its ghost has it").isEqualTo(backend);
    assertThat(locks.whose(backend)).isEqualTo(Reconciler.NOBODY);

    RunLock now = locks.tryLock(RUN).orElseThrow();
    assertThat(locks.whose(holder())).isEqualTo(Reconciler.THIS);
    assertThat(locks.whose(backend)).as("it has ended").isEqualTo(Reconciler.ANOTHER);
    now.close();
  }

  @Test
  void endNobodyWhoTookThemMeanwhile() throws SQLException {
    RunLock lost = locks.tryLock(RUN).orElseThrow();
    silent.set(true);
    assertThatThrownBy(lost::close).isInstanceOf(StoreUnavailableException.class);
    silent.set(false);
    endAllSessions();
    RunLock others = ofAnother.tryLock(RUN).orElseThrow();

    assertThat(locks.tryLock(RUN)).isEmpty();
    others.close();
    locks.tryLock(RUN).orElseThrow().close();
  }

  /** A connection that is given up while silence lasts, and of which the server never hears. */
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
