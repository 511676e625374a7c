package dev.tercet.api.wiring;

import dev.tercet.saga.port.StoreUnavailableException.Store;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The life of this process: puts the application together when the ledger is reached, begins its
 * work when every store answers, and ends it.
 */
final class Engine implements StoreWatch.Watched, AutoCloseable {
  private final Assembly assembly;
  private final Stores stores;
  private final LateApplication application;
  private final Consumer<String> whenReading;
  private final StoreWatch watch;

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
      case POSTGRES -> reached.ledgerWatch().act(stores.look());
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
