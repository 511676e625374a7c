package dev.tercet.acceptance.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A stand-in for a model that takes every call and never answers. */
final class SilentEndpoint implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger taken = new AtomicInteger();

  SilentEndpoint() throws IOException {
    Thread.ofVirtual().start(this::take);
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/v1");
  }

  /** How many callers it has had. */
  int taken() {
    return taken.get();
  }

  /** How many of them wait now. */
  int waiting() {
    return open.size();
  }

  private void take() {
    try {
      while (true) {
        Socket caller = server.accept();
        open.add(caller);
        taken.incrementAndGet();
        Thread.ofVirtual().start(() -> listen(caller));
      }
    } catch (IOException e) {
      if (!server.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void listen(Socket caller) {
    try (caller;
        InputStream in = caller.getInputStream()) {
      boolean talks = true;
      while (talks) {
        talks = isTalking(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      open.remove(caller);
    }
  }

  /** Whether the caller has said something; he hangs up with a farewell or without. */
  private static boolean isTalking(InputStream in) {
    try {
      return in.read() >= 0;
    } catch (IOException _) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket caller : open) {
      caller.close();
    }
  }
}
