package dev.tercet.embedded.redis;

import dev.tercet.embedded.process.DataFolder;
import dev.tercet.embedded.process.Ports;
import dev.tercet.embedded.process.PrivateFile;
import java.io.IOException;
import java.nio.file.Path;

/** The settings file of Redis, private because it carries the password. */
record RedisConfigFile(DataFolder folder) {
  /** The file; Redis shows its path on its command line, which proves whose process it is. */
  Path file() {
    return folder.secrets().resolve("redis.conf");
  }

  Path pidFile() {
    return folder.redis().resolve("redis.pid");
  }

  Path log() {
    return folder.logs().resolve("redis.log");
  }

  /** Becoming a daemon gives Redis a session of its own, out of reach of a terminal's Ctrl-C. */
  void write(int port, String password) throws IOException {
    PrivateFile.write(
        file(),
        """
        # Written by Tercet at every start.
        bind %s
        port %d
        protected-mode yes
        requirepass %s
        daemonize yes
        set-proc-title no
        dir %s
        pidfile %s
        logfile %s
        loglevel notice
        appendonly yes
        appendfsync everysec
        # A file that is not whole is set aside by us and said, and not cut to what can be read.
        aof-load-truncated no
        save ""
        maxmemory-policy noeviction
        """
            .formatted(
                Ports.HOST, port, password, quote(folder.redis()), quote(pidFile()), quote(log())));
  }

  private static String quote(Path path) {
    return '"' + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
