package dev.tercet.api.request;

import dev.tercet.pipeline.LogBudget;
import dev.tercet.pipeline.LogScope;
import dev.tercet.saga.LogFields;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Gives every request of one connection its id, every answer the header with it, and each of both a
 * line: what was answered, or that the client hung up before. Stands below the framework, so that
 * nothing is answered past it.
 */
final class RequestLog extends ChannelDuplexHandler {
  private static final Logger LOG = LoggerFactory.getLogger(RequestLog.class);

  private final LogBudget budget;
  private final LongSupplier nanoTime;

  /** Requests without a complete answer, in the order in which they are answered. */
  private final Deque<Exchange> open = new ArrayDeque<>();

  private boolean closedHere;
  private boolean broken;

  RequestLog(LogBudget budget, LongSupplier nanoTime) {
    this.budget = budget;
    this.nanoTime = nanoTime;
  }

  private static final class Exchange {
    private final String id;
    private final String method;
    private final String path;
    private final long began;
    private int status;
    private @Nullable String location;

    Exchange(String id, HttpRequest request, long began) {
      this.id = id;
      this.began = began;
      method = request.method().name();
      String uri = request.uri();
      int query = uri.indexOf('?');
      path = query < 0 ? uri : uri.substring(0, query);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest request) {
      String id = RequestId.choose(request.headers().get(RequestId.HEADER));
      request.headers().set(RequestId.HEADER, id);
      RequestId.remember(context.channel(), id);
      open.add(new Exchange(id, request, nanoTime.getAsLong()));
    }
    context.fireChannelRead(message);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    Exchange answered = open.peek();
    if (message instanceof HttpResponse response
        && response.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
      String id = answered == null ? RequestId.choose(null) : answered.id;
      response.headers().set(RequestId.HEADER, id);
      if (answered != null) {
        answered.status = response.status().code();
        answered.location = response.headers().get(HttpHeaderNames.LOCATION);
      }
    }
    if (message instanceof LastHttpContent && answered != null && answered.status > 0) {
      open.remove();
      var _ = context.write(message, promise.unvoid().addListener(it -> tellAnswer(answered, it)));
    } else {
      var _ = context.write(message, promise);
    }
  }

  /** What is answered to a connection that broke reaches nobody. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    broken |= cause instanceof IOException;
    context.fireExceptionCaught(cause);
  }

  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    closedHere = true;
    var _ = context.close(promise);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    for (Exchange left : open) {
      String when = left.status == 0 ? "before it was answered" : "in the midst of the answer";
      tell(left, Level.INFO, who() + " " + when);
    }
    open.clear();
    context.fireChannelInactive();
  }

  private String who() {
    return closedHere ? "the connection was closed" : "the client hung up";
  }

  /** What did not go out was not answered, whatever the answer would have been. */
  private void tellAnswer(Exchange exchange, Future<?> out) {
    if (broken) {
      tell(exchange, Level.INFO, "the client hung up before it was answered");
      return;
    }
    if (!out.isSuccess()) {
      tell(exchange, Level.INFO, who() + " in the midst of the answer");
      return;
    }
    boolean asked = exchange.path.startsWith("/health/") || exchange.path.equals("/prometheus");
    Level level = asked ? Level.DEBUG : Level.INFO;
    tell(exchange, level, Integer.toString(exchange.status));
  }

  private void tell(Exchange exchange, Level level, String what) {
    String leftOut =
        LOG.isDebugEnabled() ? "" : LOG.isEnabledForLevel(level) ? budget.take() : null;
    if (leftOut == null) {
      return;
    }
    Map<String, String> place = RequestScope.place(exchange.path);
    Map<String, String> made = RequestScope.place(String.valueOf(exchange.location));
    try (LogScope scope = LogScope.of(LogFields.REQUEST, exchange.id)) {
      scope.and(place).and(made);
      LOG.atLevel(level)
          .log(
              "{} after {} ms{}: {} {}",
              what,
              millis(exchange),
              leftOut,
              exchange.method,
              exchange.path);
    }
  }

  private long millis(Exchange exchange) {
    return Duration.ofNanos(nanoTime.getAsLong() - exchange.began).toMillis();
  }
}
