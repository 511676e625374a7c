package dev.tercet.embedded.vector.query;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** A call that is answered with an error of its own making; the messages are Qdrant's. */
public final class VectorRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Status status;

  private VectorRefusal(Status status) {
    super(status.getDescription(), null, false, false);
    this.status = status;
  }

  public StatusRuntimeException answer() {
    return status.asRuntimeException();
  }

  public static VectorRefusal invalid(String message) {
    return new VectorRefusal(Status.INVALID_ARGUMENT.withDescription(message));
  }

  public static VectorRefusal notFound(String message) {
    return new VectorRefusal(Status.NOT_FOUND.withDescription("Not found: " + message));
  }

  public static VectorRefusal noCollection(String name) {
    return notFound("Collection `" + name + "` doesn't exist!");
  }

  public static VectorRefusal exists(String message) {
    return new VectorRefusal(Status.ALREADY_EXISTS.withDescription("Wrong input: " + message));
  }

  public static VectorRefusal unimplemented(String what) {
    return new VectorRefusal(
        Status.UNIMPLEMENTED.withDescription("The embedded engine does not offer " + what));
  }
}
