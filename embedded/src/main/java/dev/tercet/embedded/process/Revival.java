package dev.tercet.embedded.process;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Starts a store again that died while it was needed: killed for want of memory, say. One that does
 * not stay is tried less and less often.
 */
public final class Revival implements AutoCloseable {
  /**
   * What a start gets to end by itself when nobody waits for it any more. Its process has recorded
   * its pid long before, so that it can be stopped though its start was interrupted.
   */
  private static final Duration TO_START = Duration.ofSeconds(2);

  /** An interrupt ends every wait of a start; what is left is to tell so. */
  private static final Duration TO_GIVE_UP = Duration.ofSeconds(1);

  private final StoreServer server;
  private final Consumer<String> progress;
  private final Consumer<String> trouble;
  private final Duration toStart;
  private final StoreExits deaths = new StoreExits();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  /**
   * Begins to look at each of them.
   *
   * @param progress is told what goes well
   * @param trouble is told that one has died or does not start
   */
  public static List<Revival> of(
      List<StoreServer> servers, Consumer<String> progress, Consumer<String> trouble) {
    List<Revival> all =
        servers.stream().map(it -> new Revival(it, progress, trouble, TO_START)).toList();
    all.forEach(Revival::begin);
    return all;
  }

  /** One that looks when it is told to. */
  public Revival(
      StoreServer server, Consumer<String> progress, Consumer<String> trouble, Duration toStart) {
    this.server = server;
    this.progress = progress;
    this.trouble = trouble;
    this.toStart = toStart;
    thread = Thread.ofVirtual().name("watch-" + server.name()).unstarted(this::lookUntilClosed);
  }

  /** From now on it looks by itself. */
  void begin() {
    thread.start();
  }

  private void lookUntilClosed() {
    try {
      while (!closed.await(deaths.pause().toMillis(), TimeUnit.MILLISECONDS)) {
        lookOnce();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Starts the server when it does not run; how long to wait until the next look. */
  public Duration lookOnce() {
    try {
      if (!isClosed() && server.runs()) {
        deaths.none();
        server.tend();
      } else if (!isClosed()) { // asked again: a look that was interrupted finds nothing running
        deaths.oneMore();
        revive();
      }
    } catch (IOException | RuntimeException e) {
      trouble.accept(server.name() + " is down and tried again: " + e.getMessage());
    }
    return deaths.pause();
  }

  private void revive() throws IOException {
    trouble.accept(server.name() + " has died and is started again");
    server.revive();
    progress.accept(server.name() + " runs again; what was under way goes on");
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  /**
   * Looks no more; a start that is under way has ended or was given up before, so that the server
   * can be stopped.
   */
  @Override
  public void close() {
    closed.countDown();
    if (!endsWithin(toStart)) {
      thread.interrupt();
      if (!endsWithin(TO_GIVE_UP)) {
        trouble.accept(server.name() + " is stopped while it is started");
      }
    }
  }

  private boolean endsWithin(Duration time) {
    try {
      return !thread.isAlive() || thread.join(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
