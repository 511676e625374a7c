package dev.tercet.api.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.api.config.Settings;
import dev.tercet.api.config.TercetConfig;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
  private static final int GREETING = 'a';
  private static final Duration SHORT = Duration.ofMillis(50);

  private final HttpConnections connections =
      new HttpConnections(
          TercetConfig.of(
                  Settings.defaults()
                      .withEnvironment(
                          Map.of("TERCET_PORT", "0"),
                          it -> {
                            throw new AssertionError(it);
                          }))
              .server());
  private final EmbeddedChannel listener = new EmbeddedChannel();
  private final EmbeddedChannel client = new EmbeddedChannel();

  @AfterEach
  void close() {
    var _ = listener.finishAndReleaseAll();
    var _ = client.finishAndReleaseAll();
  }

  @Test
  void waitForAClientWhoWasAcceptedAndHasHadNoTurnYet() throws Exception {
    connections.listen(listener);
    assertThat(connections.awaitQuiet(SHORT)).isTrue();

    var _ = listener.writeInbound(client);

    assertThat(connections.count()).isEqualTo(1);
    assertThat(connections.awaitQuiet(SHORT)).isFalse();
    var _ = client.finishAndReleaseAll();
    assertThat(connections.count()).isZero();
    assertThat(connections.awaitQuiet(SHORT)).isTrue();
  }

  /** The loop is held at two points of its turn at which the kernel alone would take clients. */
  @Test
  void takeWhoConnectedBeforeTheListenerClosedAndNobodyAfter() throws Exception {
    var outcomes = new ArrayList<String>();
    try (var loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        var before = new Socket();
        var after = new Socket()) {
      Channel real = greeting(loops);
      SocketAddress address = real.localAddress();
      connections.listen(real);
      var _ = real.pipeline().addLast(onUnregistered(() -> outcomes.add(connect(before, address))));
      var _ = real.closeFuture().addListener(_ -> outcomes.add(connect(after, address)));

      connections.stopListening();

      assertThat(outcomes).containsExactly("connected", "refused");
      assertThat(before.getInputStream().read()).isEqualTo(GREETING);
    }
  }

  private static Channel greeting(EventLoopGroup loops) throws InterruptedException {
    return new ServerBootstrap()
        .group(loops)
        .channel(NioServerSocketChannel.class)
        .childHandler(
            new ChannelInboundHandlerAdapter() {
              @Override
              public boolean isSharable() {
                return true;
              }

              @Override
              public void channelActive(ChannelHandlerContext context) {
                var _ = context.writeAndFlush(context.alloc().buffer().writeByte(GREETING));
              }
            })
        .bind(InetAddress.getLoopbackAddress(), 0)
        .sync()
        .channel();
  }

  private static ChannelHandler onUnregistered(Runnable action) {
    return new ChannelInboundHandlerAdapter() {
      @Override
      public void channelUnregistered(ChannelHandlerContext context) {
        action.run();
      }
    };
  }

  private static String connect(Socket socket, SocketAddress address) {
    try {
      socket.connect(address);
      return "connected";
    } catch (ConnectException _) {
      return "refused";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
