package dev.tercet.cli.bench.count;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListeningProcessTest {
  private static final String TABLE =
      """
        sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
         0: 0100007F:1538 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4711 1
         1: 0100007F:18EB 0100007F:9999 01 00000000:00000000 00:00000000 00000000  1000        0 4712 1
      """;

  @TempDir private Path proc = Path.of("");

  @BeforeEach
  void listensAtOnePort() throws IOException {
    Files.createDirectory(proc.resolve("net"));
    Files.writeString(proc.resolve("net/tcp"), TABLE);
    process(7_000_001, "postgres", "socket:[4711]");
    process(7_000_002, "postgres", "socket:[4711]");
    process(7_000_003, "redis-server", "socket:[4712]");
  }

  @Test
  void isTheParentOfThoseThatHoldTheSocket() {
    assertThat(new ListeningProcess(proc).at("127.0.0.1", 5_432)).hasValue(7_000_001L);
  }

  @Test
  void isUnknownWhereNobodyListensHere() {
    var listening = new ListeningProcess(proc);

    assertThat(listening.at("127.0.0.1", 6_379)).as("connected, but does not listen").isEmpty();
    assertThat(listening.at("192.0.2.1", 5_432)).as("another machine").isEmpty();
    assertThat(new ListeningProcess(proc.resolve("none")).at("127.0.0.1", 5_432)).isEmpty();
  }

  @Test
  void isUnknownBehindAProxy() throws IOException {
    Files.writeString(proc.resolve("7000001/comm"), "docker-proxy\n");

    assertThat(new ListeningProcess(proc).at("127.0.0.1", 5_432)).isEmpty();
  }

  private void process(int pid, String name, String file) throws IOException {
    Path folder = Files.createDirectory(proc.resolve(Integer.toString(pid)));
    Files.writeString(folder.resolve("comm"), name + "\n");
    Files.createSymbolicLink(
        Files.createDirectory(folder.resolve("fd")).resolve("3"), Path.of(file));
  }
}
