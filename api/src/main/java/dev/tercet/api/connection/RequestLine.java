package dev.tercet.api.connection;

import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder.ErrorDataDecoderException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Finds what is wrong with a request before anybody routes it. */
final class RequestLine {
  /** The query's parameters beyond this number would be dropped silently. */
  private static final int MOST_PARAMETERS = 1_000;

  private static final Set<String> CODINGS = Set.of("gzip", "x-gzip", "identity");

  private RequestLine() {}

  /** The refusal of what no route could read, or nothing. */
  static Optional<Problem> problem(HttpRequest request) {
    HttpVersion version = request.protocolVersion();
    if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
      return Optional.of(
          Problem.of(ProblemCode.MALFORMED_REQUEST, "HTTP/1.1 and HTTP/1.0 are spoken here"));
    }
    if (!isReadable(request.uri())) {
      return Optional.of(
          Problem.of(
              ProblemCode.MALFORMED_REQUEST,
              "the address is no URI: encode what is not allowed in one as % and two digits"));
    }
    List<String> lengths = request.headers().getAll(HttpHeaderNames.CONTENT_LENGTH);
    if (lengths.stream().anyMatch(it -> !isLength(it))) {
      return Optional.of(
          Problem.of(ProblemCode.MALFORMED_REQUEST, "Content-Length is no number of bytes"));
    }
    List<String> codings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
    if (codings.stream().anyMatch(it -> !it.strip().equalsIgnoreCase("chunked"))) {
      return Optional.of(
          Problem.of(
              ProblemCode.MALFORMED_REQUEST, "of Transfer-Encoding only chunked is spoken here"));
    }
    if (hasEmptyBoundary(request)) {
      return Optional.of(
          Problem.of(ProblemCode.MALFORMED_REQUEST, "the boundary of the form's parts is empty"));
    }
    return request.headers().getAll(HttpHeaderNames.CONTENT_ENCODING).stream()
        .filter(it -> !CODINGS.contains(it.strip().toLowerCase(Locale.ROOT)))
        .findFirst()
        .map(_ ->
            Problem.of(
                ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                "a body is taken as it is or with Content-Encoding gzip"));
  }

  /** The server's reading of a form's type ends in a fault of its own there. */
  private static boolean hasEmptyBoundary(HttpRequest request) {
    try {
      var _ = HttpPostRequestDecoder.isMultipart(request);
      return false;
    } catch (IndexOutOfBoundsException e) {
      return true;
    } catch (ErrorDataDecoderException e) {
      return false; // a boundary that is missing is told by who reads the form
    }
  }

  private static boolean isReadable(String uri) {
    try {
      var parsed = new URI(uri);
      var query = new QueryStringDecoder(uri, StandardCharsets.UTF_8, true, MOST_PARAMETERS + 1);
      return parsed.getRawPath() != null
          && !query.path().isEmpty()
          && query.parameters().values().stream().mapToInt(List::size).sum() <= MOST_PARAMETERS;
    } catch (URISyntaxException | IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isLength(String value) {
    return value.length() <= 18 && value.chars().allMatch(it -> it >= '0' && it <= '9');
  }
}
