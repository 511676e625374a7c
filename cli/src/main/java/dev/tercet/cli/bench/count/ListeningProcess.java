package dev.tercet.cli.bench.count;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the process of this machine that listens at an address, where Linux tells it: not on other
 * systems, not of a container behind a proxy, and not of another user unless root asks.
 */
final class ListeningProcess {
  private static final Logger LOG = LoggerFactory.getLogger(ListeningProcess.class);
  private static final Pattern SPACES = Pattern.compile("\\s+");

  /** The columns of {@code /proc/net/tcp}: local address, state, inode. */
  private static final int LOCAL = 1;

  private static final int STATE = 3;
  private static final int INODE = 9;
  private static final String LISTENS = "0A";
  private static final int HEX = 16;

  /** It carries the bytes of a container, whose process is another. */
  private static final String PROXY = "docker-proxy";

  private final Path proc;

  ListeningProcess(Path proc) {
    this.proc = proc;
  }

  /** Its number; empty when it cannot be told, or is this process. */
  Optional<Long> at(String host, int port) {
    try {
      if (!isHere(host)) {
        return Optional.empty();
      }
      Set<String> sockets = listening(port);
      List<Long> holders = new ArrayList<>();
      for (long pid : ProcessCpu.pids(proc)) {
        if (holds(pid, sockets)) {
          holders.add(pid);
        }
      }
      // A child that was forked has its parent's sockets.
      return holders.stream().sorted().findFirst().filter(this::isStore);
    } catch (IOException e) {
      LOG.debug("no process is known at {}:{}", host, port, e);
      return Optional.empty();
    }
  }

  private static boolean isHere(String host) throws IOException {
    InetAddress address = InetAddress.getByName(host);
    return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
  }

  private Set<String> listening(int port) throws IOException {
    Set<String> sockets = new HashSet<>();
    for (String table : List.of("net/tcp", "net/tcp6")) {
      Path file = proc.resolve(table);
      if (Files.exists(file)) {
        for (String line : Files.readAllLines(file)) {
          String[] columns = SPACES.split(line.strip());
          if (columns.length > INODE && LISTENS.equals(columns[STATE]) && port(columns) == port) {
            sockets.add("socket:[" + columns[INODE] + "]");
          }
        }
      }
    }
    return sockets;
  }

  private static int port(String[] columns) {
    String local = columns[LOCAL];
    return Integer.parseInt(local.substring(local.lastIndexOf(':') + 1), HEX);
  }

  /** Files that are closed meanwhile, and those of others, are none. */
  private boolean holds(long pid, Set<String> sockets) {
    Path files = proc.resolve(Long.toString(pid)).resolve("fd");
    try (DirectoryStream<Path> all = Files.newDirectoryStream(files)) {
      for (Path file : all) {
        if (sockets.contains(target(file))) {
          return true;
        }
      }
    } catch (IOException e) {
      LOG.trace("the files of {} are not shown", pid, e);
    }
    return false;
  }

  private static String target(Path file) {
    try {
      return Files.readSymbolicLink(file).toString();
    } catch (IOException e) {
      LOG.trace("{} is closed", file, e);
      return "";
    }
  }

  private boolean isStore(long pid) {
    if (pid == ProcessHandle.current().pid()) {
      return false;
    }
    try {
      return !Files.readString(proc.resolve(pid + "/comm")).strip().equals(PROXY);
    } catch (IOException e) {
      LOG.debug("the process {} has ended", pid, e);
      return false;
    }
  }
}
