package dev.tercet.api.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

/** Sees the bytes of a connection, below the codec. */
final class WireBytes extends ChannelDuplexHandler {
  private final Connection connection;

  WireBytes(Connection connection) {
    this.connection = connection;
  }

  @Override
  public void read(ChannelHandlerContext context) {
    connection.asked();
    context.read();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof ByteBuf bytes) {
      connection.arrived(bytes.readableBytes());
    }
    context.fireChannelRead(message);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof ByteBuf bytes) {
      connection.sent(bytes.readableBytes());
    }
    var _ = context.write(message, promise);
  }
}
