package dev.tercet.api.security;

import dev.tercet.pipeline.LogBudget;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;
import io.micronaut.http.HttpRequest;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts requests without a known key and tells of them, of a few each second; never the key. */
@Context
final class AuthenticationFailures {
  private static final Logger LOG = LoggerFactory.getLogger(AuthenticationFailures.class);
  private static final int PER_SECOND = 5;

  private final LogBudget budget = new LogBudget(PER_SECOND);
  private final Counter missing;
  private final Counter unknown;

  /** What was wrong. */
  enum Reason {
    MISSING,
    UNKNOWN
  }

  AuthenticationFailures(MeterRegistry meters) {
    missing = counter(Reason.MISSING, meters);
    unknown = counter(Reason.UNKNOWN, meters);
  }

  private static Counter counter(Reason reason, MeterRegistry meters) {
    return Counter.builder("tercet.authentication.failures")
        .description("Requests that were refused for want of a known key")
        .tag("reason", label(reason))
        .register(meters);
  }

  void note(HttpRequest<?> request, Reason reason) {
    switch (reason) {
      case MISSING -> missing.increment();
      case UNKNOWN -> unknown.increment();
    }
    String leftOut = budget.take();
    if (leftOut != null) {
      LOG.warn(
          "{} key, from {}: {} {}{}",
          label(reason),
          request.getRemoteAddress().getAddress().getHostAddress(),
          request.getMethodName(),
          request.getPath(),
          leftOut);
    }
  }

  private static String label(Reason reason) {
    return reason.name().toLowerCase(Locale.ROOT);
  }
}
