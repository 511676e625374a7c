package dev.tercet.embedded.process;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** Remembers the port of each store, so that it takes the same one again when it is free. */
public final class Ports {
  public static final String HOST = "127.0.0.1";
  public static final InetAddress LOOPBACK = InetAddress.ofLiteral(HOST);
  private static final int HIGHEST = 65_535;

  private final Path file;
  private final Properties remembered = new Properties();

  public Ports(Path file) throws IOException {
    this.file = file;
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file)) {
        remembered.load(reader);
      }
    }
  }

  /** The port that the store had last, or 0. */
  public int remembered(String store) {
    String port = remembered.getProperty(store, "0");
    int number = port.matches("\\d{1,5}") ? Integer.parseInt(port) : 0;
    return number <= HIGHEST ? number : 0;
  }

  /** The port that the store had last when it is free, otherwise another free one. */
  public int choose(String store) throws IOException {
    int port = remembered(store);
    return port > 0 && isFree(port) ? port : free();
  }

  /** Keeps the port for the next start. */
  public void remember(String store, int port) throws IOException {
    if (remembered(store) == port) {
      return;
    }
    remembered.setProperty(store, Integer.toString(port));
    try (Writer writer = Files.newBufferedWriter(file)) {
      remembered.store(writer, "Taken again when they are free");
    }
  }

  public static boolean isFree(int port) throws IOException {
    try (ServerSocket _ = new ServerSocket(port, 1, LOOPBACK)) {
      return true;
    } catch (BindException _) {
      return false;
    }
  }

  private static int free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
      return socket.getLocalPort();
    }
  }
}
