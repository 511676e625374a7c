package dev.tercet.api.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WhileConnectedTest {
  private final EmbeddedChannel channel = new EmbeddedChannel();

  @AfterEach
  void leaveNoInterrupt() {
    Thread.interrupted();
    var _ = channel.close();
  }

  @Test
  void isInterruptedWhenTheClientHangsUpAndNotAfterwards() throws InterruptedException {
    assertThatThrownBy(() ->
            WhileConnected.call(
                channel.closeFuture(),
                () -> {
                  var _ = channel.close();
                  new CountDownLatch(1).await();
                  return "never";
                }))
        .isInstanceOf(InterruptedException.class);

    // It has hung up already, and what the thread does next must not hear of it.
    WhileConnected.call(channel.closeFuture(), () -> "done before anybody noticed");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void leavesTheInterruptOfOthersToThem() throws InterruptedException {
    WhileConnected.call(
        channel.closeFuture(),
        () -> {
          Thread.currentThread().interrupt();
          return "";
        });

    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }
}
