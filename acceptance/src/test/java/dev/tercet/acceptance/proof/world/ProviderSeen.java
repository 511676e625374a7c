package dev.tercet.acceptance.proof.world;

import dev.tercet.pipeline.provider.ForwardingExtractor;
import dev.tercet.saga.Failure;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Usage;
import dev.tercet.saga.port.Extractor;
import dev.tercet.saga.provider.Trouble;

/** A provider as its client sees it: what goes wrong on the way is a reply, never an exception. */
record ProviderSeen(Extractor extractor) implements ForwardingExtractor {

  /** The call did not get through, or its answer did not come back. */
  static final class AwayException extends RuntimeException {
    AwayException(String message) {
      super(message);
    }
  }

  @Override
  public Reply ask(Request request) {
    try {
      return extractor.ask(request);
    } catch (AwayException e) {
      String message = String.valueOf(e.getMessage());
      return new Reply.Unavailable(
          Trouble.BROKEN,
          new Failure("provider-timeout", FailureClass.TRANSIENT, message, Stage.ACCEPTED),
          Usage.NONE,
          null);
    }
  }
}
