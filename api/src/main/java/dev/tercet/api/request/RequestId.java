package dev.tercet.api.request;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The id of one request: the caller's own when it is sane, otherwise a drawn one. */
public final class RequestId {
  /** The header of requests and answers. */
  public static final String HEADER = "X-Request-Id";

  /** Visible ASCII: safe in a header, a log and a terminal. */
  private static final Pattern SANE = Pattern.compile("[!-~]{1,128}");

  private static final AttributeKey<String> NEWEST = AttributeKey.valueOf("dev.tercet.request-id");

  private RequestId() {}

  static String choose(@Nullable String asked) {
    return asked != null && SANE.matcher(asked).matches() ? asked : UUID.randomUUID().toString();
  }

  static void remember(Channel channel, String id) {
    channel.attr(NEWEST).set(id);
  }

  /**
   * The id of {@code request}, which stands in its header; of one that could not even be read, the
   * connection's newest.
   */
  public static Optional<String> of(HttpRequest<?> request) {
    String id = request.getHeaders().get(HEADER);
    return id == null ? channel(request).map(it -> it.attr(NEWEST).get()) : Optional.of(id);
  }

  /** The connection on which it came. */
  public static Optional<Channel> channel(HttpRequest<?> request) {
    return request instanceof NettyHttpRequest<?> netty
        ? Optional.of(netty.getChannelHandlerContext().channel())
        : Optional.empty();
  }
}
