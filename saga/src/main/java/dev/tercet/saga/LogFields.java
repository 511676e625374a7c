package dev.tercet.saga;

/** The names under which lines of the log carry what they belong to, in every module. */
public final class LogFields {
  /** The id of the HTTP request. */
  public static final String REQUEST = "requestId";

  /** The project's name, or its internal id where only that is known. */
  public static final String PROJECT = "project";

  /** The extraction's id. */
  public static final String EXTRACTION = "extraction";

  /** The epoch of the claim. */
  public static final String EPOCH = "epoch";

  private LogFields() {}
}
