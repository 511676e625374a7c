package dev.tercet.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Starts a store again that died while it was needed: killed for want of memory, say. One that does
 * not stay is tried less and less often.
 */
final class Revival implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final int LONGEST = 6;

  private final StoreServer server;
  private final Consumer<String> progress;
  private final ReentrantLock looking = new ReentrantLock();
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Begins to look at each of them. */
  static List<Revival> of(List<StoreServer> servers, Consumer<String> progress) {
    return servers.stream().map(it -> new Revival(it, progress)).toList();
  }

  private Revival(StoreServer server, Consumer<String> progress) {
    this.server = server;
    this.progress = progress;
    Thread.ofVirtual().name("watch-" + server.name()).start(this::lookUntilClosed);
  }

  private void lookUntilClosed() {
    int deaths = 0;
    try {
      while (!closed.await(pause(deaths).toMillis(), TimeUnit.MILLISECONDS)) {
        deaths = lookOnce() ? 0 : deaths + 1;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** 0.5 s, doubling with every death in a row up to half a minute. */
  private static Duration pause(int deaths) {
    return LOOK.multipliedBy(1L << Math.min(deaths, LONGEST));
  }

  /** Whether it ran; if not, it was started again or at least told to. */
  private boolean lookOnce() {
    looking.lock();
    try {
      if (closed.getCount() == 0 || server.runs()) {
        return true;
      }
      progress.accept(server.name() + " has died and is started again");
      server.revive();
      progress.accept(server.name() + " runs again; what was under way goes on");
    } catch (IOException | RuntimeException e) {
      progress.accept(server.name() + " is down and tried again: " + e.getMessage());
    } finally {
      looking.unlock();
    }
    return false;
  }

  /** Looks no more; a start that is under way ends before, so that the server can be stopped. */
  @Override
  public void close() {
    looking.lock();
    try {
      closed.countDown();
    } finally {
      looking.unlock();
    }
  }
}
