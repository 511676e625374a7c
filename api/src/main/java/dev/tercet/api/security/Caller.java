package dev.tercet.api.security;

import io.micronaut.http.HttpRequest;

/**
 * Who sent a request, as its key says.
 *
 * @param tenant whose projects it sees
 */
public record Caller(String tenant) {
  /** The tenant of everything until there are others. */
  public static final String DEFAULT_TENANT = "default";

  private static final String ATTRIBUTE = "dev.tercet.caller";

  /** The caller of a request that has passed {@link KeyFilter}. */
  public static Caller of(HttpRequest<?> request) {
    return request
        .getAttribute(ATTRIBUTE, Caller.class)
        .orElseThrow(() -> new IllegalStateException("the request has not passed the key filter"));
  }

  void attachTo(HttpRequest<?> request) {
    request.setAttribute(ATTRIBUTE, this);
  }
}
