package dev.tercet.api.problem;

import java.util.Locale;

/** Every reason for a refusal. The code is the name in kebab case and never changes. */
public enum ProblemCode {
  MALFORMED_REQUEST(400, "The request cannot be read"),
  MALFORMED_JSON(400, "The body is not JSON"),
  UNAUTHORIZED(401, "A key is needed"),
  NO_SUCH_ADDRESS(404, "There is nothing at this address"),
  NO_SUCH_TENANT(404, "There is no such tenant"),
  NO_SUCH_PROJECT(404, "There is no such project"),
  NO_SUCH_EXTRACTION(404, "There is no such extraction"),
  NO_SUCH_QUEUE(404, "There is no such queue"),
  NO_SUCH_RUN(404, "There is no such bulk run"),
  NO_SUCH_PROVIDER(404, "There is no such provider"),
  NO_SUCH_SCHEDULE(404, "There is no such schedule"),
  METHOD_NOT_ALLOWED(405, "This address does not answer that method"),
  NOT_ACCEPTABLE(406, "No acceptable representation"),
  REQUEST_TIMEOUT(408, "The request did not come in time"),
  STATUS_FORBIDS(409, "The extraction's status does not allow it"),
  RECOVERY_IN_PROGRESS(409, "A recovery run is in progress"),
  TOO_MANY_SCHEDULES(409, "There are too many schedules"),
  TOO_LARGE(413, "The body is too large"),
  DOCUMENT_TOO_LARGE(413, "The document is too large"),
  URI_TOO_LONG(414, "The address is too long"),
  UNSUPPORTED_MEDIA_TYPE(415, "The body's type is not taken here"),
  INVALID_BODY(422, "The body does not have the right shape"),
  INVALID_PARAMETER(422, "A parameter is out of bounds"),
  INVALID_SCHEMA(422, "The project's schema cannot be used"),
  UNKNOWN_OPTION(422, "A project has no such option"),
  UNKNOWN_MODEL(422, "No such model can be asked"),
  NO_BATCHES(422, "The provider has no batches"),
  UNSUPPORTED(422, "This is not there yet"),
  SOURCE_EMPTY(422, "A document needs a source"),
  SOURCE_TOO_LONG(422, "The source is too long"),
  SOURCE_UNSTORABLE(422, "The source holds what no store can keep"),
  TEXT_EMPTY(422, "A document needs text"),
  METADATA_INVALID(422, "The metadata cannot be kept"),
  RUN_AT_OUT_OF_RANGE(422, "runAt is out of range"),
  IDEMPOTENCY_KEY_INVALID(422, "The idempotency key cannot be used"),
  IDEMPOTENCY_KEY_REUSED(422, "The idempotency key was used with another body"),
  UNREADABLE_DOCUMENT(422, "No text can be taken from the document"),
  EMBEDDER_REFUSED(422, "The embedding model does not take the query"),
  TOO_MANY_LINES(422, "Too many lines"),
  BODIES_IN_FLIGHT(429, "Too much at once"),
  BACKLOG_FULL(429, "Too many documents wait"),
  HEADERS_TOO_LARGE(431, "The headers are too large"),
  INTERNAL(500, "Something went wrong here"),
  READERS_BUSY(503, "Too many files wait to be read"),
  TOO_BUSY(503, "Too many requests at once"),
  PROJECT_CHANGING(503, "The project is being changed"),
  QUERY_TOO_SLOW(503, "The query takes too long"),
  STORE_UNAVAILABLE(503, "A store is away"),
  EMBEDDER_UNAVAILABLE(503, "The embedding model is away"),
  DISK_FULL(507, "There is no room on the disk");

  private final int status;
  private final String title;

  ProblemCode(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** The code's constant; throws {@link IllegalArgumentException} for any other word. */
  public static ProblemCode ofCode(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** One sentence that is the same for every occurrence. */
  public String title() {
    return title;
  }

  /** The stable code. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
