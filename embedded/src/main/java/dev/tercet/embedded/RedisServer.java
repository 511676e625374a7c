package dev.tercet.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The Redis of a data folder: started or taken over, and stopped. */
final class RedisServer implements AutoCloseable {
  private static final String STORE = "redis";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int ATTEMPTS = 3;
  private static final long LARGEST_LOG = 4L * 1024 * 1024;

  private final RedisSettings settings;
  private final DataFolder folder;
  private final Path binary;
  private final Consumer<String> progress;
  private RedisConnection connection;

  private RedisServer(
      DataFolder folder, Path binary, Consumer<String> progress, RedisConnection connection) {
    this.settings = new RedisSettings(folder);
    this.folder = folder;
    this.binary = binary;
    this.progress = progress;
    this.connection = connection;
  }

  static RedisServer start(
      DataFolder folder, Ports ports, BinaryCache cache, Consumer<String> progress)
      throws IOException {
    Files.createDirectories(folder.redis());
    String password = new Secrets(folder.secrets()).password(STORE);
    RedisServer server =
        new RedisServer(
            folder,
            RedisBinary.find(Platform.current(), cache, folder.logs()),
            progress,
            new RedisConnection(ports.remembered(STORE), password));
    if (!server.takeOver()) {
      server.launch(ports);
    }
    return server;
  }

  RedisAddress address() {
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
      progress.accept("Ending an unresponsive Redis, pid " + survivor.get().pid());
      survivor.get().end();
    }
    return false;
  }

  private void launch(Ports ports) throws IOException {
    boundLog();
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      int port = ports.choose(STORE);
      progress.accept("Starting Redis on port " + port);
      settings.write(port, connection.password());
      connection = new RedisConnection(port, connection.password());
      Files.deleteIfExists(settings.pidFile());
      new Command(
              List.of(binary.toString(), settings.file().toString()),
              folder.logs().resolve("redis-start.log"),
              PATIENCE)
          .succeed();
      if (Waiting.until(PATIENCE, () -> connection.serves(folder.redis()) || hasEnded())) {
        if (connection.serves(folder.redis())) {
          ports.remember(STORE, port);
          return;
        }
      }
    }
    throw new EmbeddedStoresException("Redis does not start; see " + settings.log());
  }

  /** Redis removes its pid file when it gives up, and writes it before it listens. */
  private boolean hasEnded() {
    return Files.exists(settings.log()) && !Files.exists(settings.pidFile());
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

  /** Redis itself never begins a new log. */
  private void boundLog() throws IOException {
    if (Files.exists(settings.log()) && Files.size(settings.log()) > LARGEST_LOG) {
      Files.move(
          settings.log(),
          folder.logs().resolve("redis.old.log"),
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Ends the server after it has written its append-only file. */
  @Override
  public void close() throws IOException {
    Optional<Survivor> running = survivor();
    if (running.isPresent()) {
      progress.accept("Stopping Redis");
      running.get().end();
    }
  }
}
