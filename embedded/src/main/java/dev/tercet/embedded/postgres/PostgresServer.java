package dev.tercet.embedded.postgres;

import dev.tercet.embedded.files.FolderTree;
import dev.tercet.embedded.process.BinaryCache;
import dev.tercet.embedded.process.Command;
import dev.tercet.embedded.process.DataFolder;
import dev.tercet.embedded.process.EmbeddedStoresException;
import dev.tercet.embedded.process.Ports;
import dev.tercet.embedded.process.PrivateFile;
import dev.tercet.embedded.process.RunAs;
import dev.tercet.embedded.process.Secrets;
import dev.tercet.embedded.process.StoreServer;
import dev.tercet.embedded.process.Survivor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** The Postgres of a data folder: created, started or taken over, and stopped. */
public final class PostgresServer implements StoreServer {
  private static final String STORE = "postgres";
  private static final Duration TO_STOP = Duration.ofSeconds(30);
  private static final Duration TO_ABORT = Duration.ofSeconds(3);
  private static final int ATTEMPTS = 3;

  private final DataFolder folder;
  private final Path data;
  private final Path logs;
  private final PostgresPrograms programs;
  private final Consumer<String> progress;
  private PostgresDatabase database;

  private PostgresServer(
      DataFolder folder,
      PostgresPrograms programs,
      Consumer<String> progress,
      PostgresDatabase database) {
    this.folder = folder;
    this.data = folder.postgres();
    this.logs = folder.logs().resolve(STORE);
    this.programs = programs;
    this.progress = progress;
    this.database = database;
  }

  public static PostgresServer start(
      DataFolder folder, Ports ports, RunAs user, BinaryCache cache, Consumer<String> progress)
      throws IOException {
    PostgresServer server =
        new PostgresServer(
            folder,
            PostgresPrograms.find(cache, user, folder.logs()),
            progress,
            new PostgresDatabase(
                ports.remembered(STORE), new Secrets(folder.secrets()).password(STORE)));
    return StoreServer.started(server, () -> server.start(ports));
  }

  public PostgresAddress address() {
    return database.address();
  }

  private void start(Ports ports) throws IOException {
    Files.createDirectories(logs);
    programs.user().letThrough(folder);
    programs.user().handOver(logs);
    if (!Files.exists(data)) {
      initialise();
    }
    if (!takeOver()) {
      launch(ports);
    }
    try {
      database.create();
    } catch (SQLException e) {
      throw new EmbeddedStoresException("Postgres runs but refuses us; its logs are in " + logs, e);
    }
  }

  /** Builds the cluster aside and moves it into place when it is whole. */
  private void initialise() throws IOException {
    progress.accept("Creating the Postgres database in " + data);
    Path aside = folder.root().resolve("postgres.half");
    FolderTree.delete(aside);
    Files.createDirectory(aside);
    Path password = folder.root().resolve("postgres.password");
    PrivateFile.write(password, database.password());
    try {
      programs.user().handOver(aside);
      programs.user().handOver(password);
      programs.initdb(aside, password).succeed();
    } finally {
      Files.delete(password);
    }
    Files.move(aside, data, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Returns whether a server that an earlier program left behind goes on serving. */
  private boolean takeOver() throws IOException {
    PostmasterPid record = new PostmasterPid(data);
    Optional<Survivor> found = record.survivor();
    if (found.isEmpty()) {
      record.disown();
      return false;
    }
    Survivor survivor = found.get();
    if (survivor.runs(programs.server()) && database.answers()) {
      progress.accept("Taking over the Postgres that still runs, pid " + survivor.pid());
      return true;
    }
    progress.accept("Ending a Postgres that does not answer, pid " + survivor.pid());
    if (!stops(survivor, "immediate", TO_ABORT)) {
      survivor.kill();
    }
    record.disown();
    return false;
  }

  @Override
  public String name() {
    return "Postgres";
  }

  @Override
  public boolean runs() throws IOException {
    return new PostmasterPid(data).survivor().isPresent() || database.answers();
  }

  @Override
  public void revive() throws IOException {
    new PostmasterPid(data).disown();
    Optional<String> refusal = refusalOn(database.port());
    if (refusal.isPresent()) {
      throw new EmbeddedStoresException(refusal.get());
    }
  }

  private void launch(Ports ports) throws IOException {
    for (int attempt = 1; ; attempt++) {
      int port = ports.choose(STORE);
      Optional<String> refusal = refusalOn(port);
      if (refusal.isEmpty()) {
        ports.remember(STORE, port);
        database = new PostgresDatabase(port, database.password());
        return;
      }
      if (attempt == ATTEMPTS || !refusal.get().contains("could not bind")) {
        throw new EmbeddedStoresException(refusal.get());
      }
    }
  }

  /** Starts the server on that port; what it says when it does not start. */
  private Optional<String> refusalOn(int port) throws IOException {
    progress.accept("Starting Postgres on port " + port);
    PostgresSettings.write(data, logs, port);
    programs.user().handOver(data);
    Path log = logs.resolve("start.log");
    Files.deleteIfExists(log);
    Command start = programs.start(data, log);
    if (start.run() == 0) {
      return Optional.empty();
    }
    String said = Files.exists(log) ? Files.readString(log) : "";
    return Optional.of("Postgres does not start" + start.excerpt() + "\n" + said);
  }

  /** Ends the server in the fast way: open transactions are rolled back. */
  @Override
  public void close() throws IOException {
    Optional<Survivor> running = new PostmasterPid(data).survivor();
    if (running.isEmpty()) {
      return;
    }
    progress.accept("Stopping Postgres");
    if (!stops(running.get(), "fast", TO_STOP) && !stops(running.get(), "immediate", TO_ABORT)) {
      running.get().kill();
    }
  }

  private boolean stops(Survivor server, String mode, Duration timeout) throws IOException {
    return programs.stop(data, mode, timeout).run() == 0 && server.waitUntilGone(timeout);
  }
}
