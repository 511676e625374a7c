package dev.tercet.api.http;

import dev.tercet.api.config.ServerConfig;
import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import dev.tercet.api.problem.ProblemResponses;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Filter;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.concurrent.Semaphore;

/**
 * Refuses requests beyond the number that may be in progress. Health is always answered, and
 * metrics have a number of their own: what tells that a service is busy must not be busy with it.
 */
@ServerFilter(Filter.MATCH_ALL_PATTERN)
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class BusyFilter {
  private static final String HELD = "dev.tercet.permit";
  private static final int RETRY_SECONDS = 1;
  private static final int SCRAPES = 4;

  private final Semaphore permits;
  private final Semaphore scrapes = new Semaphore(SCRAPES);

  BusyFilter(ServerConfig server) {
    permits = new Semaphore(server.http().maxRequests());
  }

  /** Takes a permit, or answers 503. */
  @RequestFilter
  @Nullable
  HttpResponse<?> enter(HttpRequest<?> request) {
    if (request.getPath().startsWith("/health/")) {
      return null;
    }
    Semaphore room = request.getPath().equals("/prometheus") ? scrapes : permits;
    if (room.tryAcquire()) {
      request.setAttribute(HELD, room);
      return null;
    }
    return ProblemResponses.response(
        Problem.later(
            ProblemCode.TOO_BUSY, "too many requests are in progress; try again", RETRY_SECONDS));
  }

  /** Gives the permit back. */
  @ResponseFilter
  void leave(HttpRequest<?> request) {
    stepAside(request);
  }

  /** Gives the permit back early: whoever only waits keeps nobody from working. */
  static void stepAside(HttpRequest<?> request) {
    request.removeAttribute(HELD, Semaphore.class).ifPresent(Semaphore::release);
  }
}
