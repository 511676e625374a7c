package dev.tercet.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** The Postgres of a data folder: created, started or taken over, and stopped. */
final class PostgresServer implements AutoCloseable {
  private static final String STORE = "postgres";
  private static final String VERSION = "postgres-18.6.0-";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int ATTEMPTS = 3;

  private final DataFolder folder;
  private final Path binaries;
  private final RunAs user;
  private final Consumer<String> progress;
  private PostgresDatabase database;

  private PostgresServer(
      DataFolder folder, Path binaries, RunAs user, Consumer<String> progress, String password) {
    this.folder = folder;
    this.binaries = binaries;
    this.user = user;
    this.progress = progress;
    this.database = new PostgresDatabase(0, password);
  }

  static PostgresServer start(
      DataFolder folder, Ports ports, RunAs user, BinaryCache cache, Consumer<String> progress)
      throws IOException {
    Platform platform = Platform.current();
    Path binaries =
        cache.provide(
            VERSION + platform.name().toLowerCase(Locale.ROOT).replace('_', '-'),
            into -> unpack(platform, into));
    String password = new Secrets(folder.secrets()).password(STORE);
    PostgresServer server = new PostgresServer(folder, binaries, user, progress, password);
    server.start(ports);
    return server;
  }

  private static void unpack(Platform platform, Path into) throws IOException {
    String archive = "/" + platform.postgresArchive();
    try (InputStream content =
        Objects.requireNonNull(
            PostgresServer.class.getResourceAsStream(archive), archive + " on the class path")) {
      TarXz.unpack(content, into);
    }
  }

  PostgresAddress address() {
    return database.address();
  }

  private void start(Ports ports) throws IOException {
    Path logs = Files.createDirectories(folder.logs().resolve(STORE));
    if (!Files.exists(folder.postgres())) {
      initialise();
    }
    user.handOver(logs);
    if (!takeOver(ports)) {
      launch(ports, logs);
    }
    try {
      database.create();
    } catch (SQLException e) {
      throw new EmbeddedStoresException("Postgres runs but refuses us; its logs are in " + logs, e);
    }
  }

  /** Builds the cluster aside and moves it into place when it is whole. */
  private void initialise() throws IOException {
    progress.accept("Creating the Postgres database in " + folder.postgres());
    Path aside = folder.root().resolve("postgres.half");
    Tree.delete(aside);
    Files.createDirectory(
        aside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path password = folder.root().resolve("postgres.pw");
    PrivateFile.write(password, database.password());
    user.handOver(aside);
    user.handOver(password);
    try {
      program(
              "initdb",
              "--pgdata=" + aside,
              "--username=" + PostgresDatabase.USER,
              "--pwfile=" + password,
              "--auth=scram-sha-256",
              "--encoding=UTF8",
              "--locale=C",
              "--locale-provider=builtin",
              "--builtin-locale=C.UTF-8",
              "--no-instructions")
          .succeed();
    } finally {
      Files.delete(password);
    }
    Files.move(aside, folder.postgres(), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Returns whether a server that an earlier program left behind goes on serving. */
  private boolean takeOver(Ports ports) throws IOException {
    PostmasterPid record = record();
    Optional<Survivor> found = record.survivor();
    if (found.isEmpty()) {
      record.disown();
      return false;
    }
    Survivor survivor = found.get();
    database = new PostgresDatabase(ports.remembered(STORE), database.password());
    if (survivor.runs(binaries.resolve("bin/postgres")) && database.answers()) {
      progress.accept("Taking over the Postgres that still runs, pid " + survivor.pid());
      return true;
    }
    progress.accept("Ending an unresponsive Postgres, pid " + survivor.pid());
    stop(survivor);
    return false;
  }

  private void launch(Ports ports, Path logs) throws IOException {
    for (int attempt = 1; ; attempt++) {
      int port = ports.choose(STORE);
      progress.accept("Starting Postgres on port " + port);
      PostgresSettings.write(folder.postgres(), logs, port);
      user.handOver(folder.postgres());
      Command start =
          program(
              "pg_ctl",
              "start",
              "--wait",
              "--timeout=" + PATIENCE.toSeconds(),
              "--pgdata=" + folder.postgres(),
              "--log=" + logs.resolve("start.log"));
      Files.deleteIfExists(logs.resolve("start.log"));
      if (start.run() == 0) {
        ports.remember(STORE, port);
        database = new PostgresDatabase(port, database.password());
        return;
      }
      boolean portTaken = excerpt(logs).contains("could not bind");
      if (!portTaken || attempt == ATTEMPTS) {
        throw new EmbeddedStoresException(
            "Postgres does not start" + start.excerpt() + "\n" + excerpt(logs));
      }
    }
  }

  private static String excerpt(Path logs) throws IOException {
    Path log = logs.resolve("start.log");
    return Files.exists(log) ? Files.readString(log) : "";
  }

  /** Ends the server in the fast way: open transactions are rolled back. */
  @Override
  public void close() throws IOException {
    Optional<Survivor> running = record().survivor();
    if (running.isPresent()) {
      progress.accept("Stopping Postgres");
      stop(running.get());
    }
  }

  private void stop(Survivor server) throws IOException {
    for (String mode : List.of("fast", "immediate")) {
      Command stop =
          program(
              "pg_ctl",
              "stop",
              "--mode=" + mode,
              "--wait",
              "--timeout=20",
              "--pgdata=" + folder.postgres());
      if (stop.run() == 0 && server.waitUntilGone(PATIENCE)) {
        return;
      }
    }
    server.kill();
  }

  private PostmasterPid record() {
    return new PostmasterPid(folder.postgres());
  }

  private Command program(String name, String... arguments) {
    List<String> words = new ArrayList<>();
    words.add(binaries.resolve("bin").resolve(name).toString());
    words.addAll(List.of(arguments));
    return new Command(words, folder.logs().resolve(name + ".log"), PATIENCE.plusSeconds(30))
        .behind(user.prefix());
  }
}
