package dev.tercet.api.providers;

import dev.tercet.pipeline.provider.ProviderHealth;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;

/** The providers that this process asks, by their names. */
public final class Providers {
  private final Map<String, KnownProvider> byName = new LinkedHashMap<>();

  /**
   * One of them.
   *
   * @param digest of the settings by which it is asked; 32 bytes
   * @param models those that projects may choose; none of an embedder
   * @param concurrency how many calls may be made at once now
   */
  @SuppressWarnings("ArrayRecordComponent") // passed on to the ledger, never compared here
  public record KnownProvider(
      ProviderHealth health,
      byte[] digest,
      List<String> models,
      Limits limits,
      IntSupplier concurrency) {}

  /**
   * What is configured.
   *
   * @param concurrency calls at once to begin with
   * @param concurrencyMax calls at once at most; empty where their number never changes
   */
  public record Limits(
      int concurrency,
      Optional<Integer> concurrencyMax,
      Optional<Long> requestsPerMinute,
      Optional<Long> tokensPerMinute) {}

  public Providers(List<KnownProvider> providers) {
    providers.forEach(it -> byName.put(it.health().name(), it));
  }

  public Collection<KnownProvider> all() {
    return byName.values();
  }

  public Optional<KnownProvider> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }
}
