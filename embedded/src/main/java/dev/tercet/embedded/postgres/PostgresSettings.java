package dev.tercet.embedded.postgres;

import dev.tercet.embedded.process.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The settings of a development server on a small machine: safe data, loopback, quiet logs. */
final class PostgresSettings {
  private static final String INCLUDE = "include 'tercet.conf'";

  private PostgresSettings() {}

  /** Written anew at every start; {@code postgresql.conf} keeps what initdb found out. */
  static void write(Path data, Path logs, int port) throws IOException {
    Files.writeString(
        data.resolve("tercet.conf"),
        """
        # Written by Tercet at every start.
        listen_addresses = '%s'
        port = %d
        # The path of a socket has a limit of about 100 bytes, a data folder has none.
        unix_socket_directories = ''
        max_connections = 200
        cluster_name = 'tercet'
        password_encryption = 'scram-sha-256'

        fsync = on
        full_page_writes = on
        synchronous_commit = on
        shared_buffers = '192MB'
        max_wal_size = '1GB'
        checkpoint_timeout = '15min'
        random_page_cost = 1.1
        jit = off
        timezone = 'UTC'

        # One file a day of the week, begun anew a week later; rows and documents stay out of it.
        logging_collector = on
        log_directory = '%s'
        log_filename = 'postgres-%%a.log'
        log_rotation_age = '1d'
        log_rotation_size = 0
        log_truncate_on_rotation = on
        log_timezone = 'UTC'
        log_min_messages = warning
        log_min_error_statement = panic
        log_error_verbosity = terse
        log_checkpoints = off
        """
            .formatted(Ports.HOST, port, logs.toString().replace("'", "''")));
    Files.writeString(
        data.resolve("pg_hba.conf"),
        """
        # Written by Tercet at every start.
        host all all 127.0.0.1/32 scram-sha-256
        """);
    Path main = data.resolve("postgresql.conf");
    if (!Files.readString(main).contains(INCLUDE)) {
      Files.writeString(main, "\n" + INCLUDE + "\n", StandardOpenOption.APPEND);
    }
  }
}
