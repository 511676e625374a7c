package dev.tercet.api.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.api.config.Settings;
import dev.tercet.api.config.TercetConfig;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
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
}
