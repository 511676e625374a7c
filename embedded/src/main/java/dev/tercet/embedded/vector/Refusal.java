package dev.tercet.embedded.vector;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** A call that is answered with an error of its own making; the messages are Qdrant's. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Status status;

  private Refusal(Status status) {
    super(status.getDescription(), null, false, false);
    this.status = status;
  }

  StatusRuntimeException answer() {
    return status.asRuntimeException();
  }

  static Refusal invalid(String message) {
    return new Refusal(Status.INVALID_ARGUMENT.withDescription(message));
  }

  static Refusal notFound(String message) {
    return new Refusal(Status.NOT_FOUND.withDescription("Not found: " + message));
  }

  static Refusal noCollection(String name) {
    return notFound("Collection `" + name + "` doesn't exist!");
  }

  static Refusal exists(String message) {
    return new Refusal(Status.ALREADY_EXISTS.withDescription("Wrong input: " + message));
  }

  static Refusal unimplemented(String what) {
    return new Refusal(
        Status.UNIMPLEMENTED.withDescription("The embedded engine does not offer " + what));
  }
}
