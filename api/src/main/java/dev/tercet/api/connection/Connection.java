package dev.tercet.api.connection;

import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where one connection stands, and whether its client keeps to the limits. Everything but {@link
 * #isQuiet} happens on its event loop.
 */
final class Connection {
  private static final String LINES = "application/x-ndjson";

  /** A client that has just come, or was just answered, may be about to ask. */
  private static final long FRESH = Duration.ofSeconds(1).toNanos();

  /** An answer is given up when it stands still for so many windows. */
  private static final int ANSWER_WINDOWS = 3;

  private enum Phase {
    IDLE,
    HEADERS,
    BODY
  }

  private final Channel channel;
  private final ConnectionLimits limits;
  private final BooleanSupplier draining;
  private final boolean surplus;
  private final LeastRate reading;
  private final LeastRate writing;
  private volatile @Nullable ChannelHandlerContext context;

  private Phase phase = Phase.IDLE;
  private volatile long since;
  private final AtomicInteger unanswered = new AtomicInteger();
  private boolean answering;
  private boolean askedForMore;
  private long askedAt;
  private boolean lines;
  private boolean betweenLines;
  private long lookedAt;
  private long sentInAll;
  private long wentOut;
  private boolean tooSlow;
  private boolean last;
  private boolean refused;
  private long refusedAt;

  /**
   * @param surplus whether more are open than shall be, by this one
   */
  Connection(Channel channel, ConnectionLimits limits, BooleanSupplier draining, boolean surplus) {
    this.channel = channel;
    this.limits = limits;
    this.draining = draining;
    this.surplus = surplus;
    reading = new LeastRate(limits.leastRate(), limits.window());
    writing = new LeastRate(limits.leastRate(), limits.window().multipliedBy(ANSWER_WINDOWS));
  }

  void begin(ChannelHandlerContext above) {
    since = now();
    lookedAt = since;
    context = above;
    asked();
  }

  /** Its event loop's time. */
  private long now() {
    return channel.eventLoop().ticker().nanoTime();
  }

  /** True when it has neither a request nor come just now; for any thread, even before it began. */
  boolean isQuiet() {
    return context != null && unanswered.get() == 0 && now() - since > FRESH;
  }

  boolean isSurplus() {
    return surplus;
  }

  boolean isRefused() {
    return refused;
  }

  /** We are ready for more from the client; from here on it is its turn. */
  void asked() {
    if (!askedForMore) {
      askedForMore = true;
      askedAt = now();
    }
  }

  void arrived(int bytes) {
    if (askedForMore) {
      askedForMore = false;
      if (!betweenLines) {
        reading.waited(now() - askedAt);
      }
    }
    reading.moved(bytes);
    if (phase == Phase.IDLE) {
      phase = Phase.HEADERS;
      since = now();
    }
  }

  void sent(int bytes) {
    sentInAll += bytes;
  }

  void requested(HttpRequest request) {
    unanswered.incrementAndGet();
    phase = Phase.BODY;
    since = now();
    lines = isLines(request.headers().get(HttpHeaderNames.CONTENT_TYPE));
    betweenLines = lines;
    reading.begin(limits.window());
  }

  void brought(HttpContent content) {
    ByteBuf bytes = content.content();
    if (lines && bytes.isReadable()) {
      boolean ended = bytes.getByte(bytes.writerIndex() - 1) == '\n';
      if (betweenLines && !ended) {
        reading.begin(limits.window());
      }
      betweenLines = ended;
      since = now();
    }
    if (content instanceof LastHttpContent) {
      phase = Phase.IDLE;
      betweenLines = false;
      since = now();
    }
  }

  /** An answer begins; the last one of a connection says so. */
  void answering(HttpResponse response) {
    answering = true;
    writing.begin(Duration.ZERO);
    last |= unanswered.get() <= 1 && draining.getAsBoolean();
    if (last) {
      response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
  }

  /** An answer ends; true when the connection ends with it. */
  boolean answered() {
    answering = false;
    since = now();
    return unanswered.decrementAndGet() == 0 && last;
  }

  /** Ends a connection whose last answer is out; what the client still sends is let pass by. */
  void end() {
    refused = true;
    refusedAt = now();
    if (phase == Phase.IDLE) {
      var _ = channel.close();
    } else {
      linger();
    }
  }

  /** Answers with the problem if an answer is due, and ends the connection. */
  void refuse(Problem problem) {
    ChannelHandlerContext above = context;
    boolean taken = phase == Phase.BODY;
    boolean mine = unanswered.get() == (taken ? 1 : 0) && !answering;
    if (above == null || !mine) {
      var _ = channel.close();
      return;
    }
    var _ =
        above.writeAndFlush(Refusals.response(channel.alloc(), problem)).addListener(_ -> linger());
    refused = true;
    refusedAt = now();
    if (taken) {
      above.fireExceptionCaught(new SlowClientException(problem.detail()));
    }
  }

  private void linger() {
    if (channel instanceof DuplexChannel half) {
      var _ = half.shutdownOutput();
    }
    channel.config().setAutoRead(true);
  }

  /** Looks whether the client keeps to the limits. */
  void look() {
    long now = now();
    long elapsed = now - lookedAt;
    lookedAt = now;
    if (refused) {
      closeIf(now - refusedAt > limits.lingering());
      return;
    }
    switch (phase) {
      case IDLE -> closeIf(unanswered.get() == 0 && now - since > limits.idle());
      case HEADERS -> {
        if (unanswered.get() == 0 && now - since > limits.header()) {
          refuse(late("the headers did not come within %s".formatted(seconds(limits.header()))));
        }
      }
      case BODY -> lookAtBody(now);
    }
    if (phase != Phase.BODY) {
      lookAtAnswer(elapsed);
    }
  }

  private void lookAtBody(long now) {
    long waiting = askedForMore ? now - askedAt : 0;
    if (unanswered.get() == 0) {
      closeIf(now - since > limits.rest() || reading.isTooSlow(waiting));
      return;
    }
    if (betweenLines ? waiting > limits.idle() : reading.isTooSlow(waiting)) {
      tooSlow();
    }
  }

  private void tooSlow() {
    if (!answering) {
      refuse(late("the body came slower than %d bytes/s".formatted(limits.leastRate())));
      return;
    }
    if (tooSlow) {
      closeIf(now() - refusedAt > limits.rest());
      return;
    }
    tooSlow = true;
    last = true;
    refusedAt = now();
    ChannelHandlerContext above = context;
    if (above != null) {
      above.fireExceptionCaught(new SlowClientException("the lines came too slowly"));
    }
  }

  /** An answer that waits for its client to read must move, or it is given up. */
  private void lookAtAnswer(long elapsed) {
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    long waiting = buffer == null ? 0 : buffer.totalPendingWriteBytes();
    long out = sentInAll - waiting;
    writing.moved(Math.max(0, out - wentOut));
    wentOut = out;
    if (waiting > 0) {
      writing.waited(elapsed);
      closeIf(writing.isTooSlow(0));
    }
  }

  private void closeIf(boolean due) {
    if (due) {
      var _ = channel.close();
    }
  }

  private static Problem late(String detail) {
    return Problem.of(ProblemCode.REQUEST_TIMEOUT, detail);
  }

  private static String seconds(long nanos) {
    return Duration.ofNanos(nanos).toMillis() / 1_000.0 + " s";
  }

  private static boolean isLines(@Nullable String type) {
    return type != null && type.toLowerCase(Locale.ROOT).startsWith(LINES);
  }
}
