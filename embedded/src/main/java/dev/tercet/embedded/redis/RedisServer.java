package dev.tercet.embedded.redis;

import dev.tercet.embedded.process.AwaitCondition;
import dev.tercet.embedded.process.BinaryCache;
import dev.tercet.embedded.process.Command;
import dev.tercet.embedded.process.DataFolder;
import dev.tercet.embedded.process.EmbeddedStoresException;
import dev.tercet.embedded.process.Platform;
import dev.tercet.embedded.process.Ports;
import dev.tercet.embedded.process.Secrets;
import dev.tercet.embedded.process.StoreServer;
import dev.tercet.embedded.process.Survivor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The Redis of a data folder: started or taken over, and stopped. */
public final class RedisServer implements StoreServer {
  private static final String STORE = "redis";
  private static final Duration TO_LOAD = Duration.ofMinutes(2);
  private static final Duration TO_STOP = Duration.ofSeconds(30);
  private static final Duration TO_ABORT = Duration.ofSeconds(3);
  private static final int ATTEMPTS = 3;

  private static final String PORT_TAKEN = "Failed listening on port";

  private final RedisConfigFile settings;
  private final RedisLog log;
  private final DataFolder folder;
  private final Path binary;
  private final Consumer<String> progress;
  private final Consumer<String> trouble;
  private RedisConnection connection;

  /** What became of a start. */
  private enum Outcome {
    SERVES,
    PORT_TAKEN,
    /** It ended by itself. */
    ENDED,
    SILENT
  }

  private RedisServer(
      DataFolder folder,
      Path binary,
      Consumer<String> progress,
      Consumer<String> trouble,
      RedisConnection connection) {
    this.settings = new RedisConfigFile(folder);
    this.log = new RedisLog(settings.log(), folder.logs().resolve("redis.old.log"));
    this.folder = folder;
    this.binary = binary;
    this.progress = progress;
    this.trouble = trouble;
    this.connection = connection;
  }

  public static RedisServer start(
      DataFolder folder,
      Ports ports,
      BinaryCache cache,
      Consumer<String> progress,
      Consumer<String> trouble)
      throws IOException {
    Files.createDirectories(folder.redis());
    String password = new Secrets(folder.secrets()).password(STORE);
    RedisServer server =
        new RedisServer(
            folder,
            RedisBinary.find(Platform.current(), cache, folder.logs()),
            progress,
            trouble,
            new RedisConnection(ports.remembered(STORE), password));
    return StoreServer.started(server, () -> server.start(ports));
  }

  /** Ends one that an earlier program left behind, whose data stays. */
  public static void endLeftOver(DataFolder folder, Consumer<String> progress) {
    for (Survivor left : Survivor.withWords(new RedisConfigFile(folder).file().toString())) {
      progress.accept("Ending a Redis that was left behind, pid " + left.pid());
      left.end(TO_STOP);
    }
  }

  private void start(Ports ports) throws IOException {
    if (!takeOver()) {
      launch(ports);
    }
  }

  public RedisAddress address() {
    return connection.address();
  }

  /** Returns whether a server that an earlier program left behind goes on serving. */
  private boolean takeOver() throws IOException {
    // Its password and its folder prove a server that answers, whatever became of its record.
    if (connection.port() > 0 && connection.serves(folder.redis())) {
      progress.accept("Taking over the Redis that still runs, on port " + connection.port());
      return true;
    }
    Optional<Survivor> survivor = survivor();
    if (survivor.isPresent()) {
      progress.accept("Ending a Redis that does not answer, pid " + survivor.get().pid());
      survivor.get().end(TO_ABORT);
    }
    return false;
  }

  @Override
  public String name() {
    return "Redis";
  }

  @Override
  public boolean runs() throws IOException {
    return survivor().isPresent() || connection.serves(folder.redis());
  }

  @Override
  public void revive() throws IOException {
    if (startAnyhow(connection.port()) != Outcome.SERVES) {
      throw new EmbeddedStoresException("Redis does not start:\n" + log.text());
    }
  }

