package dev.tercet.storage.qdrant;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Makes a channel connect now, and tells whether it did. */
final class Readiness {
  private Readiness() {}

  /** True when the channel is connected before the time is over. */
  static boolean of(ManagedChannel channel, Duration patience) {
    channel.resetConnectBackoff();
    long until = System.nanoTime() + patience.toNanos();
    ConnectivityState state = channel.getState(true);
    while (state != ConnectivityState.READY) {
      var changed = new CountDownLatch(1);
      channel.notifyWhenStateChanged(state, changed::countDown);
      try {
        if (!changed.await(until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          return false;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
      state = channel.getState(true);
    }
    return true;
  }
}
