package dev.tercet.api.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.nio.AbstractNioChannel.NioUnsafe;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A listener: tells whom it accepts, and closes without a reset for who has connected by then. */
final class Listener extends ChannelInboundHandlerAdapter {
  /** By then its loop has had a turn, and has looked for news. */
  private static final Duration TURN = Duration.ofMillis(20);

  /** However fast they come, it closes. */
  private static final int MOST_LOOKS = 1_000;

  private final Channel channel;
  private final Consumer<Channel> accepted;
  private long count;

  private Listener(Channel channel, Consumer<Channel> accepted) {
    this.channel = channel;
    this.accepted = accepted;
  }

  /** Watches the channel, whose loop calls {@code accepted} with everyone whom it accepts. */
  static Listener of(Channel channel, Consumer<Channel> accepted) {
    var listener = new Listener(channel, accepted);
    var _ = channel.pipeline().addFirst("accepted", listener);
    return listener;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof Channel child) {
      count++;
      accepted.accept(child);
    }
    var _ = context.fireChannelRead(message);
  }

  /**
   * Closes it; nobody can connect once this returns. The kernel takes connections for as long as
   * the socket is open, and resets those that nobody has accepted when it closes; and a socket that
   * a selector knows stays open until the selector looks the next time, after everything else that
   * its loop has to do. So the selector forgets it first, then all who wait are accepted, and the
   * socket closes at once.
   */
  void close() {
    var _ = channel.deregister().awaitUninterruptibly();
    var _ =
        channel
            .eventLoop()
            .schedule(this::acceptAndClose, TURN.toMillis(), TimeUnit.MILLISECONDS)
            .awaitUninterruptibly();
    var _ = channel.closeFuture().awaitUninterruptibly();
  }

  private void acceptAndClose() {
    if (channel.unsafe() instanceof NioUnsafe socket) {
      long before;
      int looks = 0;
      do {
        before = count;
        socket.read();
      } while (count > before && ++looks < MOST_LOOKS);
    }
    var _ = channel.close();
  }
}
