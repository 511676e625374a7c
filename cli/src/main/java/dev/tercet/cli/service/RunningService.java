package dev.tercet.cli.service;

import dev.tercet.api.config.TercetConfig;
import dev.tercet.api.logging.Logging;
import dev.tercet.api.wiring.Service;
import dev.tercet.cli.client.ServiceAddress;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service in this process that stops in order when the process is asked to end, and then ends it
 * with exit code 0, or 130 when the command had more to do than to serve.
 */
public final class RunningService implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunningService.class);

  /** Beyond the configured times to drain and to stop, before the process is ended regardless. */
  private static final Duration GRACE = Duration.ofMillis(1_500);

  /** Of a command that was to do more than to serve. */
  private static final int INTERRUPTED = 130;

  private final TercetConfig config;
  private final ReentrantLock starting = new ReentrantLock();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread hook;
  private final Service service;
  private final ServiceAddress address;
  private volatile boolean asked;
  private volatile AutoCloseable last = () -> {};
  private volatile int exit = INTERRUPTED;

  /** Starts it; HTTP answers when this returns. */
  public RunningService(TercetConfig config, Service.Notices notices) {
    this.config = config;
    Logging.apply(config.log());
    address = new ServiceAddress(config.server().dataDir());
    hook = new Thread(this::stopAndHalt, "stop");
    starting.lock();
    try {
      Runtime.getRuntime().addShutdownHook(hook);
      service = start(config, notices);
    } finally {
      starting.unlock();
    }
  }

  private Service start(TercetConfig config, Service.Notices notices) {
    try {
      return Service.start(config, InstantSource.system(), notices);
    } catch (RuntimeException | Error e) {
      removeHook(); // which would end the process as if it had been asked to
      throw e;
    }
  }

  /** Its address, once it can take work. */
  public URI awaitReady() throws InterruptedException {
    while (!service.awaitReady(Duration.ofHours(1))) {
      LOG.warn("still waiting for the stores");
    }
    address.write(service.uri());
    return service.uri();
  }

  /** What it counts. */
  public MeterRegistry meters() {
    return service.meters();
  }

  /** What is to be closed after it when the process is asked to end, such as stores under it. */
  public void closeLast(AutoCloseable closeable) {
    last = closeable;
  }

  /** Waits for ever, or until the process is asked to end. */
  public int awaitStop() throws InterruptedException {
    exit = 0;
    stopped.await();
    return 0;
  }

  /** Stops it; the process goes on. */
  @Override
  public void close() {
    if (!asked) {
      removeHook();
      stop();
      stopped.countDown();
    }
  }

  private void stopAndHalt() {
    asked = true;
    Thread stopping = Thread.ofPlatform().daemon().name("stopping").start(this::drainAndStop);
    try {
      Duration most = config.server().drain().plus(config.server().stopTimeout()).plus(GRACE);
      if (!stopped.await(most.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn(
            "{} did not stop within {}; what is left is taken up after the next start",
            stopping.getName(),
            most);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (exit == INTERRUPTED) {
      LOG.warn("interrupted");
    }
    Logging.end();
    Runtime.getRuntime().halt(exit);
  }

  private void drainAndStop() {
    starting.lock();
    try {
      @Nullable Service started = service;
      if (started != null) {
        started.drain();
      }
    } finally {
      starting.unlock();
    }
    try {
      stop();
      last.close();
    } catch (Exception e) {
      LOG.warn("not everything stopped cleanly", e);
    } finally {
      stopped.countDown();
    }
  }

  private void stop() {
    starting.lock();
    try {
      @Nullable Service started = service;
      if (started != null) {
        address.remove(); // without it the folder, and the address in it, may be another's
        started.close();
      }
    } finally {
      starting.unlock();
    }
  }

  private void removeHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      LOG.debug("the process is ending already", e);
    }
  }
}
