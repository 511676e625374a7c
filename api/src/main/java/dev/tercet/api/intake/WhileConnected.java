package dev.tercet.api.intake;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;

/** Work that is worth doing only as long as the client is there to hear of it. */
public final class WhileConnected {
  private final Thread worker = Thread.currentThread();
  private boolean isOver;

  private WhileConnected() {}

  /** Work that can be interrupted. */
  @FunctionalInterface
  public interface Work<T> {
    T call() throws InterruptedException;
  }

  /**
   * Does the work on this thread, which is interrupted when the client hangs up.
   *
   * @throws InterruptedException when it did
   */
  public static <T> T call(HttpRequest<?> request, Work<T> work) throws InterruptedException {
    if (!(request instanceof NettyHttpRequest<?> received)) {
      return work.call();
    }
    var connection = new WhileConnected();
    Channel channel = received.getChannelHandlerContext().channel();
    ChannelFutureListener hungUp = _ -> connection.interrupt();
    channel.closeFuture().addListener(hungUp);
    try {
      return work.call();
    } finally {
      channel.closeFuture().removeListener(hungUp);
      connection.end();
    }
  }

  private synchronized void interrupt() {
    if (!isOver) {
      worker.interrupt();
    }
  }

  /** After this no interrupt reaches whatever the thread does next. */
  private synchronized void end() {
    isOver = true;
    Thread.interrupted();
  }
}
