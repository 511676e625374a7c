package dev.tercet.api.problem;

import org.jspecify.annotations.Nullable;

/**
 * One refusal.
 *
 * @param detail what is wrong with this request, for a person; never a secret
 * @param pointer the JSON pointer of what is wrong in the body, or null
 * @param retryAfterSeconds when it may succeed, 0 for no such hint
 */
public record Problem(
    ProblemCode code, String detail, @Nullable String pointer, int retryAfterSeconds) {

  /** A refusal without a pointer. */
  public static Problem of(ProblemCode code, String detail) {
    return new Problem(code, detail, null, 0);
  }

  /** A refusal of one place in the body, or of none. */
  public static Problem at(ProblemCode code, @Nullable String pointer, String detail) {
    return new Problem(code, detail, pointer, 0);
  }

  /** A refusal that may not stand for long. */
  public static Problem later(ProblemCode code, String detail, int retryAfterSeconds) {
    return new Problem(code, detail, null, retryAfterSeconds);
  }

  /** This refusal, ready to be thrown. */
  public RefusedRequest refusal() {
    return new RefusedRequest(this);
  }
}
