package dev.tercet.saga.provider;

import dev.tercet.saga.Failure;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.Stage;
import java.util.Locale;

/** What keeps a provider from answering anybody; no document is at fault. */
public enum Trouble {
  /** It asked for fewer calls: none until the time that it named. */
  LIMITED,
  /**
   * It does not answer, or with errors, or with somebody else's page; or it knows no such model.
   */
  BROKEN,
  /** The account behind the key has nothing left to spend. */
  OUT_OF_MONEY,
  /** It does not accept the key. */
  WRONG_KEY;

  /** The name in lower case with dashes, as the database, the API and the metrics write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The code of the failure with which documents wait for its end. */
  public String code() {
    return switch (this) {
      case LIMITED -> "provider-rate-limited";
      case BROKEN -> "provider-away";
      case OUT_OF_MONEY -> "provider-out-of-money";
      case WRONG_KEY -> "provider-wrong-key";
    };
  }

  /** How a document waits for its end; {@code said} tells what the provider said of it. */
  public Failure failure(String said) {
    return new Failure(code(), FailureClass.TRANSIENT, said, Stage.ACCEPTED);
  }

  /** The trouble of that label; throws {@link IllegalArgumentException} for any other word. */
  public static Trouble ofLabel(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
