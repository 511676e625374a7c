package dev.tercet.storage.postgres.queue;

import dev.tercet.storage.postgres.jdbc.DirectConnections;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for what other processes publish, on a connection of its own, from the first wait on. It
 * is a hint: whoever waits looks now and then, and more often while nobody listens.
 */
final class ArrivalListener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ArrivalListener.class);

  /** How long one read of the connection lasts. */
  private static final Duration SLICE = Duration.ofSeconds(10);

  /** Between two tries. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final DirectConnections direct;
  private final Arrivals arrivals;
  private final AtomicBoolean started = new AtomicBoolean();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean listening;
  private volatile @Nullable Connection current;

  ArrivalListener(DirectConnections direct, Arrivals arrivals) {
    this.direct = direct;
    this.arrivals = arrivals;
  }

  /** Begins to listen, once. */
  void start() {
    if (!started.getAndSet(true)) {
      Thread.ofVirtual().name("queue-arrivals").start(this::listenUntilClosed);
    }
  }

  /** Whether the server would tell. */
  boolean isListening() {
    return listening;
  }

  private void listenUntilClosed() {
    try {
      do {
        listenOnce();
      } while (!closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Until the connection ends. What came before it listened is looked for. */
  private void listenOnce() {
    try (Connection connection = direct.open();
        Statement statement = connection.createStatement()) {
      current = connection;
      statement.execute("LISTEN queue_arrivals");
      listening = true;
      arrivals.arrived();
      PGConnection told = connection.unwrap(PGConnection.class);
      while (closed.getCount() > 0) {
        PGNotification[] heard = told.getNotifications(Math.toIntExact(SLICE.toMillis()));
        if (heard != null && heard.length > 0) {
          arrivals.arrived();
        }
      }
    } catch (SQLException e) {
      LOG.debug("nobody hears what others publish; whoever waits looks more often", e);
    } finally {
      listening = false;
      current = null;
    }
  }

  /** Ends what it waits for, too. */
  @Override
  public void close() {
    closed.countDown();
    Connection open = current;
    if (open != null) {
      try {
        open.abort(Runnable::run);
      } catch (SQLException e) {
        LOG.debug("the connection for what others publish ends by itself", e);
      }
    }
  }
}
