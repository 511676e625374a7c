package dev.tercet.api.providers;

import dev.tercet.pipeline.provider.ProviderHealth;
import dev.tercet.saga.provider.Trouble;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/** How the providers stand. */
public final class ProviderGauges {
  private ProviderGauges() {}

  /** From now on every state of every provider has its gauge. */
  public static void register(MeterRegistry meters, Providers providers) {
    for (Providers.KnownProvider provider : providers.all()) {
      ProviderHealth health = provider.health();
      Gauge.builder("tercet.provider.concurrency", provider.concurrency(), IntSupplier::getAsInt)
          .tag("provider", health.name())
          .strongReference(true)
          .description("how many calls may be made at once now")
          .register(meters);
      register(meters, health, "open", () -> health.isOpen());
      for (Trouble trouble : Trouble.values()) {
        register(meters, health, trouble.label(), () -> health.state().trouble() == trouble);
      }
    }
  }

  private static void register(
      MeterRegistry meters, ProviderHealth health, String state, BooleanSupplier is) {
    Gauge.builder("tercet.provider.state", is, it -> it.getAsBoolean() ? 1 : 0)
        .tag("provider", health.name())
        .tag("state", state)
        .strongReference(true)
        .description("1 for the state in which the provider is")
        .register(meters);
  }
}
