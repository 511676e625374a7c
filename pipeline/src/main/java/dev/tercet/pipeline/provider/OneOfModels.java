package dev.tercet.pipeline.provider;

import dev.tercet.pipeline.provider.exchange.FailedCall;
import dev.tercet.saga.Failure;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.port.Extractor;

/**
 * One of several models of a provider. That the provider knows no such model says nothing of the
 * others: it is tried again with its own documents, which fail in the end, and no other one waits.
 *
 * @param extractor who asks it
 */
public record OneOfModels(Extractor extractor) implements ForwardingExtractor {
  @Override
  public Reply ask(Request request) {
    Reply reply = extractor.ask(request);
    return reply instanceof Reply.Unavailable(var _, var failure, var usage, var _)
            && failure.code().equals(FailedCall.UNKNOWN_MODEL)
        ? new Reply.Refused(ofDocument(failure), usage)
        : reply;
  }

  private static Failure ofDocument(Failure failure) {
    return new Failure(failure.code(), FailureClass.TRANSIENT, failure.message(), failure.stage());
  }
}
