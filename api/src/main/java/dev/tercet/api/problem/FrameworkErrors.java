package dev.tercet.api.problem;

import dev.tercet.api.request.RequestId;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import io.micronaut.web.router.exceptions.DuplicateRouteException;
import jakarta.inject.Singleton;

/** Gives the framework's own errors (no route, wrong method, wrong type, …) our shape. */
@Singleton
final class FrameworkErrors implements ErrorResponseProcessor<byte[]> {

  @Override
  public MutableHttpResponse<byte[]> processResponse(
      ErrorContext context, MutableHttpResponse<?> response) {
    Problem problem = problem(context, response.code());
    MutableHttpResponse<?> answer =
        response.code() == problem.code().status()
            ? response
            : HttpResponse.status(HttpStatus.valueOf(problem.code().status()));
    return ProblemResponses.fill(answer, problem, RequestId.of(context.getRequest()).orElse(null));
  }

  private static Problem problem(ErrorContext context, int status) {
    Throwable cause = context.getRootCause().orElse(null);
    if (cause instanceof RefusedRequest refusal) {
      return refusal.problem();
    }
    String method = context.getRequest().getMethodName();
    String path = context.getRequest().getPath();
    return switch (status) {
      case 401 -> Problem.of(ProblemCode.UNAUTHORIZED, "send Authorization: Bearer <key>");
      case 404 -> Problem.of(ProblemCode.NO_SUCH_ADDRESS, path + " does not exist");
      case 405 -> Problem.of(ProblemCode.METHOD_NOT_ALLOWED, path + " does not answer " + method);
      case 406 -> Problem.of(ProblemCode.NOT_ACCEPTABLE, "nothing here has a type you accept");
      case 413 -> Problem.of(ProblemCode.TOO_LARGE, "the body is larger than is taken here");
      case 415 -> unsupported(context);
      default -> {
        if (status >= 500) {
          yield Problems.of(cause == null ? new IllegalStateException("no cause") : cause);
        }
        yield cause instanceof DuplicateRouteException
            ? unsupported(context)
            : Problem.of(ProblemCode.MALFORMED_REQUEST, "the request cannot be read");
      }
    };
  }

  /** Without a type that can be read, all routes of an address seem to be meant. */
  private static Problem unsupported(ErrorContext context) {
    return Problem.of(
        ProblemCode.UNSUPPORTED_MEDIA_TYPE,
        "the body's type is not taken here: "
            + context.getRequest().getContentType().map(Object::toString).orElse("none"));
  }
}
