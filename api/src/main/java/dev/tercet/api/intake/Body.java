package dev.tercet.api.intake;

import dev.tercet.api.intake.InFlight.Share;
import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.http.body.ByteBody;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * A request's whole body in memory, within its limit. The limit holds for the announced length
 * first and for the bytes that really come afterwards; memory is reserved before it is used.
 *
 * @param bytes the buffer; only the first {@code length} bytes count
 */
@SuppressWarnings("ArrayRecordComponent") // a buffer that is read once, never compared
public record Body(byte[] bytes, int length, Share share) implements AutoCloseable {
  /** The largest document, line or file, in bytes. */
  public static final int DOCUMENT_LIMIT = 24 << 20;

  private static final int FIRST_BUFFER = 16 << 10;

  /** Reads the body of {@code request}; beyond {@code limit} bytes it is refused. */
  public static Body read(HttpRequest<?> request, int limit, InFlight inFlight) {
    ByteBody body = of(request);
    long announced = body.expectedLength().orElse(-1);
    if (announced > limit) {
      throw tooLarge(limit);
    }
    Share share = inFlight.reserve(announced < 0 ? FIRST_BUFFER : announced);
    try (InputStream in = body.toInputStream()) {
      return fill(in, announced < 0 ? FIRST_BUFFER : (int) announced, limit, share);
    } catch (IOException e) {
      share.close();
      throw Problem.of(ProblemCode.MALFORMED_REQUEST, "the body broke off").refusal();
    } catch (RuntimeException e) {
      share.close();
      throw e;
    }
  }

  /** The streaming body of {@code request}. */
  public static ByteBody of(HttpRequest<?> request) {
    if (request instanceof ServerHttpRequest<?> server) {
      return server.byteBody();
    }
    throw new IllegalStateException("not a request of a server: " + request.getClass());
  }

  /** The refusal of what is larger than {@code limit} bytes. */
  public static RuntimeException tooLarge(int limit) {
    return Problem.of(ProblemCode.TOO_LARGE, "the limit is " + limit + " bytes").refusal();
  }

  private static Body fill(InputStream in, int size, int limit, Share share) throws IOException {
    byte[] buffer = new byte[Math.max(size, 1)];
    int length = 0;
    while (true) {
      int read = in.readNBytes(buffer, length, buffer.length - length);
      length += read;
      if (length < buffer.length) {
        return new Body(buffer, length, share);
      }
      int next = in.read();
      if (next < 0) {
        return new Body(buffer, length, share);
      }
      if (length >= limit) {
        throw tooLarge(limit);
      }
      int larger = (int) Math.min(limit, Math.max(FIRST_BUFFER, buffer.length * 2L));
      share.growTo(larger);
      buffer = Arrays.copyOf(buffer, larger);
      buffer[length++] = (byte) next;
    }
  }

  @Override
  public void close() {
    share.close();
  }
}
