package dev.tercet.acceptance.requests;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Sends bytes as they are, one request a connection, and reads what comes back. */
record RawHttp(URI address, Duration deadline) {
  private static final int FIRST_FINAL = 200;
  private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};

  /** An answer; header names are in lower case. */
  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  record Answer(int status, Map<String, String> headers, byte[] body) {
    String header(String name) {
      return headers.getOrDefault(name, "");
    }

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  /** Nothing came, and the connection was still open when the deadline was over. */
  static final class HangException extends RuntimeException {
    HangException(Duration deadline, Throwable cause) {
      super("no end of the answer within " + deadline, cause);
    }
  }

  /**
   * The answer; empty when the connection was closed without one.
   *
   * @param ends whether we end our side behind the request, as a client that breaks off does
   */
  Optional<Answer> send(byte[] request, boolean ends) throws IOException {
    try (var socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(address.getHost(), address.getPort()), (int) deadline.toMillis());
      socket.setSoTimeout((int) deadline.toMillis());
      write(socket, request, ends);
      byte[] all = read(socket.getInputStream());
      return all.length == 0 ? Optional.empty() : Optional.of(parse(all));
    } catch (SocketTimeoutException e) {
      throw new HangException(deadline, e);
    }
  }

  /** A server that refuses early closes while we still send. */
  private static void write(Socket socket, byte[] request, boolean ends) {
    try {
      OutputStream out = socket.getOutputStream();
      out.write(request);
      out.flush();
      if (ends) {
        socket.shutdownOutput();
      }
    } catch (IOException _) {
      // What it answered before it closed is read all the same.
      return;
    }
  }

  private static byte[] read(InputStream in) throws SocketTimeoutException {
    var all = new ByteArrayOutputStream();
    byte[] buffer = new byte[8 << 10];
    try {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        all.write(buffer, 0, read);
      }
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException _) {
      // Reset by the server after its answer: what has come counts.
      return all.toByteArray();
    }
    return all.toByteArray();
  }

  private static Answer parse(byte[] all) throws IOException {
    int end = endOfHead(all);
    String[] lines = new String(all, 0, end, StandardCharsets.ISO_8859_1).split("\r\n", -1);
    var headers = new TreeMap<String, String>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      headers.put(
          lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
          lines[i].substring(colon + 1).strip());
    }
    byte[] body =
        Arrays.copyOfRange(all, Math.min(all.length, end + END_OF_HEAD.length), all.length);
    int status = Integer.parseInt(lines[0].split(" ", 3)[1]);
    if (status < FIRST_FINAL) {
      return parse(body);
    }
    boolean chunked = headers.getOrDefault("transfer-encoding", "").equals("chunked");
    return new Answer(status, headers, chunked ? joined(body) : body);
  }

  private static int endOfHead(byte[] all) throws IOException {
    for (int i = 0; i + END_OF_HEAD.length <= all.length; i++) {
      if (Arrays.equals(all, i, i + END_OF_HEAD.length, END_OF_HEAD, 0, END_OF_HEAD.length)) {
        return i;
      }
    }
    throw new IOException("an answer without an end of its head");
  }

  private static byte[] joined(byte[] chunks) throws IOException {
    var in = new ByteArrayInputStream(chunks);
    var joined = new ByteArrayOutputStream();
    while (true) {
      var size = new StringBuilder();
      int next = in.read();
      while (next >= 0 && next != '\n') {
        size.append((char) next);
        next = in.read();
      }
      int length = size.isEmpty() ? 0 : Integer.parseInt(size.toString().strip(), 16);
      if (length == 0) {
        return joined.toByteArray();
      }
      joined.write(in.readNBytes(length));
      in.skipNBytes(Math.min(2, in.available()));
    }
  }
}
