package dev.tercet.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.api.ServerInMemory;
import dev.tercet.api.connection.HttpConnections;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class DrainTest {
  private static final String READ = RawClient.head("GET /projects") + "\r\n";
  private static final String READINESS = RawClient.head("GET /health/readiness") + "\r\n";

  @Test
  void servesEverybodyOnceMoreAndTellsThemToGo() throws IOException {
    try (var server = new ServerInMemory();
        var old = new RawClient(server.uri())) {
      assertThat(old.send(READ).answer().head()).doesNotContainIgnoringCase("connection: close");
      assertThat(old.send(READINESS).answer().body()).doesNotContain("is stopping");
      server.bean(HttpConnections.class).drain();

      RawClient.Answer last = old.send(READ).answer();
      assertThat(last.status()).isEqualTo(200);
      assertThat(last.head()).containsIgnoringCase("connection: close");
      assertThat(old.isHungUp()).isTrue();
      try (var late = new RawClient(server.uri())) {
        RawClient.Answer readiness = late.send(READINESS).answer();
        assertThat(readiness.status()).isEqualTo(503);
        assertThat(readiness.body()).contains("the service is stopping");
      }
    }
  }

  @Test
  void answersWhoConnectedBeforeTheListenerClosed() throws Exception {
    try (var server = new ServerInMemory();
        var before = new RawClient(server.uri())) {
      HttpConnections connections = server.bean(HttpConnections.class);
      before.send(READ.substring(0, 20));
      connections.stopListening();

      assertThatThrownBy(() -> new RawClient(server.uri())).isInstanceOf(ConnectException.class);
      assertThat(before.send(READ.substring(20)).answer().status()).isEqualTo(200);
      assertThat(before.isHungUp()).isTrue();
      assertThat(connections.awaitQuiet(Duration.ofSeconds(30))).isTrue();
      assertThat(connections.count()).isZero();
    }
  }

  @Test
  void refusesConnectionsBeyondTheirNumber() throws IOException {
    try (var server = new ServerInMemory(Map.of("TERCET_HTTP_MAX_CONNECTIONS", "2"));
        var one = new RawClient(server.uri());
        var two = new RawClient(server.uri())) {
      assertThat(one.send(READ).answer().status()).isEqualTo(200);
      assertThat(two.send(READ).answer().status()).isEqualTo(200);
      try (var three = new RawClient(server.uri())) {
        RawClient.Answer refused = three.answer();
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.json().path("code").asText()).isEqualTo("too-busy");
        assertThat(refused.head())
            .containsIgnoringCase("retry-after: 1")
            .containsIgnoringCase("x-request-id: ");
      }
      assertThat(one.send(READ).answer().status()).isEqualTo(200);
    }
  }
}
