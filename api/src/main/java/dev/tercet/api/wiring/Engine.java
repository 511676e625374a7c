package dev.tercet.api.wiring;

import dev.tercet.saga.port.StoreBusyException;
import dev.tercet.saga.port.StoreUnavailableException.Store;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of this process: puts the application together when the ledger is reached, begins its
 * work when every store answers, and ends it.
 */
final class Engine implements StoreWatch.Watched, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  private final Assembly assembly;
  private final Stores stores;
  private final LateApplication application;
  private final Consumer<String> whenReading;
  private final StoreWatch watch;

  /** For the thread that looks at the ledger. */
  private long queueSeenAt = System.nanoTime() - StoreWatch.USUAL.toNanos();

  /**
   * Begins nothing.
   *
   * @param application is told once it is there
   * @param whenReading is told the collection that answers come from, once all stores have been
   *     reached and whenever it is another
   */
  Engine(
      Assembly assembly,
      Stores stores,
      LateApplication application,
      StoreStates states,
      Consumer<String> whenReading) {
    this.assembly = assembly;
    this.stores = stores;
    this.application = application;
    this.whenReading = whenReading;
    watch = new StoreWatch(this, states);
  }

  /** Begins to look for the stores; returns at once. */
  void start() {
    watch.start();
  }

  /** Waits until it can take work; false when {@code longest} passes first. */
  boolean awaitReady(Duration longest) throws InterruptedException {
    return watch.awaitReady(longest);
  }

  @Override
  public String place(Store store) {
    return stores.place(store);
  }

  @Override
  public Duration look(Store store) {
    Application reached = reached();
    return switch (store) {
      case POSTGRES -> {
        Duration pause = reached.ledgerWatch().act(stores.look());
        if (stores.isQueueInLedger()) {
          lookAtQueue(reached);
        }
        yield pause;
      }
      case REDIS -> {
        reached.queueWatch().look(reached.ledgerWatch().seen());
        yield StoreWatch.USUAL;
      }
      case QDRANT -> {
        if (!watch.isReady()) {
          reached.operations().recovery().ensureCollection();
        }
        stores.checkCollection();
        yield StoreWatch.USUAL;
      }
    };
  }

  /**
   * As often as at a Redis: a busy ledger is looked at more often. It has answered on a connection
   * of its own, so that it is not away when all others are in use.
   */
  private void lookAtQueue(Application reached) {
    long now = System.nanoTime();
    if (now - queueSeenAt >= StoreWatch.USUAL.toNanos()) {
      try {
        reached.queueWatch().look(reached.ledgerWatch().seen());
      } catch (StoreBusyException e) {
        LOG.debug("the queues are looked at later", e);
      }
      queueSeenAt = now;
    }
  }

  /** The ledger is looked at first, so that one thread alone puts it together. */
  private Application reached() {
    Application known = application.get();
    if (known == null) {
      known = assembly.over(stores, whenReading);
      application.set(known);
    }
    return known;
  }

  @Override
  public void begin() {
    Application reached = reached();
    reached.ledgerWatch().tellReading(reached.operations().recovery().readingCollection());
    reached.work().begin();
    reached.ledgerWatch().begin();
  }

  /** Stops looking and working; what runs may end, the rest is given back. */
  @Override
  public void close() {
    watch.close();
    Application reached = application.get();
    if (reached != null) {
      reached.former().close();
      reached.work().close();
    }
  }
}
