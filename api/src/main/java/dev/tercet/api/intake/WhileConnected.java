package dev.tercet.api.intake;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;

/** Work that is worth doing only as long as the client is there to hear of it. */
public final class WhileConnected {
  private final Thread worker = Thread.currentThread();
  private boolean isOver;
  private boolean hasInterrupted;

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
    return call(received.getChannelHandlerContext().channel().closeFuture(), work);
  }

  static <T> T call(ChannelFuture closing, Work<T> work) throws InterruptedException {
    var connection = new WhileConnected();
    ChannelFutureListener hungUp = _ -> connection.interrupt();
    closing.addListener(hungUp);
    try {
      return work.call();
    } finally {
      closing.removeListener(hungUp);
      connection.end();
    }
  }

  private synchronized void interrupt() {
    if (!isOver) {
      hasInterrupted = true;
      worker.interrupt();
    }
  }

  /** After this no interrupt of ours reaches whatever the thread does next; others' stay. */
  private synchronized void end() {
    isOver = true;
    if (hasInterrupted) {
      Thread.interrupted();
    }
  }
}
