package dev.tercet.api.problem;

/** Ends a request with a problem; nothing was changed. */
public final class RefusedRequest extends RuntimeException {
  private final transient Problem problem;

  RefusedRequest(Problem problem) {
    super(problem.code().code() + ": " + problem.detail(), null, false, false);
    this.problem = problem;
  }

  /** What to answer. */
  public Problem problem() {
    return problem;
  }
}
