package dev.tercet.embedded;

import dev.tercet.embedded.postgres.PostgresAddress;
import dev.tercet.embedded.postgres.PostgresServer;
import dev.tercet.embedded.process.BinaryCache;
import dev.tercet.embedded.process.DataFolder;
import dev.tercet.embedded.process.EmbeddedStoresException;
import dev.tercet.embedded.process.FreeDiskSpace;
import dev.tercet.embedded.process.HeldFolder;
import dev.tercet.embedded.process.Ports;
import dev.tercet.embedded.process.Revival;
import dev.tercet.embedded.process.RunAs;
import dev.tercet.embedded.process.Secrets;
import dev.tercet.embedded.process.StoreServer;
import dev.tercet.embedded.qdrant.EnginePlace;
import dev.tercet.embedded.qdrant.QdrantAddress;
import dev.tercet.embedded.qdrant.QdrantChoice;
import dev.tercet.embedded.qdrant.QdrantServer;
import dev.tercet.embedded.qdrant.VectorKeeper;
import dev.tercet.embedded.redis.RedisAddress;
import dev.tercet.embedded.redis.RedisServer;
import dev.tercet.embedded.vector.VectorServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The stores of one data folder, running on loopback ports.
 *
 * <p>One program at a time uses a folder. A program that is killed leaves its stores' processes
 * running; the next one takes them over or replaces them on the same data. One that dies while the
 * program runs is started again on its port. Ports are taken again when they are free.
 */
public final class EmbeddedStores implements AutoCloseable {
  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private final DataFolder folder;
  private final PostgresServer postgres;
  private final @Nullable RedisServer redis;
  private final QdrantAddress qdrant;

  /**
   * Starts the stores and returns when they answer.
   *
   * @param held given free when the stores are stopped, or do not start; deleting it then deletes
   *     the data
   * @param vectors who keeps the vectors
   * @param place where the engine runs, if it does
   * @param withRedis whether a Redis is among them; one that an earlier program left is ended if
   *     not
   * @param progress is told each step in a line for a person, by any thread; nothing is printed
   * @param trouble is told likewise that a store has died or does not start again
   * @throws EmbeddedStoresException when the folder is in use, the platform has no binaries, or a
   *     store does not start; whatever was started is stopped before
   */
  public static EmbeddedStores start(
      HeldFolder held,
      QdrantChoice vectors,
      EnginePlace place,
      boolean withRedis,
      Consumer<String> progress,
      Consumer<String> trouble)
      throws IOException {
    return new EmbeddedStores(held, vectors, place, withRedis, progress, trouble);
  }

  /** All three on a folder that is taken now, with the engine and one listener for everything. */
  public static EmbeddedStores start(Path dataDir, Consumer<String> progress) throws IOException {
    return start(dataDir, new EnginePlace.Inside(), progress);
  }

  /** The same with the engine at that place. */
  public static EmbeddedStores start(Path dataDir, EnginePlace place, Consumer<String> progress)
      throws IOException {
    HeldFolder held = HeldFolder.take(dataDir, progress);
    return start(held, new QdrantChoice.Engine(), place, true, progress, progress);
  }

  private EmbeddedStores(
      HeldFolder held,
      QdrantChoice vectors,
      EnginePlace place,
      boolean withRedis,
      Consumer<String> progress,
      Consumer<String> trouble)
      throws IOException {
    this.folder = held.folder();
    try {
      running.push(held);
      refuseWithoutRoom();
      Files.createDirectories(folder.logs());
      QdrantServer.endLeftOvers(folder, progress);
      VectorKeeper keeper = VectorKeeper.of(folder);
      Optional<Path> program = keeper.program(vectors, trouble);
      Ports ports = new Ports(folder.ports());
      RunAs user = RunAs.decide(folder);
      BinaryCache cache = BinaryCache.of(folder, user, progress);
      List<StoreServer> processes = new ArrayList<>();
      if (withRedis) {
        redis = started(RedisServer.start(folder, ports, cache, progress, trouble), processes);
      } else {
        redis = null;
        RedisServer.endLeftOver(folder, progress);
      }
      postgres = started(PostgresServer.start(folder, ports, user, cache, progress), processes);
      if (program.isPresent()) {
        qdrant =
            started(QdrantServer.start(folder, ports, program.get(), progress), processes)
                .address();
      } else if (place instanceof EnginePlace.Apart apart) {
        qdrant = started(QdrantServer.start(folder, ports, apart, progress), processes).address();
      } else {
        qdrant = startEngine(ports, progress);
      }
      keeper.remember(program.isPresent());
      running.push(new StoresFile(folder.storesFile()));
      Revival.of(processes, progress, trouble).forEach(running::push);
    } catch (IOException | RuntimeException e) {
      stopAfter(e);
      throw e;
    }
  }

  private void refuseWithoutRoom() {
    String shortage = diskSpace().shortage();
    if (!shortage.isEmpty()) {
      throw new EmbeddedStoresException(
          "There is no room to start in %s: %s; make room, or choose another with --data"
              .formatted(folder.root(), shortage));
    }
  }

  private void stopAfter(Exception failure) {
    try {
      close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private <S extends StoreServer> S started(S server, List<StoreServer> processes) {
    running.push(server);
    processes.add(server);
    return server;
  }

  private QdrantAddress startEngine(Ports ports, Consumer<String> progress) throws IOException {
    int port = ports.choose(QdrantServer.STORE);
    progress.accept("Starting the vector engine on port " + port);
    String key = new Secrets(folder.secrets()).password(QdrantServer.STORE);
    var address = new InetSocketAddress(Ports.LOOPBACK, port);
    VectorServer vectors = VectorServer.start(folder.qdrant(), address, key, progress);
    running.push(vectors);
    ports.remember(QdrantServer.STORE, port);
    return new QdrantAddress(Ports.HOST, port, key);
  }

  public PostgresAddress postgres() {
    return postgres.address();
  }

  /** Empty when none was wanted. */
  public Optional<RedisAddress> redis() {
    return Optional.ofNullable(redis).map(RedisServer::address);
  }

  public QdrantAddress qdrant() {
    return qdrant;
  }

  /**
   * Writes {@code stores.json} into the folder, which names the running stores for users' scripts.
   * It disappears when the stores are stopped.
   *
   * @param collection the full name of the collection that reads use, which only the caller knows
   */
  public void describe(String collection) throws IOException {
    new StoresFile(folder.storesFile()).write(postgres(), redis(), qdrant(), collection);
  }

  /** The room on the disk under the stores. */
  public FreeDiskSpace diskSpace() {
    return new FreeDiskSpace(folder.root());
  }

  /** The folder that holds the data, real and absolute. */
  public Path dataDir() {
    return folder.root();
  }

  /** Stops the vector engine, Postgres, then Redis, and gives the folder free. Idempotent. */
  @Override
  public void close() throws IOException {
    IOException failure = null;
    while (!running.isEmpty()) {
      try {
        running.pop().close();
      } catch (Exception e) {
        failure = failure == null ? new IOException("A store did not stop cleanly", e) : failure;
        failure.addSuppressed(e);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
