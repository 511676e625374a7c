package dev.tercet.cli.bench.count;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import javax.net.SocketFactory;

/**
 * The sockets to Postgres of a service that is measured, which count what goes over them. The
 * driver makes the factory by its name, so that the counts are the process's.
 */
public final class LedgerSockets extends SocketFactory {
  private static final LongAdder STATEMENTS = new LongAdder();
  private static final LongAdder ROUND_TRIPS = new LongAdder();
  private static final LongAdder TRANSACTIONS = new LongAdder();
  private static final AtomicBoolean HIDDEN = new AtomicBoolean();

  /**
   * What this process has asked of Postgres so far.
   *
   * @param statements with every BEGIN and COMMIT
   * @param roundTrips bundles of messages that were sent, each before an answer is awaited
   * @param transactions that ended, one way or the other
   */
  public record Asked(long statements, long roundTrips, long transactions) {}

  /** Empty when a connection was encrypted, and not all is known. */
  public static Optional<Asked> asked() {
    return HIDDEN.get()
        ? Optional.empty()
        : Optional.of(new Asked(STATEMENTS.sum(), ROUND_TRIPS.sum(), TRANSACTIONS.sum()));
  }

  /** The address with this factory among its parameters. */
  public static String counted(String url) {
    return url + (url.contains("?") ? "&" : "?") + "socketFactory=" + LedgerSockets.class.getName();
  }

  @Override
  public Socket createSocket() {
    return new CountedSocket();
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connected(InetAddress.getByName(host), port);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort) {
    throw new UnsupportedOperationException("the driver connects from any port");
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connected(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
    throw new UnsupportedOperationException("the driver connects from any port");
  }

  private static Socket connected(InetAddress host, int port) throws IOException {
    var socket = new CountedSocket();
    socket.connect(new java.net.InetSocketAddress(host, port));
    return socket;
  }

  /** One connection. */
  private static final class CountedSocket extends Socket {
    private final LedgerMessages messages = new LedgerMessages(STATEMENTS, TRANSACTIONS);

    @Override
    public OutputStream getOutputStream() throws IOException {
      return new FilterOutputStream(super.getOutputStream()) {
        private boolean waiting;

        @Override
        public void write(int one) throws IOException {
          write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
          waiting = true;
          messages.sent(bytes, offset, length);
          out.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
          if (waiting) {
            waiting = false;
            ROUND_TRIPS.increment();
          }
          out.flush();
        }
      };
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return new FilterInputStream(super.getInputStream()) {
        @Override
        public int read() throws IOException {
          byte[] one = new byte[1];
          return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
          int read = in.read(bytes, offset, length);
          if (read > 0) {
            messages.received(bytes, offset, read);
            if (messages.isEncrypted()) {
              HIDDEN.set(true);
            }
          }
          return read;
        }
      };
    }
  }
}
