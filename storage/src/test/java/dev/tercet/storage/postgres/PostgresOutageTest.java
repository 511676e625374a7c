package dev.tercet.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.saga.Claim;
import dev.tercet.saga.Stage;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.AnswerStore.Use;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.port.WorkerSessions.Worker;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.QueueName;
import dev.tercet.storage.batch.BatchLimits;
import dev.tercet.storage.postgres.jdbc.Pools;
import dev.tercet.storage.postgres.jdbc.Pools.Sharing;
import dev.tercet.testkit.contract.Submissions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

/** Nobody listens where Postgres should be. */
@Timeout(30)
class PostgresOutageTest {
  private static final UUID ID = new UUID(1, 1);
  private PostgresStores stores;

  @BeforeEach
  void open() throws IOException {
    String url = "jdbc:postgresql://127.0.0.1:" + closedPort() + "/tercet";
    PGSimpleDataSource nowhere = new PGSimpleDataSource();
    nowhere.setUrl(url);
    stores =
        new PostgresStores(
            new Pools(nowhere, nowhere, Sharing.NONE),
            () -> DriverManager.getConnection(url, "tercet", ""),
            new SimpleMeterRegistry(),
            new StoreSettings(
                3,
                StoreSettings.DEFAULT.readLimit(),
                BatchLimits.DEFAULT.with(Duration.ofMillis(50)),
                StoreSettings.DEFAULT.pricing()));
  }

  @AfterEach
  void close() {
    stores.close();
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void refusesToAcceptWithinItsPatience() {
    unavailable(() -> stores.extractions().accept(Submissions.plain(ID, ID, "a", "b")));
  }

  @Test
  void refusesToClaimAndToComplete() {
    unavailable(
        () -> stores.extractions().claim(List.of(new Hint(ID, 0)), ID, Duration.ofMinutes(1)));
    unavailable(() ->
        stores
            .extractions()
            .complete(new Claim(ID, ID, 1, ID, 1, Stage.LINKED, QueueName.LOW, 1, 1, 0)));
  }

  @Test
  void refusesToRead() {
    unavailable(() -> stores.extractionReader().find(ID, ID));
    unavailable(() -> stores.projects().counts(ID));
    unavailable(() -> stores.answers().find(ID, ID, List.of(Fingerprint.of("b")), Use.FOUND));
    unavailable(() -> stores.extractions().due(Duration.ZERO, 1));
  }

  @Test
  void refusesToWriteWhatIsNotBatched() {
    unavailable(() -> stores.projects().put("tenant", "letters", "{}", "{}"));
    unavailable(() -> stores.projects().delete(ID));
    unavailable(() -> stores.sessions().open(new Worker("host", 1, "v", 1), Duration.ofSeconds(1)));
    unavailable(() -> stores.recovery().reaper().releaseHung(1));
  }

  @Test
  void refusesToMigrate() {
    unavailable(() -> stores.migrate());
  }

  private static void unavailable(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StoreUnavailableException.class,
            it -> assertThat(it.store()).isEqualTo(StoreUnavailableException.Store.POSTGRES));
  }
}
