package dev.tercet.api.wiring;

import dev.tercet.api.config.StoresConfig.QueueKeeper;
import dev.tercet.api.config.TercetConfig;
import dev.tercet.pipeline.estimate.EstimateWork;
import dev.tercet.pipeline.model.AskedModels;
import dev.tercet.saga.DueWork;
import dev.tercet.saga.port.CallRates;
import dev.tercet.saga.port.CollectionStore.CollectionRecord;
import dev.tercet.saga.port.Embedder;
import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.port.PointStore;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.port.StoreUnavailableException.Store;
import dev.tercet.storage.batch.BatchLimits;
import dev.tercet.storage.postgres.PostgresStores;
import dev.tercet.storage.postgres.StoreSettings;
import dev.tercet.storage.qdrant.QdrantSettings;
import dev.tercet.storage.qdrant.QdrantStores;
import dev.tercet.storage.qdrant.Sharding;
import dev.tercet.storage.redis.RedisSettings;
import dev.tercet.storage.redis.RedisStores;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.grpc.MetricCollectingClientInterceptor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The adapters of the stores. Redis and Qdrant carry the installation's id in their keys and
 * points, so they are opened once the ledger has told it.
 */
final class Stores implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Stores.class);

  private final StoreAddresses addresses;
  private final TercetConfig config;
  private final Embedder embedder;
  private final LedgerPool pool;
  private final PostgresStores ledger;
  private final MeterRegistry meters;
  private volatile @Nullable Opened opened;

  /**
   * The stores that know the installation.
   *
   * @param installation its id, which every point of ours carries
   * @param callRates the rates of providers, which all processes share
   * @param points the collection of the configured model
   * @param collections opens any recorded collection, once each
   */
  record Opened(
      UUID installation,
      OpenedQueue queue,
      CallRates callRates,
      QdrantStores qdrant,
      PointStore points,
      Function<CollectionRecord, PointStore> collections) {}

  /** Those that are opened here; the process is ready when each of them answers. */
  static Set<Store> watched(QueueKeeper queue) {
    return switch (queue) {
      case REDIS -> Set.of(Store.POSTGRES, Store.REDIS, Store.QDRANT);
      case POSTGRES -> Set.of(Store.POSTGRES, Store.QDRANT);
    };
  }

  /** The queues in Redis. */
  private record RedisQueue(RedisStores redis) implements OpenedQueue {
    @Override
    public JobQueue jobs() {
      return redis.queue();
    }

    @Override
    public void verify() {
      redis.verify();
    }

    @Override
    public void close() {
      redis.close();
    }
  }

  /** The queues in the ledger, which is looked at and closed as such. */
  private record LedgerQueue(PostgresStores ledger) implements OpenedQueue {
    @Override
    public JobQueue jobs() {
      return ledger.queue();
    }

    @Override
    public void verify() {}

    @Override
    public void close() {}
  }

  Stores(TercetConfig config, StoreAddresses addresses, Embedder embedder, MeterRegistry meters) {
    this.addresses = addresses;
    this.config = config;
    this.embedder = embedder;
    this.meters = meters;
    pool = LedgerPool.open(addresses.postgres(), config.stores(), meters);
    ledger =
        new PostgresStores(
            pool.pools(),
            pool.direct(),
            meters,
            new StoreSettings(
                config.work().maxCrashes(),
                config.stores().reads().limit(),
                BatchLimits.DEFAULT,
                config.pricing(InstantSource.system())));
  }

  PostgresStores ledger() {
    return ledger;
  }

  /** Estimates by what the ledger knows. */
  EstimateWork estimates(AskedModels models) {
    return new EstimateWork(
        models,
        config.work().cutter(),
        ledger.reads().answers(),
        config.pricing(InstantSource.system()));
  }

  /**
   * Brings the ledger up to date and opens the others, once; safe to call again after a failure.
   */
  synchronized Opened open() {
    Opened known = opened;
    if (known != null) {
      return known;
    }
    pool.ping();
    refuseUnlessFit();
    ledger.migrate();
    endFormerSessions();
    UUID installation = ledger.installation();
    @Nullable RedisStores redis =
        isQueueInLedger() ? null : RedisStores.open(redis(installation), meters);
    var qdrant = QdrantStores.open(qdrant(), new MetricCollectingClientInterceptor(meters));
    PointStore points = qdrant.points(embedder.model(), embedder.dimension(), installation);
    Map<String, PointStore> others = new ConcurrentHashMap<>();
    Opened now =
        new Opened(
            installation,
            redis == null ? new LedgerQueue(ledger) : new RedisQueue(redis),
            redis == null ? ledger.callRates() : redis.callRates(),
            qdrant,
            points,
            it ->
                others.computeIfAbsent(
                    it.name(), name -> qdrant.collection(name, it.dimension(), installation)));
    opened = now;
    return now;
  }

  /** Whether a look at the ledger is one at the queues. */
  boolean isQueueInLedger() {
    return config.stores().queue() == QueueKeeper.POSTGRES;
  }

  /** Nobody else can be alive on embedded stores: this process holds their folder. */
  private void endFormerSessions() {
    if (config.stores().external() == null) {
      ledger.recovery().reaper().endAllBut(List.of(), config.work().maxCrashes());
    }
  }

  /** Throws when the ledger can never live in that Postgres; one that cannot be asked may come. */
  void refuseUnfit() {
    try {
      refuseUnlessFit();
    } catch (StoreUnavailableException e) {
      LOG.debug("Postgres cannot be asked yet; it is when it is opened", e);
    }
  }

  /** Throws when the ledger cannot live in that Postgres, or nobody knows whether it can. */
  private void refuseUnlessFit() {
    pool.unfit()
        .ifPresent(why -> {
          throw new IllegalStateException(
              "Postgres at " + place(Store.POSTGRES) + " cannot be used: " + why);
        });
  }

  /** Where a store is, for a person. */
  String place(Store store) {
    return addresses.place(store);
  }

  /** What there is to act on; throws when Postgres does not answer or cannot be used. */
  DueWork look() {
    String collection = open().points().collection();
    Duration lease = config.work().lease();
    return pool.ask(connection -> ledger.dueWork(connection, collection, lease));
  }

  /** Throws when Qdrant does not answer or does not hold the collection. */
  void checkCollection() {
    PointStore points = open().points();
    if (!points.exists()) {
      throw new StoreUnavailableException(
          Store.QDRANT,
          "the collection " + points.collection() + " is missing",
          new IllegalStateException("no collection"));
    }
  }

  private RedisSettings redis(UUID installation) {
    return RedisSettings.of(addresses.redisUrl(), "tercet:" + installation);
  }

  private QdrantSettings qdrant() {
    var usual =
        QdrantSettings.of(
            addresses.qdrant().host(),
            addresses.qdrant().port(),
            config.stores().collectionPrefix());
    var key = addresses.qdrant().apiKey();
    var cluster = addresses.qdrant().cluster();
    return new QdrantSettings(
        usual.host(),
        usual.port(),
        addresses.qdrant().tls(),
        key == null ? null : key.value(),
        usual.collectionPrefix(),
        usual.readTimeout(),
        usual.writeTimeout(),
        Duration.ofSeconds(5),
        new Sharding(
            cluster.shardNumber(), cluster.replicationFactor(), cluster.writeConsistencyFactor()));
  }

  /**
   * Without a wait for a migration under way, which has no limit: it loses its connection, and the
   * next start begins it again.
   */
  @Override
  public void close() {
    if (opened == null) {
      pool.close();
    }
    closeAll();
  }

  private synchronized void closeAll() {
    Opened last = opened;
    if (last != null) {
      last.qdrant().close();
      last.queue().close();
    }
    ledger.close();
    pool.close();
  }
}
