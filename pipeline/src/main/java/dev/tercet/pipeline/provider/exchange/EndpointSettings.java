package dev.tercet.pipeline.provider.exchange;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where an endpoint of models is, and who is asked there.
 *
 * @param baseUrl to which {@code /chat/completions} and {@code /embeddings} are appended
 * @param model the model's name
 * @param apiKey sent as bearer; null for an endpoint without keys; never printed
 * @param timeout of one call, from sending to the last byte of its answer
 */
public record EndpointSettings(
    String baseUrl, String model, @Nullable String apiKey, Duration timeout) {
  private static final int SHORTEST_SECRET = 14;

  public EndpointSettings {
    baseUrl = baseUrl.endsWith("/") ? baseUrl.substring(0, baseUrl.length() - 1) : baseUrl;
  }

  /** The same with a deadline of at most that. */
  public EndpointSettings within(Duration longest) {
    return timeout.compareTo(longest) <= 0
        ? this
        : new EndpointSettings(baseUrl, model, apiKey, longest);
  }

  /** What is kept of an answer never shows the key; a short one may be a word like any other. */
  public String withoutKey(String body) {
    return apiKey == null || apiKey.length() < SHORTEST_SECRET ? body : body.replace(apiKey, "***");
  }

  @Override
  public String toString() {
    return "EndpointSettings[baseUrl=%s, model=%s, apiKey=%s, timeout=%s]"
        .formatted(baseUrl, model, apiKey == null ? "none" : "***", timeout);
  }
}