  private void launch(Ports ports) throws IOException {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      int port = ports.choose(STORE);
      Outcome outcome = startAnyhow(port);
      if (outcome == Outcome.SERVES) {
        ports.remember(STORE, port);
        return;
      }
      if (outcome != Outcome.PORT_TAKEN) {
        break;
      }
    }
    throw new EmbeddedStoresException("Redis does not start:\n" + log.text());
  }

  /**
   * Starts the server on that port, without its files if it ends over them: they hold hints only,
   * and recovery brings the queues back. They are kept, and go back if it ends without them, too.
   */
  private Outcome startAnyhow(int port) throws IOException {
    Outcome outcome = startOn(port);
    if (outcome != Outcome.ENDED || !hasFiles()) {
      return outcome;
    }
    String reason = log.lastWords();
    var damaged = new SetAside(folder.redis());
    Path aside = damaged.put();
    boolean serves = false;
    try {
      Outcome again = startOn(port);
      serves = again == Outcome.SERVES;
      return again;
    } finally {
      if (serves) {
        trouble.accept(begunEmpty(aside, reason));
        forgetOld(damaged);
      } else {
        takeBack(damaged, aside);
      }
    }
  }

  private static String begunEmpty(Path aside, String reason) {
    return "Redis could not read its files, which are kept in %s, and begins empty; what was queued is published again. It said: %s"
        .formatted(aside, reason);
  }

  /** That an old folder cannot be deleted is no reason not to serve. */
  private void forgetOld(SetAside damaged) {
    try {
      List<Path> deleted = damaged.forgetOld();
      if (!deleted.isEmpty()) {
        trouble.accept(
            "Of the folders that Redis could not read the newest %d are kept; deleted: %s"
                .formatted(
                    SetAside.KEPT,
                    deleted.stream().map(Path::toString).collect(Collectors.joining(", "))));
      }
    } catch (IOException e) {
      trouble.accept("An old folder that Redis could not read cannot be deleted: " + e);
    }
  }

  /**
   * What was set aside goes back, or it is told where it stays: one who was interrupted may have
   * left a server in the folder.
   */
  private void takeBack(SetAside damaged, Path aside) throws IOException {
    boolean isBack = false;
    try {
      if (!Thread.currentThread().isInterrupted() && !runs()) {
        damaged.takeBack(aside);
        isBack = true;
      }
    } finally {
      if (!isBack) {
        trouble.accept(
            "Redis could not read its files, and its start without them did not come to an end; they are kept in "
                + aside);
      }
    }
  }

  private boolean hasFiles() throws IOException {
    try (Stream<Path> files = Files.list(folder.redis())) {
      return files.anyMatch(it -> !it.equals(settings.pidFile()));
    }
  }

  /**
   * Starts the server on that port, and ends it when it does not serve. A start that is interrupted
   * leaves the server as it is, to be closed by who interrupted.
   */
  private Outcome startOn(int port) throws IOException {
    progress.accept("Starting Redis on port " + port);
    settings.write(port, connection.password());
    connection = new RedisConnection(port, connection.password());
    Files.deleteIfExists(settings.pidFile());
    log.begin();
    Command daemon =
        new Command(
            List.of(binary.toString(), settings.file().toString()),
            folder.logs().resolve("redis-start.log"),
            TO_STOP);
    daemon.succeed();
    AwaitCondition.until(TO_LOAD, () -> connection.serves(folder.redis()) || hasEnded());
    if (connection.serves(folder.redis())) {
      return Outcome.SERVES;
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new EmbeddedStoresException("Interrupted while Redis started");
    }
    if (log.text().contains(PORT_TAKEN)) {
      return Outcome.PORT_TAKEN;
    }
    if (hasEnded()) {
      return Outcome.ENDED;
    }
    close();
    return Outcome.SILENT;
  }

  /**
   * Redis listens first, then writes its pid file, then loads its data. When it breaks off over
   * them, it removes the pid file again.
   */
  private boolean hasEnded() {
    try {
      return log.text().contains(PORT_TAKEN)
          || (Files.exists(settings.pidFile())
              ? survivor().isEmpty()
              : Survivor.withWords(settings.file().toString()).isEmpty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Redis writes the pid file within its first moments, so the file's age is the process's. */
  private Optional<Survivor> survivor() throws IOException {
    if (!Files.exists(settings.pidFile())) {
      return Optional.empty();
    }
    String pid = Files.readString(settings.pidFile()).strip();
    Instant written = Files.getLastModifiedTime(settings.pidFile()).toInstant();
    return pid.matches("\\d{1,10}")
        ? Survivor.find(
            Long.parseLong(pid),
            binary.getFileName().toString(),
            settings.file().toString(),
            written)
        : Optional.empty();
  }

  /** Ends the server after it has written its append-only file. */
  @Override
  public void close() throws IOException {
    Optional<Survivor> running = survivor();
    if (running.isPresent()) {
      progress.accept("Stopping Redis");
      running.get().end(TO_STOP);
    }
  }
}
