package dev.tercet.api.request;

import dev.tercet.pipeline.LogBudget;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import jakarta.inject.Singleton;

/** Puts a {@link RequestLog} into every connection, right behind what reads and writes HTTP. */
@Singleton
public final class RequestLogs implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
  /** The name of the handler; whoever answers stands above it, or the answer has no id. */
  public static final String HANDLER = "request-log";

  private static final int PER_SECOND = 20;

  private final LogBudget budget = new LogBudget(PER_SECOND);

  @Override
  public NettyServerCustomizer.Registry onCreated(
      BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
    NettyServerCustomizer.Registry registry = event.getBean();
    registry.register(new Listener());
    return registry;
  }

  private final class Listener implements NettyServerCustomizer {
    @Override
    public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
      return role == ChannelRole.CONNECTION ? new Connection(channel) : this;
    }
  }

  private final class Connection implements NettyServerCustomizer {
    private final Channel channel;

    Connection(Channel channel) {
      this.channel = channel;
    }

    @Override
    public void onStreamPipelineBuilt() {
      channel
          .pipeline()
          .addAfter(
              ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC,
              HANDLER,
              new RequestLog(budget, System::nanoTime));
    }
  }
}
