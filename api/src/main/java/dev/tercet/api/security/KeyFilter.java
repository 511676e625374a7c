package dev.tercet.api.security;

import dev.tercet.api.config.ServerConfig;
import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import dev.tercet.api.problem.ProblemResponses;
import dev.tercet.api.security.AuthenticationFailures.Reason;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Filter;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.Optional;

/** Lets nobody in without a key, but for the few addresses that are open. */
@ServerFilter(Filter.MATCH_ALL_PATTERN)
final class KeyFilter {
  private static final String SCHEME = "Bearer ";
  private static final int LONGEST_KEY = 512;

  private final KnownKeys keys;
  private final AuthenticationFailures failures;
  private final boolean metricsOpen;

  KeyFilter(KnownKeys keys, AuthenticationFailures failures, ServerConfig server) {
    this.keys = keys;
    this.failures = failures;
    this.metricsOpen = server.metricsOpen();
  }

  /** Answers 401, or attaches the caller and lets the request pass. */
  @RequestFilter
  @Nullable
  HttpResponse<?> check(HttpRequest<?> request) {
    Optional<Caller> caller = key(request).flatMap(keys::caller);
    caller.ifPresent(it -> it.attachTo(request));
    if (caller.isPresent() || isOpen(request.getPath())) {
      return null;
    }
    boolean sent = request.getHeaders().contains(HttpHeaders.AUTHORIZATION);
    failures.note(request, sent ? Reason.UNKNOWN : Reason.MISSING);
    return ProblemResponses.response(
        Problem.of(
            ProblemCode.UNAUTHORIZED,
            sent ? "this key is not known" : "send Authorization: Bearer <key>"));
  }

  private boolean isOpen(String path) {
    return path.startsWith("/health/")
        || path.equals("/health")
        || path.equals("/openapi")
        || path.startsWith("/openapi.")
        || (metricsOpen && path.equals("/prometheus"));
  }

  private static Optional<String> key(HttpRequest<?> request) {
    String header = request.getHeaders().get(HttpHeaders.AUTHORIZATION);
    return header != null
            && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
            && header.length() <= LONGEST_KEY
        ? Optional.of(header.substring(SCHEME.length()).strip())
        : Optional.empty();
  }
}
