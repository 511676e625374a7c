package dev.tercet.embedded.qdrant;

import dev.tercet.embedded.process.AwaitCondition;
import dev.tercet.embedded.process.DataFolder;
import dev.tercet.embedded.process.EmbeddedStoresException;
import dev.tercet.embedded.process.OwnerOnly;
import dev.tercet.embedded.process.Ports;
import dev.tercet.embedded.process.Secrets;
import dev.tercet.embedded.process.StoreServer;
import dev.tercet.embedded.process.Survivor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The vector store of a data folder in a process of its own, started and stopped: a program of
 * Qdrant of the user's, or the engine.
 */
public final class QdrantServer implements StoreServer {
  public static final String STORE = "qdrant";
  private static final String HTTP = "qdrant-http";
  private static final Duration TO_LOAD = Duration.ofMinutes(2);
  private static final Duration TO_STOP = Duration.ofSeconds(30);
  private static final int ATTEMPTS = 3;

  private final QdrantProcess process;
  private final Ports ports;
  private final Consumer<String> progress;
  private QdrantConnection connection;

  private QdrantServer(
      QdrantProcess process, Ports ports, Consumer<String> progress, QdrantConnection connection) {
    this.process = process;
    this.ports = ports;
    this.progress = progress;
    this.connection = connection;
  }

  public static QdrantServer start(
      DataFolder folder, Ports ports, Path program, Consumer<String> progress) throws IOException {
    return start(folder, ports, QdrantProgram.of(folder, program), progress);
  }

  /** Starts the engine in a process of its own. */
  public static QdrantServer start(
      DataFolder folder, Ports ports, EnginePlace.Apart place, Consumer<String> progress)
      throws IOException {
    return start(folder, ports, QdrantProgram.engine(folder, place), progress);
  }

  private static QdrantServer start(
      DataFolder folder, Ports ports, QdrantProgram program, Consumer<String> progress)
      throws IOException {
    String key = new Secrets(folder.secrets()).password(STORE);
    QdrantServer server =
        new QdrantServer(
            new QdrantProcess(folder, program),
            ports,
            progress,
            new QdrantConnection(ports.remembered(STORE), key));
    return StoreServer.started(server, server::launch);
  }

  /**
   * Starts that program alone, with its data in a folder of its own.
   *
   * @throws EmbeddedStoresException when it does not start
   */
  public static QdrantServer start(Path program, Path dataDir, Consumer<String> progress)
      throws IOException {
    OwnerOnly.fromNowOn();
    DataFolder folder = DataFolder.at(dataDir);
    Files.createDirectories(folder.logs());
    return start(folder, new Ports(folder.ports()), program, progress);
  }

  /** Where it answers. */
  public QdrantAddress address() {
    return connection.address();
  }

  private void launch() throws IOException {
    endLeftOvers(process.folder(), progress);
    for (int attempt = 1; ; attempt++) {
      int port = ports.choose(STORE);
      Optional<String> version = versionOn(port);
      if (version.isPresent()) {
        ports.remember(STORE, port);
        refuseWhenTooOld(version.get());
        return;
      }
      if (attempt == ATTEMPTS || Ports.isFree(port)) {
        throw refused();
      }
    }
  }

  @Override
  public void revive() throws IOException {
    endLeftOvers(process.folder(), progress);
    if (versionOn(connection.port()).isEmpty()) {
      throw refused();
    }
  }

  /** Whoever keeps the vectors now, nobody else writes into the folder. */
  public static void endLeftOvers(DataFolder folder, Consumer<String> progress) {
    for (Survivor left : QdrantProcess.survivors(folder)) {
      progress.accept("Ending a Qdrant that was left behind, pid " + left.pid());
      left.end(TO_STOP);
    }
  }

  /** Starts it on that port; its version when it serves, otherwise it is ended. */
  private Optional<String> versionOn(int port) throws IOException {
    progress.accept("Starting %s on port %d".formatted(process.program().title(), port));
    connection = new QdrantConnection(port, connection.apiKey());
    int http = ports.choose(HTTP);
    ports.remember(HTTP, http);
    process.start(new QdrantConfig.Settings(port, http, connection.apiKey()));
    Answer answer = new Answer();
    AwaitCondition.until(TO_LOAD, () -> answer.comes() || !process.runs());
    if (Thread.currentThread().isInterrupted()) {
      throw new EmbeddedStoresException("Interrupted while Qdrant started");
    }
    if (answer.version == null) {
      close();
    }
    return Optional.ofNullable(answer.version);
  }

  /** What a server that starts answered at last. */
  private final class Answer {
    private @Nullable String version;

    boolean comes() {
      version = process.runs() ? connection.version().orElse(null) : null;
      return version != null;
    }
  }

  private EmbeddedStoresException refused() throws IOException {
    return new EmbeddedStoresException(
        "Starting %s has failed, as %s tells%s; %s"
            .formatted(
                process.program().title(),
                process.log().file(),
                process.log().lastWords(),
                process.program().without()));
  }

  private void refuseWhenTooOld(String version) {
    if (!QdrantVersion.of(version).isEnough()) {
      throw new EmbeddedStoresException(
          "%s is of version %s, and %s or later is needed; %s"
              .formatted(
                  process.program().title(),
                  version,
                  QdrantVersion.LEAST,
                  process.program().without()));
    }
  }

  @Override
  public String name() {
    return process.program().name();
  }

  @Override
  public boolean runs() {
    return process.runs();
  }

  @Override
  public void tend() throws IOException {
    process.log().bound();
  }

  /** Ends it after it has written everything down. */
  @Override
  public void close() throws IOException {
    List<Survivor> running = QdrantProcess.survivors(process.folder());
    if (!running.isEmpty()) {
      progress.accept("Stopping " + process.program().title());
      running.forEach(it -> it.end(TO_STOP));
    }
  }
}
