package dev.tercet.acceptance.program;

import dev.tercet.embedded.postgres.PostgresAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** PgBouncer before a Postgres, giving out its connections by transaction. */
final class Pooler implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final Process process;
  private final Path folder;
  private final int port;

  private Pooler(Process process, Path folder, int port) {
    this.process = process;
    this.folder = folder;
    this.port = port;
  }

  /** Where the program is; empty where there is none. */
  static Optional<Path> program() {
    return Stream.of("/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/usr/local/bin/pgbouncer")
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts it.
   *
   * @param sessions of the server that all its clients share
   */
  static Pooler start(Path program, PostgresAddress server, int sessions) throws IOException {
    URI behind = URI.create(server.url().substring("jdbc:".length()));
    int port = freePort();
    Path folder =
        Files.createTempDirectory(
            "pooler",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    Path file = folder.resolve("pgbouncer.ini");
    Files.writeString(
        file,
        """
        [databases]
        pooled = host=%s port=%d dbname=%s user=%s password=%s

        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = %d
        unix_socket_dir =
        auth_type = any
        pool_mode = transaction
        default_pool_size = %d
        max_client_conn = 200
        ignore_startup_parameters = extra_float_digits
        """
            .formatted(
                behind.getHost(),
                behind.getPort(),
                behind.getPath().substring(1),
                server.username(),
                server.password(),
                port,
                sessions));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    List<String> command = new ArrayList<>(List.of(program.toString()));
    if (System.getProperty("user.name").equals("root")) { // as which it refuses to run
      command.addAll(List.of("-u", "nobody"));
    }
    command.add(file.toString());
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    Pooler pooler = new Pooler(process, folder, port);
    pooler.awaitListening();
    return pooler;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitListening() throws IOException {
    long deadline = System.nanoTime() + START.toNanos();
    while (!listens()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IOException("no pooler; its log:\n" + Files.readString(folder.resolve("log")));
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private boolean listens() {
    try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /** The address that leads through it. */
  String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/pooled";
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
