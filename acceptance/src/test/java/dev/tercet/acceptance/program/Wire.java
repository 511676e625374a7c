package dev.tercet.acceptance.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The way to a store, over a loopback port that can be broken and healed while it is in use. Knows
 * bytes only, so that it fits every protocol.
 */
final class Wire implements AutoCloseable {
  /** Below the ports that systems give to outgoing connections: nobody takes ours meanwhile. */
  private static final int LOWEST = 20_000;

  private static final int HIGHEST = 30_000;
  private static final int TRIES = 100;
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  /** What becomes of what is sent. */
  sealed interface Way {
    /** It arrives. */
    record Pass() implements Way {}

    /** Nobody listens, and every connection is closed. */
    record Refuse() implements Way {}

    /** Connections stand and are taken, and nothing arrives until the wire is healed. */
    record Hang() implements Way {}

    /**
     * The same, but connections that stood or were made meanwhile stay silent for ever, as behind a
     * firewall that has forgotten them; once healed, new ones work.
     */
    record Lose() implements Way {}

    /** Whatever is sent at once arrives so much later. */
    record Slow(Duration delay) implements Way {}

    /**
     * Whenever so many bytes of the store's answers have passed, the connection that carried the
     * last of them is reset at both ends: the store has done it, and the client never hears. After
     * so many times whatever is sent arrives.
     */
    record Cut(int everyBytes, int times) implements Way {}
  }

  private volatile InetSocketAddress store;
  private final InetSocketAddress here;
  private final Set<Line> lines = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private ServerSocket listener;
  private Way way = new Way.Pass();
  private int passed;
  private int cuts;

  /** A wire that passes everything on to the store. */
  static Wire to(String host, int port) throws IOException {
    return new Wire(new InetSocketAddress(host, port));
  }

  private Wire(InetSocketAddress store) throws IOException {
    this.store = store;
    listener = anywhere(TRIES);
    here = new InetSocketAddress(LOOPBACK, listener.getLocalPort());
    accept(listener);
  }

  /** Where the client finds it. */
  int port() {
    return here.getPort();
  }

  /** From now on it leads to another store; connections to the former one end. */
  void leadsTo(String host, int port) {
    store = new InetSocketAddress(host, port);
    lines.forEach(Line::close);
  }

  /** From now on it is so; what was held up goes on its way. */
  void becomes(Way next) throws IOException {
    lock.lock();
    try {
      if (way instanceof Way.Refuse && !(next instanceof Way.Refuse)) {
        listener = listening(here);
        accept(listener);
      }
      way = next;
      if (next instanceof Way.Lose) {
        lines.forEach(it -> it.lost = true);
      }
      passed = 0;
      cuts = 0;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (next instanceof Way.Refuse) {
      listener.close();
      lines.forEach(Line::close);
    }
  }

  /** How many connections were cut since it was last told what to do. */
  int cuts() {
    lock.lock();
    try {
      return cuts;
    } finally {
      lock.unlock();
    }
  }

  /** Closes the port and every connection; what is held up ends. */
  @Override
  public void close() throws IOException {
    becomes(new Way.Refuse());
  }

  private static ServerSocket anywhere(int tries) throws IOException {
    int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
    try {
      return listening(new InetSocketAddress(LOOPBACK, port));
    } catch (BindException taken) {
      if (tries == 1) {
        throw taken;
      }
      return anywhere(tries - 1);
    }
  }

  private static ServerSocket listening(InetSocketAddress address) throws IOException {
    var socket = new ServerSocket();
    try {
      socket.setReuseAddress(true);
      socket.bind(address);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private void accept(ServerSocket from) {
    Thread.ofVirtual().name("wire-" + from.getLocalPort()).start(() -> acceptUntilClosed(from));
  }

  private void acceptUntilClosed(ServerSocket from) {
    while (!from.isClosed()) {
      try {
        connect(from.accept(), from);
      } catch (SocketException e) {
        if (!from.isClosed()) {
          throw new UncheckedIOException(e);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A store that refuses us refuses the client. */
  private void connect(Socket client, ServerSocket from) throws IOException {
    Line line;
    try {
      line = new Line(client, new Socket(store.getAddress(), store.getPort()));
    } catch (SocketException refused) {
      client.close();
      return;
    }
    add(line);
    line.start();
    if (from.isClosed()) {
      line.close();
    }
  }

  private void add(Line line) {
    lock.lock();
    try {
      lines.add(line);
      line.lost = way instanceof Way.Lose;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until a chunk may go on, and tells how much of it; the line is cut when that is not all.
   */
  private int admit(Line line, boolean isAnswer, int bytes) {
    lock.lock();
    try {
      while (way instanceof Way.Hang || (line.lost && !(way instanceof Way.Refuse))) {
        changed.awaitUninterruptibly();
      }
      if (isAnswer && way instanceof Way.Cut(int everyBytes, int times) && cuts < times) {
        int left = everyBytes - passed;
        passed += bytes;
        if (bytes >= left) {
          passed = 0;
          cuts++;
          return Math.min(left, bytes - 1);
        }
      }
    } finally {
      lock.unlock();
    }
    LockSupport.parkNanos(delay().toNanos());
    return bytes;
  }

  private Duration delay() {
    lock.lock();
    try {
      return way instanceof Way.Slow(Duration delay) ? delay : Duration.ZERO;
    } finally {
      lock.unlock();
    }
  }

  /** One connection of a client, and its own to the store. */
  private final class Line {
    private static final int CHUNK = 64 << 10;

    private final Socket client;
    private final Socket server;
    private boolean lost; // guarded by the wire's lock

    Line(Socket client, Socket server) throws SocketException {
      this.client = client;
      this.server = server;
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
    }

    void start() {
      Thread.ofVirtual().start(() -> pump(client, server, false));
      Thread.ofVirtual().start(() -> pump(server, client, true));
    }

    private void pump(Socket from, Socket to, boolean isAnswer) {
      byte[] chunk = new byte[CHUNK];
      boolean open = true;
      while (open) {
        open = carryOnce(chunk, from, to, isAnswer);
      }
      close();
    }

    private boolean carryOnce(byte[] chunk, Socket from, Socket to, boolean isAnswer) {
      try {
        int read = from.getInputStream().read(chunk);
        if (read < 0) {
          return false;
        }
        int admitted = admit(this, isAnswer, read);
        to.getOutputStream().write(chunk, 0, admitted);
        if (admitted < read) {
          reset(client);
          reset(server);
        }
        return admitted == read;
      } catch (IOException _) {
        return false; // one end is gone, and so is the other in a moment
      }
    }

    private static void reset(Socket socket) throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    void close() {
      lines.remove(this);
      try (client;
          server) {
        return;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
