package dev.tercet.api.http;

import dev.tercet.api.connection.HttpConnections;
import dev.tercet.api.intake.InFlight;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** What HTTP holds at the moment. */
public final class HttpGauges {
  private HttpGauges() {}

  /** Tells them from now on. */
  public static void register(
      MeterRegistry meters, HttpConnections connections, InFlight inFlight) {
    Gauge.builder("tercet.http.connections", connections, HttpConnections::count)
        .description("Connections that are open")
        .register(meters);
    Gauge.builder("tercet.http.spool", inFlight, it -> it.spool().used())
        .description("Bodies and answers that are kept on disk")
        .baseUnit("bytes")
        .register(meters);
  }
}
