package dev.tercet.api.connection;

import dev.tercet.api.config.ServerConfig;
import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import dev.tercet.api.request.RequestLogs;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** All connections: bounds their number, and lets them end one by one when there shall be none. */
@Singleton
public final class HttpConnections
    implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
  private static final int RETRY_SECONDS = 1;
  private static final Duration LOOK = Duration.ofMillis(20);

  private final Map<Channel, Connection> open = new ConcurrentHashMap<>();
  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
  private final CountDownLatch never = new CountDownLatch(1);
  private final ConnectionLimits limits;
  private final int most;
  private volatile boolean draining;

  HttpConnections(ServerConfig server) {
    limits = ConnectionLimits.of(server.http());
    most = server.http().maxConnections();
  }

  @Override
  public NettyServerCustomizer.Registry onCreated(
      BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
    event.getBean().register(new Customizer(null));
    return event.getBean();
  }

  /** How many are open. */
  public int count() {
    return open.size();
  }

  /** True once all of them shall end. */
  public boolean isDraining() {
    return draining;
  }

  /** From now on every answer is the last of its connection. */
  public void drain() {
    draining = true;
  }

  /** Closes the listeners; who has connected by then is still served. */
  public void stopListening() {
    drain();
    listeners.forEach(Listener::close);
  }

  /** Waits until nobody is being served, up to {@code longest}; false when somebody still is. */
  public boolean awaitQuiet(Duration longest) throws InterruptedException {
    long looks = Math.max(1, longest.dividedBy(LOOK));
    for (long look = 0; look < looks; look++) {
      if (open.values().stream().allMatch(Connection::isQuiet)) {
        return true;
      }
      if (never.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        break;
      }
    }
    return false;
  }

  /** Counts whom the listener accepts, and closes it when there shall be no more. */
  void listen(Channel listener) {
    listeners.add(Listener.of(listener, this::accepted));
  }

  /**
   * Somebody was accepted, and counts from here on: until the loop of the connection has a moment
   * for its first turn, nothing else knows of it.
   */
  private void accepted(Channel channel) {
    var connection = new Connection(channel, limits, this::isDraining, open.size() >= most);
    open.put(channel, connection);
    var _ = channel.closeFuture().addListener(_ -> open.remove(channel));
  }

  private void enter(Channel channel) {
    Connection connection = open.get(channel);
    if (connection == null) {
      return; // it has ended already
    }
    ChannelPipeline pipeline = channel.pipeline();
    String codec = ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC;
    // Refusals pass the log of requests, whichever of the two came into the pipeline first.
    String below = pipeline.get(RequestLogs.HANDLER) == null ? codec : RequestLogs.HANDLER;
    pipeline
        .addBefore(codec, "wire", new WireBytes(connection))
        .addAfter(below, "messages", new Messages(connection, limits.look()));
    if (connection.isSurplus()) {
      // Later, when everybody who looks at messages has taken his place in the pipeline.
      channel.eventLoop().execute(() -> connection.refuse(tooMany()));
    }
  }

  private static Problem tooMany() {
    return Problem.later(
        ProblemCode.TOO_BUSY, "too many connections are open; try again", RETRY_SECONDS);
  }

  /** Puts our handlers around the codec of every connection. */
  private final class Customizer implements NettyServerCustomizer {
    private final @Nullable Channel channel;

    Customizer(@Nullable Channel channel) {
      this.channel = channel;
    }

    @Override
    public NettyServerCustomizer specializeForChannel(Channel of, ChannelRole role) {
      if (role == ChannelRole.LISTENER) {
        listen(of);
        return this;
      }
      return new Customizer(of);
    }

    @Override
    public void onStreamPipelineBuilt() {
      if (channel != null) {
        enter(channel);
      }
    }
  }
}
