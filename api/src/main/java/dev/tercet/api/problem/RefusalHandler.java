package dev.tercet.api.problem;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers every exception that a controller or filter throws and no framework handler knows. */
@Singleton
final class RefusalHandler implements ExceptionHandler<RuntimeException, HttpResponse<?>> {
  private static final Logger LOG = LoggerFactory.getLogger(RefusalHandler.class);

  @Override
  @SuppressWarnings("rawtypes") // the framework's own signature
  public HttpResponse<?> handle(HttpRequest request, RuntimeException exception) {
    Problem problem = Problems.of(exception);
    if (problem.code() == ProblemCode.INTERNAL) {
      LOG.error("{} {} failed", request.getMethodName(), request.getPath(), exception);
    }
    return ProblemResponses.response(problem);
  }
}
