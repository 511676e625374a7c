package dev.tercet.acceptance.program;

import dev.tercet.embedded.EmbeddedStores;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import redis.clients.jedis.Jedis;

/**
 * A Postgres by streaming replication and a Redis that both follow the leaders, until they are cut
 * off: then they know nothing of what the leaders acknowledge.
 */
final class Followers implements AutoCloseable {
  private final EmbeddedStores leaders;
  private final EmbeddedStores own;

  private Followers(EmbeddedStores leaders, EmbeddedStores own) {
    this.leaders = leaders;
    this.own = own;
  }

  /** Starts them in a folder of their own, on a copy of what the leaders hold. */
  static Followers of(EmbeddedStores leaders, Path theirs, Path folder)
      throws IOException, SQLException {
    copy(theirs.resolve("secrets"), folder.resolve("secrets"));
    letFollow(leaders, theirs.resolve("postgres").resolve("pg_hba.conf"));
    copyLedger(leaders, theirs.resolve("postgres"), folder.resolve("postgres"));
    var followers = new Followers(leaders, EmbeddedStores.start(folder, _ -> {}));
    URI leader = URI.create(leaders.redis().orElseThrow().url());
    try (Jedis redis = followers.redis()) {
      redis.configSet("masterauth", leader.getUserInfo().replaceFirst(".*:", ""));
      redis.replicaof(leader.getHost(), leader.getPort());
    }
    return followers;
  }

  private static void letFollow(EmbeddedStores leaders, Path access)
      throws IOException, SQLException {
    Files.writeString(
        access, "host replication all 127.0.0.1/32 scram-sha-256\n", StandardOpenOption.APPEND);
    try (Connection connection = connect(leaders)) {
      run(connection, "SELECT pg_reload_conf()");
    }
  }

  /** A base backup: files that change while they are copied are mended from the log. */
  private static void copyLedger(EmbeddedStores leaders, Path from, Path to)
      throws IOException, SQLException {
    try (Connection connection = connect(leaders)) {
      run(connection, "SELECT pg_backup_start('followers', true)");
      copy(from, to);
      Files.writeString(
          to.resolve("backup_label"),
          ask(connection, "SELECT labelfile FROM pg_backup_stop(false)"));
    }
    Files.deleteIfExists(to.resolve("postmaster.pid"));
    Files.createFile(to.resolve("standby.signal"));
    URI leader = URI.create(leaders.postgres().url().substring("jdbc:".length()));
    Files.writeString(
        to.resolve("postgresql.auto.conf"),
        "primary_conninfo = 'host=%s port=%d user=%s password=%s'%n"
            .formatted(
                leader.getHost(),
                leader.getPort(),
                leaders.postgres().username(),
                leaders.postgres().password()),
        StandardOpenOption.APPEND);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : all.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  /** Whether both have everything that the leaders have acknowledged by now. */
  boolean areUpToDate() throws SQLException {
    String position;
    try (Connection leader = connect(leaders)) {
      position = ask(leader, "SELECT pg_current_wal_flush_lsn()");
    }
    try (Connection follower = connect(own);
        Jedis leader = new Jedis(URI.create(leaders.redis().orElseThrow().url()));
        Jedis redis = redis()) {
      return ask(follower, "SELECT pg_last_wal_replay_lsn() >= '" + position + "'::pg_lsn")
              .equals("t")
          && redis.info("replication").contains("master_link_status:up")
          && offset(redis, "slave_repl_offset") >= offset(leader, "master_repl_offset");
    }
  }

  private static long offset(Jedis redis, String name) {
    return redis
        .info("replication")
        .lines()
        .filter(it -> it.startsWith(name + ":"))
        .mapToLong(it -> Long.parseLong(it.substring(name.length() + 1).strip()))
        .findFirst()
        .orElseThrow();
  }

  /** From now on they follow nobody. */
  void cutOff() throws SQLException {
    try (Connection connection = connect(own);
        Jedis redis = redis()) {
      run(connection, "ALTER SYSTEM SET primary_conninfo = ''");
      run(connection, "SELECT pg_reload_conf()");
      redis.replicaofNoOne();
    }
  }

  /** Makes the Postgres a leader, and lets the wire lead to it. */
  void takeOverPostgres(Wire wire) throws SQLException {
    try (Connection connection = connect(own)) {
      run(connection, "SELECT pg_promote(true, 60)");
    }
    URI address = URI.create(own.postgres().url().substring("jdbc:".length()));
    wire.leadsTo(address.getHost(), address.getPort());
  }

  /** Lets the wire lead to the Redis. */
  void takeOverRedis(Wire wire) {
    URI address = URI.create(own.redis().orElseThrow().url());
    wire.leadsTo(address.getHost(), address.getPort());
  }

  private Jedis redis() {
    return new Jedis(URI.create(own.redis().orElseThrow().url()));
  }

  private static Connection connect(EmbeddedStores stores) throws SQLException {
    return DriverManager.getConnection(
        stores.postgres().url(), stores.postgres().username(), stores.postgres().password());
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String ask(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  @Override
  public void close() throws IOException {
    own.close();
  }
}
