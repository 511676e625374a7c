package dev.tercet.api.intake;

import dev.tercet.api.connection.SlowClientException;
import dev.tercet.api.intake.InFlight.Share;
import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.http.body.ByteBody;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A request's whole body in memory, within its limit. The limit holds for the announced length
 * first and for the bytes that really come afterwards.
 *
 * @param bytes the buffer; only the first {@code length} bytes count
 */
@SuppressWarnings("ArrayRecordComponent") // a buffer that is read once, never compared
public record Body(byte[] bytes, int length, Share share) implements AutoCloseable {
  /** The largest document, line or file, in bytes. */
  public static final int DOCUMENT_LIMIT = 24 << 20;

  private static final int CHUNK = 8 << 10;

  /** Reads the body of {@code request}; beyond {@code limit} bytes it is refused. */
  public static Body read(HttpRequest<?> request, int limit, InFlight inFlight) {
    if (of(request).expectedLength().orElse(-1) > limit) {
      throw tooLarge(limit);
    }
    try (InputStream in = stream(request)) {
      return read(in, limit, inFlight);
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /** Reads the rest of {@code in}; beyond {@code limit} bytes it is refused. */
  public static Body read(InputStream in, int limit, InFlight inFlight) throws IOException {
    byte[] chunk = new byte[CHUNK];
    try (var arrival = new Arrival(limit, inFlight)) {
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        arrival.add(chunk, 0, read);
      }
      return arrival.body();
    }
  }

  /** The body of {@code request} as it comes, unpacked. */
  public static InputStream stream(HttpRequest<?> request) throws IOException {
    InputStream in = of(request).toInputStream();
    return isPacked(request.getHeaders().get(HttpHeaders.CONTENT_ENCODING))
        ? new GZIPInputStream(in, CHUNK)
        : in;
  }

  /** The refusal of what is larger than {@code limit} bytes. */
  public static RuntimeException tooLarge(int limit) {
    return Problem.of(ProblemCode.TOO_LARGE, "the limit is " + limit + " bytes").refusal();
  }

  /** The refusal of a body that could not be read to its end. */
  public static RuntimeException broken(IOException failure) {
    if (SlowClientException.isCauseOf(failure)) {
      return Problem.of(ProblemCode.REQUEST_TIMEOUT, "the body came too slowly").refusal();
    }
    return Problem.of(
            ProblemCode.MALFORMED_REQUEST,
            failure instanceof ZipException
                ? "the body is not gzip, as Content-Encoding says it is"
                : "the body broke off")
        .refusal();
  }

  private static ByteBody of(HttpRequest<?> request) {
    if (request instanceof ServerHttpRequest<?> server) {
      return server.byteBody();
    }
    throw new IllegalStateException("not a request of a server: " + request.getClass());
  }

  private static boolean isPacked(@Nullable String coding) {
    return coding != null && coding.toLowerCase(Locale.ROOT).contains("gzip");
  }

  @Override
  public void close() {
    share.close();
  }
}
