package dev.tercet.api.connection;

import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sees the messages of a connection, above the codec: refuses what is no request, and everything
 * that comes after a refusal.
 */
final class Messages extends ChannelDuplexHandler {
  private final Connection connection;
  private final long look;
  private @Nullable ScheduledFuture<?> looking;

  Messages(Connection connection, long look) {
    this.connection = connection;
    this.look = look;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    connection.begin(context);
    looking =
        context
            .executor()
            .scheduleWithFixedDelay(connection::look, look, look, TimeUnit.NANOSECONDS);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (looking != null) {
      looking.cancel(false);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (connection.isRefused()) {
      ReferenceCountUtil.release(message);
      return;
    }
    Optional<Problem> problem = message instanceof HttpObject it ? problem(it) : Optional.empty();
    if (problem.isPresent()) {
      ReferenceCountUtil.release(message);
      connection.refuse(problem.get());
      return;
    }
    if (message instanceof HttpRequest request) {
      connection.requested(request);
    }
    if (message instanceof HttpContent content) {
      connection.brought(content);
    }
    context.fireChannelRead(message);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (connection.isRefused()) {
      ReferenceCountUtil.release(message);
      promise.tryFailure(new ClosedChannelException());
      return;
    }
    if (message instanceof HttpResponse response) {
      if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
        var _ = context.write(message, promise);
        return;
      }
      connection.answering(response);
    }
    if (message instanceof LastHttpContent && connection.answered()) {
      var _ = context.write(message, promise.unvoid().addListener(_ -> connection.end()));
    } else {
      var _ = context.write(message, promise);
    }
  }

  /** What makes the message unusable: what the codec says, or an address that cannot be read. */
  private static Optional<Problem> problem(HttpObject message) {
    if (message.decoderResult().isFailure()) {
      return Optional.of(
          message instanceof HttpRequest
              ? unreadable(message.decoderResult().cause())
              : malformed("the body's chunks cannot be read"));
    }
    return message instanceof HttpRequest request ? RequestLine.problem(request) : Optional.empty();
  }

  private static Problem unreadable(@Nullable Throwable cause) {
    return switch (cause) {
      case TooLongHttpLineException _ ->
          Problem.of(ProblemCode.URI_TOO_LONG, "the request line is longer than is taken");
      case TooLongHttpHeaderException _ ->
          Problem.of(ProblemCode.HEADERS_TOO_LARGE, "the headers are larger than is taken");
      case null, default -> malformed("this is no HTTP request");
    };
  }

  private static Problem malformed(String detail) {
    return Problem.of(ProblemCode.MALFORMED_REQUEST, detail);
  }
}
