package dev.tercet.pipeline.provider.batch;

import org.jspecify.annotations.Nullable;

/** The provider has not done something with a batch, or nobody knows whether it has. */
public final class BatchTroubleException extends RuntimeException {
  private final int status;

  /**
   * @param status of the answer; 0 when there was none
   */
  public BatchTroubleException(int status, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.status = status;
  }

  public int status() {
    return status;
  }
}
