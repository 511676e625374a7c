package dev.tercet.pipeline.provider;

import dev.tercet.saga.Failure;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.port.Extractor;

/**
 * One of several models of a provider. That the provider knows no such model says nothing of the
 * others: it is tried again with its own documents, which fail in the end, and no other one waits.
 *
 * @param extractor who asks it
 */
public record OneOfModels(Extractor extractor) implements Extractor {
  /** The code of the failure of a call for a model that its provider does not know. */
  public static final String UNKNOWN = "model-unknown";

  @Override
  public String provider() {
    return extractor.provider();
  }

  @Override
  public String model() {
    return extractor.model();
  }

  @Override
  public String identity() {
    return extractor.identity();
  }

  @Override
  public boolean readsDocument() {
    return extractor.readsDocument();
  }

  @Override
  public String promptVersion() {
    return extractor.promptVersion();
  }

  @Override
  public boolean isLocal() {
    return extractor.isLocal();
  }

  @Override
  public boolean isRepeatable() {
    return extractor.isRepeatable();
  }

  @Override
  public Reply ask(Request request) {
    Reply reply = extractor.ask(request);
    return reply instanceof Reply.Unavailable(var _, var failure, var usage, var _)
            && failure.code().equals(UNKNOWN)
        ? new Reply.Refused(ofDocument(failure), usage)
        : reply;
  }

  private static Failure ofDocument(Failure failure) {
    return new Failure(failure.code(), FailureClass.TRANSIENT, failure.message(), failure.stage());
  }
}
